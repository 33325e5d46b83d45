"""The bare bots walk the whole walk, and show windows as large as ours: else the comparison would not be fair."""

from pathlib import Path

import pytest

from bench import telegram_server
from bench.peers.windows import (
    CATEGORY,
    FIND,
    HOME,
    HOME_AGAIN,
    ONE,
    PHOTOS,
    PLACE,
    RESULTS,
    TEXT,
    UNIT,
    UNITS_FOUND,
    Window,
)
from bench.phone import Phone
from bench.walk import WALK, Type
from storage.database import Database
from tests.conversation import Town
from tests.telegram.standin import StandIn

SHOWN = (
    HOME, TEXT, PHOTOS, CATEGORY, PHOTOS, CATEGORY, PLACE, UNIT, UNITS_FOUND, HOME_AGAIN, FIND,
    ONE, RESULTS, HOME_AGAIN,
)  # fmt: skip


@pytest.mark.parametrize("module", ["bare_aiogram", "bare_ptb"])
async def test_a_bare_bot_answers_every_act_of_the_walk(module: str, tmp_path: Path) -> None:
    async with StandIn(telegram_server.TOKEN) as telegram, telegram_server.peer(module, tmp_path, telegram):
        person, phone = telegram.person(1), Phone(telegram, 1, WALK)
        for act, window in zip(WALK, SHOWN, strict=True):
            done, _ = await phone.go_on()
            assert done is act
            shown = max(person.shown(), key=lambda message: message.change)
            assert (shown.text, [*shown.buttons]) == (window.text, labels(window))


async def test_a_bare_bots_windows_are_as_large_as_ours(db: Database) -> None:
    talker = await (await Town(db).settle()).someone("示例访客")
    for act, window in zip(WALK, SHOWN, strict=True):
        await (talker.say(act.text) if isinstance(act, Type) else talker.press(act.label))
        ours = (await talker.screen())[-1]
        assert len(ours.text) == pytest.approx(len(window.text), rel=0.2)
        assert len(ours.buttons) == len(labels(window))


def labels(window: Window) -> list[str]:
    return [label for row in window.buttons for label, _ in row]
