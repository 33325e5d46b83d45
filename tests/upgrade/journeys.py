"""The main journeys from start to finish; every text in them is kept."""

from datetime import timedelta

from tests.conversation import MONDAY, Role, Talker, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, file, introduce, walk, work


async def solved(town: Town) -> None:
    await walk(town)


async def second_handling(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await file(town)
    await work(office, specialist)
    await boss.press("解决了")
    await boss.press("很不满意")
    await boss.say("证上的名字写错了")
    await specialist.press("办结")
    await specialist.say("已更正。")
    await boss.press("还没解决")
    await boss.press("不写了")


async def step_by_step(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/start")
    await boss.press("提交诉求")
    await boss.say("厂门口的路坏了，货车进不来")
    await boss.send_photo()
    await boss.press("下一步")
    await boss.press("道路环境")
    await boss.say("示例路 8 号")
    await boss.press("请营商办判断")
    await introduce(boss)
    await boss.press("修改")
    await boss.press("类别")
    await boss.press("水电气网")
    await boss.press("确认提交")
    await boss.press("查看进度")
    await boss.press("撤回诉求")
    await boss.press("确定撤回")


async def confidential(town: Town) -> None:
    office, commission = await town.holder(Role.OFFICE), await town.holder(Role.DISCIPLINE)
    boss = await town.someone("示例老板")
    await boss.say("有干部吃拿卡要，索要好处费才肯盖章")
    await boss.press("保密交纪委")
    await introduce(boss)
    await boss.press("确认提交")
    await work_alone(commission)
    await boss.press("解决了")
    await boss.press("很满意")
    await boss.press("不用了")
    await office.say("/start appeal-1")


async def work_alone(commission: Talker) -> None:
    await commission.press("已对接")
    await commission.press("已电话联系")
    await commission.press("查看这件诉求")
    await commission.press("反馈路径")
    await commission.say("由区纪委监委核查。")
    await commission.press("两周内")
    await commission.press("查看这件诉求")
    await commission.press("办结")
    await commission.say("已核实处理。")


async def a_month_without_anybody(town: Town) -> None:
    """Only reminders: to the office until it assigns, then to the handler and the chief."""
    office = await town.holder(Role.OFFICE)
    await town.holder(Role.HANDLER, ECOLOGY)
    await town.holder(Role.CHIEF, ECOLOGY)
    await file(town)
    for hours in range(0, 24, 3):
        await town.advance(MONDAY + timedelta(hours=hours))
    await office.press("交办给")
    for hours in range(24, 24 * 40, 5):
        await town.advance(MONDAY + timedelta(hours=hours))


async def finding_and_leave(town: Town) -> None:
    specialist = await town.holder(Role.HANDLER, ECOLOGY)
    for text in ("/help", "/privacy", "/find shuiwuju", "/find zzzzqqqq", "/find 市监局", "/join", "你好"):
        await specialist.say(text)
    await specialist.say("/me")
    await specialist.press("我要休假")
    await specialist.say("2026-03-10至2026-03-12")
    await specialist.press("不指定")
    await specialist.press("结束休假")


async def in_english(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/language")
    await boss.press("English")
    await boss.say(SENTENCE)
    await boss.press("Agree and go on")
    await boss.say("张示例")
    await boss.say("13800001234")
    await boss.say("示例食品有限公司")
    await boss.press("File it")
    await boss.say("/mine")


JOURNEYS = (solved, second_handling, step_by_step, confidential, a_month_without_anybody, finding_and_leave, in_english)
