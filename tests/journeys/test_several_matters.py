"""A text with matters of different units: the person is asked, and they are filed apart or together."""

import pytest
from sqlalchemy import select

from appeals.store import AppealRow, TextRow
from tests.conversation import Talker, Town
from tests.journeys.acts import file

LAMPS, INJURY = "我们厂门口的路灯坏了半个月没人修", "工人的工伤认定一直办不下来"
BOTH = f"两件事，第一{LAMPS}，第二{INJURY}"


async def asked(town: Town) -> Talker:
    boss = await file(town)
    await boss.say("/start")
    said = await boss.say(BOTH)
    assert "听起来是 2 件事" in said
    assert "路灯坏了" in said
    assert "工伤认定" in said
    return boss


async def filed(town: Town) -> list[tuple[str, int | None]]:
    async with town.db.reading() as session:
        found = select(TextRow.text, AppealRow.suggested).join(AppealRow, AppealRow.text == TextRow.id)
        return [(text, unit) for text, unit in await session.execute(found.order_by(AppealRow.id))][1:]


@pytest.mark.parametrize("words", ["对 两件", "分开吧 快点"])
async def test_filed_apart_in_words(town: Town, words: str) -> None:
    boss = await asked(town)
    assert "归哪个单位管" in await boss.say(words)
    assert LAMPS in (await boss.press("返回"))
    assert INJURY not in await boss.last()


async def test_kept_as_a_draft_or_together_they_can_still_be_filed_apart(town: Town) -> None:
    boss = await asked(town)
    await boss.press("先不提交")
    assert "听起来是 2 件事" in await boss.press("接着提交")
    assert "归哪个单位管" in await boss.press("合在一起")
    assert "听起来是 2 件事" in await boss.say("不是一件，是两件")


async def test_filed_apart_each_goes_to_its_own_unit(town: Town) -> None:
    boss = await asked(town)
    await boss.press("分开提交")
    await boss.press("区城市管理局")
    await boss.press("确认提交")
    assert "请核对" in await boss.press("接着提交下一件")
    assert "建议承办：区人力资源和社会保障局" in await boss.last()
    await boss.press("确认提交")
    (first, one), (second, other) = await filed(town)
    assert (first, second) == (LAMPS, INJURY)
    assert one != other
    assert "没写完" not in await boss.say("/start")


async def test_what_is_not_filed_yet_is_kept(town: Town) -> None:
    boss = await asked(town)
    await boss.press("分开提交")
    await boss.press("区城市管理局")
    await boss.press("确认提交")
    assert "您有一份没写完的诉求" in await boss.say("/start")
    await boss.press("接着提交")
    assert "工伤" in await boss.last()


async def test_kept_together_both_units_are_offered(town: Town) -> None:
    boss = await asked(town)
    said = await boss.press("合在一起提交")
    assert "区城市管理局" in said
    assert "区人力资源和社会保障局" in said
    await boss.press("区人力资源和社会保障局")
    await boss.press("确认提交")
    ((text, _),) = await filed(town)
    assert text == BOTH


async def test_it_is_answered_in_words_and_nothing_is_lost_before(town: Town) -> None:
    boss = await asked(town)
    await boss.say("/start")
    assert BOTH in await boss.last()
    await boss.say(BOTH)
    await boss.say("分开吧，路灯的先弄")
    await boss.press("区城市管理局")
    assert LAMPS in await boss.last()
