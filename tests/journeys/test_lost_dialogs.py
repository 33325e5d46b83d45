"""A dialog whose state cannot be read any more: home opens, and what was written for an appeal is still there."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from chats.store import DialogStateRow
from tests.conversation import Talker, Town
from tests.journeys.acts import SENTENCE, introduce
from tests.journeys.ways import ON_THE_WEB

WAYS = ON_THE_WEB
Damage = Callable[[dict[str, Any]], dict[str, Any]]

CONTEXTS: dict[str, Damage] = {
    "of a dialog that is gone": lambda data: {**data, "state": "FileAppealOfOld:summary"},
    "of a window that is gone": lambda data: {**data, "state": "FileAppeal:of_old"},
    "without a window": lambda data: {key: value for key, value in data.items() if key != "state"},
    "whose window is no word": lambda data: {**data, "state": 7},
    "with more in it": lambda data: {**data, "of_another_version": True},
    "whose widgets are odd": lambda data: {**data, "widget_data": []},
    "that lets nobody in": lambda data: {**data, "access_settings": [1]},
    "that lets another in": lambda data: {**data, "access_settings": {"user_ids": [999], "custom": None}},
}
STACKS: dict[str, Damage] = {
    "with more in it": lambda data: {**data, "of_another_version": True},
    "that is no list": lambda data: {**data, "intents": "7-0"},
    "without dialogs in it": lambda data: {**data, "intents": ["nowhere"]},
}


async def damage(town: Town, talker: Talker, kind: str, harm: Damage) -> None:
    async with town.db.transaction() as session:
        rows = await session.scalars(select(DialogStateRow).where(DialogStateRow.chat == talker.chat))
        for row in rows:
            if f"aiogd:{kind}" in row.key:
                row.data = harm(row.data)


async def at_the_summary(town: Town) -> Talker:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    return boss


@pytest.mark.parametrize(
    ("kind", "harm"),
    [*(("context", harm) for harm in CONTEXTS.values()), *(("stack", harm) for harm in STACKS.values())],
    ids=[*(f"a context {name}" for name in CONTEXTS), *(f"a stack {name}" for name in STACKS)],
)
async def test_home_opens_with_what_was_written_and_it_can_be_filed(town: Town, kind: str, harm: Damage) -> None:
    boss = await at_the_summary(town)
    await damage(town, boss, kind, harm)
    assert SENTENCE in await boss.say("好了吗")
    assert "请核对" in await boss.press("接着提交")
    assert "SQ-2026-00001" in await boss.press("确认提交")


async def test_a_press_says_that_the_button_is_old_and_opens_home_too(town: Town) -> None:
    boss = await at_the_summary(town)
    await damage(town, boss, "context", CONTEXTS["with more in it"])
    assert SENTENCE in await boss.press("确认提交")
    assert "过时" in (await boss.toasts())[-1]


async def test_its_photos_are_still_part_of_it(town: Town) -> None:
    boss = await at_the_summary(town)
    await boss.send_photo()
    await damage(town, boss, "context", CONTEXTS["without a window"])
    await boss.say("/start")
    assert "附件：1 个" in await boss.press("接着提交")


async def test_it_is_kept_when_home_is_lost_as_well(town: Town) -> None:
    boss = await at_the_summary(town)
    await damage(town, boss, "context", CONTEXTS["without a window"])
    await boss.say("好了吗")
    await damage(town, boss, "context", CONTEXTS["without a window"])
    assert SENTENCE in await boss.say("好了吗")


async def test_what_was_filed_already_is_not_offered_again(town: Town) -> None:
    boss = await at_the_summary(town)
    await boss.press("确认提交")
    await damage(town, boss, "context", CONTEXTS["with more in it"])
    assert SENTENCE not in await boss.say("/start")


async def test_nobody_is_apologised_to(town: Town) -> None:
    boss = await at_the_summary(town)
    await damage(town, boss, "context", CONTEXTS["without a window"])
    await boss.say("/start")
    assert not any("抱歉" in shown.text for shown in await boss.screen())
