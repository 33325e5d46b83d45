"""The main job, from one sentence to the rating, through the real dispatcher on both engines."""

from datetime import timedelta

import pytest

from appeals import store as appeals
from appeals.model import FactKind
from storage.database import Database
from tests.conversation import MONDAY, Role, Talker, Town
from tests.journeys.ways import EVERY_WAY_ON_BOTH_ENGINES

WAYS = EVERY_WAY_ON_BOTH_ENGINES
SENTENCE = "我们厂排污许可证办了一个月还没有批下来"
ECOLOGY = "市生态环境局示例区分局"


async def introduce(boss: Talker) -> str:
    """Answer what a newcomer is asked; returns the summary."""
    await boss.press("同意")
    await boss.say("张示例")
    await boss.say("13800001234")
    await boss.press("工作日全天")
    await boss.say("示例食品有限公司")
    return await boss.press("跳过")


async def file(town: Town, name: str = "示例老板", sentence: str = SENTENCE) -> Talker:
    boss = await town.someone(name)
    await boss.say("/start")
    await boss.say(sentence)
    await introduce(boss)
    await boss.press("确认提交")
    return boss


async def facts(db: Database, appeal: int = 1) -> list[FactKind]:
    async with db.reading() as session:
        dossier = await appeals.read(session, appeal)
    assert dossier is not None
    return [fact.kind for fact in dossier.appeal.facts]


async def walk(town: Town) -> None:
    """The whole main job, whatever channel it is walked on and whatever goes wrong there."""
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await town.someone("示例老板")
    assert "一句话" in await boss.say("/start")
    await boss.say(SENTENCE)

    summary = await introduce(boss)
    for expected in (SENTENCE, "示例食品有限公司", ECOLOGY, "排污许可证", "张示例", "138****1234"):
        assert expected in summary

    receipt = await boss.press("确认提交")
    for expected in ("SQ-2026-00001", "3月3日周二 17:30", "3月4日周三", "3月5日周四", "4月2日周四", specialist.name):
        assert expected in receipt

    await office.read("新诉求 SQ-2026-00001")
    await office.press(f"交办给 {ECOLOGY}")
    await boss.read(f"已交办{ECOLOGY}，专员会在 3月4日周三 17:30 前联系您")
    await specialist.read("新交办.*SQ-2026-00001")
    await specialist.read("张示例　138 0000 1234")

    await specialist.press("已对接")
    await specialist.press("已电话联系")
    await boss.read("已登记与您对接")
    await specialist.press("查看这件诉求")
    await specialist.press("反馈路径")
    await specialist.say("由审批科一次性告知缺少的材料，补齐后 5 个工作日内办结。")
    await specialist.press("一周内")
    await boss.read("审批科一次性告知")
    await boss.read("预计 2026年3月9日 前办好")

    await specialist.press("查看这件诉求")
    await specialist.press("办结")
    await specialist.say("许可证已经发出。")
    await boss.read("您的问题解决了吗")
    assert "满意吗" in await boss.press("解决了")
    await boss.press("很满意")
    assert "谢谢" in await boss.say("小王很耐心")
    await specialist.read("企业评价：很满意")
    await specialist.read("小王很耐心")

    assert await facts(town.db) == [
        FactKind.FILED, FactKind.ASSIGNED, FactKind.CONTACTED, FactKind.PATH_GIVEN, FactKind.RESOLVED,
        FactKind.CONFIRMED, FactKind.RATED,
    ]  # fmt: skip
    timeline = await boss.press("查看这件诉求")
    assert "企业评价：很满意" in timeline
    assert "○" not in timeline


async def test_an_appeal_is_filed_by_one_sentence_worked_and_rated(town: Town) -> None:
    await walk(town)


async def test_step_by_step_with_photos_category_place_and_unit(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/start")
    await boss.press("提交诉求")
    await boss.say("厂门口的路坏了，货车进不来")
    await boss.press("没有，跳过")
    await boss.press("道路环境")
    await boss.say("示例路 8 号")
    await boss.press("请营商办判断")
    summary = await introduce(boss)
    assert "示例路 8 号" in summary
    assert "营商办判断" in summary
    assert "SQ-2026-00001" in await boss.press("确认提交")


async def test_a_double_tap_files_one_appeal(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    await boss.press("确认提交", times=3)
    async with town.db.reading() as session:
        assert await appeals.count_by_stage(session) == {"assign": 1}


async def test_not_solved_goes_back_once_for_a_second_handling(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await file(town)
    await work(office, specialist)
    await boss.press("还没解决")
    await boss.say("证上的名字写错了")
    await office.read("没有解决")
    await specialist.read("二次办理")
    await specialist.read("证上的名字写错了")
    await specialist.press("办结")
    await specialist.say("已更正。")
    await boss.press("还没解决")
    with pytest.raises(AssertionError):
        await boss.read("明白了")
    await boss.press("不写了")
    assert "已经二次办理过一次" in (await boss.toasts())[-1]
    assert (await facts(town.db)).count(FactKind.REOPENED) == 1


async def work(office: Talker, specialist: Talker) -> None:
    """From the office's notice to the resolution."""
    await office.press("交办给")
    await specialist.press("已对接")
    await specialist.press("已上门走访")
    await specialist.press("查看这件诉求")
    await specialist.press("反馈路径")
    await specialist.say("现场核验后当天发证。")
    await specialist.press("办结时限前")
    await specialist.press("查看这件诉求")
    await specialist.press("办结")
    await specialist.say("许可证已经发出。")


async def test_a_dissatisfied_rating_goes_back_too(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await file(town)
    await work(office, specialist)
    await boss.press("解决了")
    await boss.press("很不满意")
    await boss.press("不用了")
    await office.read("没有解决")
    assert (await facts(town.db))[-1] is FactKind.REOPENED


async def test_the_office_assigns_to_another_unit_by_search(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    boss = await file(town)
    await office.press("查看 / 选其他单位")
    await office.press("选其他单位")
    await office.say("市监局")
    await office.press("市场监督管理局")
    await boss.read("已交办区市场监督管理局")


async def test_nobody_is_pinged_twice_and_everyone_in_time(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    chief = await town.holder(Role.CHIEF, ECOLOGY)
    await file(town)
    for hours in range(24):
        await town.advance(MONDAY + timedelta(hours=hours))
    await office.read("还没有交办，争取不过夜")
    await office.press("交办给")
    for hours in range(24, 24 * 40, 5):
        await town.advance(MONDAY + timedelta(hours=hours))
    for talker, expected in ((specialist, {"提醒": 3, "已超时": 3}), (chief, {"提醒": 0, "已超时": 3})):
        told = [shown.text for shown in await talker.screen()]
        assert {word: sum(text.startswith(word) for text in told) for word in expected} == expected
