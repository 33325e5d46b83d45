"""What people say about themselves at the wrong moment is taken for that, and no file is ignored in any window."""

import pytest
from aiogram_dialog import Dialog

from bot.dialogs.kinds import attached
from tests.conversation import Role, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, file, introduce

TWO_UNITS = "我们厂停电三天了没人管"


async def test_at_the_summary_ones_own_details_are_corrected_in_words(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    for said, line in [
        ("名字不对 我叫张样例", "联系人：张样例，138****1234"),
        ("电话写错了，是13800005678", "联系人：张样例，138****5678"),
        ("店名应该是示例大饭店", "企业：示例大饭店"),
        ("什么时候方便接电话：下午", "方便接听：下午"),
    ]:
        summary = await boss.say(said)
        assert line in summary
        assert said not in summary
    await boss.read("联系人改成张样例了")


async def test_at_the_summary_a_story_with_a_number_in_it_belongs_to_the_appeal(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    summary = await boss.say("他们电话13800005678一直打不通")
    assert "他们电话13800005678一直打不通" in summary
    assert "138****1234" in summary


async def test_name_and_telephone_said_where_the_unit_is_asked_are_kept_for_later(town: Town) -> None:
    boss = await town.someone("示例老板")
    assert "归哪个单位管" in await boss.say(TWO_UNITS)
    assert "归哪个单位管" in await boss.say("王示例 13800001234")
    await boss.read("称呼和电话我先记着")
    await boss.press("请营商办判断")
    assert "哪家企业" in await boss.press("同意")
    summary = await boss.say("示例塑料厂")
    assert "联系人：王示例，138****1234" in summary
    assert f"诉求：{TWO_UNITS}\n企业" in summary


async def test_a_name_said_where_the_unit_is_asked_is_no_unit(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(TWO_UNITS)
    await boss.say("我叫王示例")
    await boss.press("请营商办判断")
    assert "联系电话" in await boss.press("同意")


async def test_what_is_told_behind_the_name_belongs_to_the_appeal(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    assert "联系电话" in await boss.say("我是张姐 在菜场里开店的")
    await boss.say("13800001234")
    summary = await boss.say("示例小吃店")
    assert "联系人：张姐，" in summary
    assert f"{SENTENCE}\n在菜场里开店的" in summary


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("改成区城管局", "建议承办：区城市管理局"),
        ("把诉求改成：我们厂排污许可证丢了要补办", "诉求：我们厂排污许可证丢了要补办\n"),
    ],
)
async def test_at_the_summary_unit_and_text_are_changed_in_words(town: Town, said: str, line: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    assert line in await boss.say(said)


async def test_at_the_summary_a_unit_is_rejected_in_words_and_the_office_decides(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    assert "归" in await boss.say("不是生态环境局的事")
    assert "营商办判断承办单位" in await boss.say("我也不知道，你们看着办吧")


async def test_what_is_added_leaves_a_clear_unit_and_category(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    before = await introduce(boss)
    after = await boss.say("我们12月10号贷款到期，拖不起")
    for line in (f"建议承办：{ECOLOGY}", "类别：证照审批"):
        assert line in before
        assert line in after


async def test_where_the_name_is_asked_a_story_is_no_name(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    assert "怎么称呼您" in await boss.say("就这个证 搞得我一天才卖几百块 以前三四千")
    assert "联系电话" in await boss.say("俺叫赵示例")
    assert "联系电话" in await boss.say("我是说我姓罗，名字叫罗示例")
    await boss.say("13800001234")
    summary = await boss.say("示例小馆 就在示湖街道")
    assert "联系人：罗示例，" in summary
    assert "企业：示例小馆\n" in summary
    assert f"{SENTENCE}\n就这个证 搞得我一天才卖几百块 以前三四千\n就在示湖街道" in summary


async def test_going_back_to_the_sentence_shows_it(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(TWO_UNITS)
    assert f"您写的是：{TWO_UNITS}" in await boss.press("返回")
    assert "归哪个单位管" in await boss.press("不改了，接着往下")


async def test_a_photo_in_a_window_that_takes_none_begins_an_appeal(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/start")
    await boss.press("找单位")
    assert "遇到了什么困难" in await boss.send_photo()
    await boss.say(SENTENCE)
    assert "附件：1 个" in await introduce(boss)


async def test_a_specialist_is_told_that_a_note_takes_no_file(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    await file(town)
    await office.press(f"交办给 {ECOLOGY}")
    await specialist.press("已对接")
    asked = await specialist.send_photo()
    await specialist.read("这个文件没有存下来")
    assert await specialist.last() == asked


async def test_every_window_of_every_dialog_hears_files(town: Town) -> None:
    dialogs = [one for one in town.dispatcher.sub_routers if isinstance(one, Dialog)]
    windows = {state: window for one in dialogs for state, window in one.windows.items()}
    ours = [state for state in windows if state.group.__module__.startswith("bot.dialogs.")]
    assert len(ours) > len(dialogs)
    for state in ours:
        *_, last = windows[state].on_message.inputs  # type: ignore[attr-defined]  # of Window, not of its protocol
        assert [one.callback for one in last.filters] == [attached], state
