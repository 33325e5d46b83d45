"""The label of a button, typed as words, presses it; commands are understood however they are typed."""

import pytest

from appeals.model import FactKind
from tests.conversation import Role, Talker, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, facts, file, introduce


async def test_the_labels_of_buttons_are_typed_all_the_way(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/start")
    assert "用一句话说说" in await boss.say("提交诉求")
    await boss.say(SENTENCE)
    assert "属于哪一类" in await boss.say("没有，跳过")
    assert "发生在哪里" in await boss.say("证照审批")
    await boss.say("说不清，跳过")
    await boss.say(ECOLOGY)
    await introduce(boss)
    assert "请核对" in await boss.last()
    assert "想改哪一项" in await boss.say("修改")
    assert "请核对" in await boss.say("返回")
    assert "SQ-2026-00001" in await boss.say("确认提交")
    assert await facts(town.db) == [FactKind.FILED]


async def test_a_notification_is_answered_in_words(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await file(town)
    await handled(office, specialist)
    await boss.read("您的问题解决了吗")
    assert "您满意吗" in await boss.say("解决了！")
    assert "再说一句" in await boss.say("很满意")
    assert "谢谢您的评价" in await boss.say("不用了，提交评价")
    kinds = await facts(town.db)
    assert kinds[-2:] == [FactKind.CONFIRMED, FactKind.RATED]
    assert all("很满意" not in shown.buttons for shown in await boss.screen())  # the window above has no buttons left


async def handled(office: Talker, specialist: Talker) -> None:
    """Assigned, contacted, path given and resolved, all of it in words."""
    await office.say(f"交办给 {ECOLOGY}")
    await specialist.say("已对接")
    await specialist.say("已电话联系")
    await specialist.say("查看这件诉求")
    await specialist.say("反馈路径")
    await specialist.say("补齐材料后 5 个工作日内办结。")
    await specialist.say("一周内")
    await specialist.say("查看这件诉求")
    await specialist.say("办结")
    await specialist.say("许可证已经发出。")


@pytest.mark.parametrize("words", ["好了提交吧", "就这样 报吧", "looks ok, submit it please"])
async def test_a_summary_is_confirmed_in_words(town: Town, words: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    assert "SQ-2026-00001" in await boss.say(words)


@pytest.mark.parametrize("words", ["算了算了 先不弄了 取消", "先不报了", "cancel"])
async def test_what_is_begun_is_left_in_words(town: Town, words: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    assert "没写完的诉求" in await boss.say(words)


@pytest.mark.parametrize("typed", ["、help", "／help", "/HELP", "/Help", "\\help"])
async def test_commands_are_understood_however_they_are_typed(town: Town, typed: str) -> None:
    boss = await town.someone("示例老板")
    assert "需要人工帮助" in await boss.say(typed)


async def test_a_command_needs_no_blank_before_chinese_words(town: Town) -> None:
    boss = await town.someone("示例老板")
    assert "同意吗" in await boss.say(f"/appeal{SENTENCE}")


async def test_a_text_that_is_no_label_stays_a_text(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/appeal")
    assert "有照片或文件吗" in await boss.say("取消订单以后平台一直不退保证金")


async def test_words_that_mean_the_only_such_button_press_it(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    await boss.say("张示例")
    await boss.say("13800001234")
    await boss.say("随时")
    await boss.say("示例食品有限公司")
    assert "请核对" in await boss.say("没有")  # a credit code
    assert "SQ-2026-00001" in await boss.say("没问题，提交")
    assert await facts(town.db) == [FactKind.FILED]
    await boss.say("我要撤回诉求")
    assert "撤回 SQ-2026-00001" in await boss.last()
    assert "已撤回" in await boss.say("确定")


@pytest.mark.soak  # another path of what `make test` walks
async def test_what_a_notification_asks_is_answered_not_what_the_window_behind_it_shows(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await file(town)
    await boss.say("/start")
    await boss.say("厂门口的道路一直积水，没有人修")
    await boss.press("请营商办判断")
    await boss.press("确认提交")
    await boss.press("查看进度")
    await handled(office, specialist)
    await boss.read("您的问题解决了吗")
    await boss.say("没解决，许可证还是没有拿到")
    assert (await facts(town.db))[-1] is FactKind.REOPENED
    assert await facts(town.db, 2) == [FactKind.FILED]
