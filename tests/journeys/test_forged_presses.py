"""Whatever a press carries that no button carries is answered in words, and no update dies of it."""

import random
import re
from collections.abc import Iterator

from sqlalchemy import text

from tests.conversation import Role, Talker, Town
from tests.journeys.acts import dead, file
from tests.telegram.town import TownOnTelegram

HUGE = ("9" * 18, "9" * 19, str(2**63), "9" * 40, "-1", "0", "x", "", "١٢", "1e9", f"{'9' * 18}:{'9' * 18}")
WORDS = (f"a:assign:1:{'9' * 18}", f"a:task:{'9' * 18}", f"assign:{'9' * 18}:1", "a:assign:1", "\x1d", "::::", "a:x:1")


def forgeries(data: str, chance: random.Random) -> Iterator[str]:
    """The data of a real button with other numbers and other signs, at most 64 bytes as the protocol demands."""
    for huge in HUGE:
        yield re.sub(r"\d+$", huge, data)
        yield re.sub(r"\d+", huge, data)
        yield f"{data}{huge}"
    for _ in range(5):
        place = chance.randrange(len(data))
        yield data[:place] + chr(chance.randrange(1, 0x2FFF)) + data[place + 1 :]


async def forge(talker: Talker, chance: random.Random) -> None:
    """Press what the newest message with buttons does not have, and the same on a message that is gone."""
    shown = next(one for one in reversed(await talker.screen()) if one.buttons)
    forged = {*WORDS, *(one for real in shown.buttons.values() for one in forgeries(real, chance))}
    if isinstance(talker.town, TownOnTelegram):
        talker.town.audited = False  # a press on a message that is gone is answered and becomes no update
    async with talker.town.together():
        for data in sorted(one for one in forged - {*shown.buttons.values()} if len(one.encode()) <= 64):
            pressed = talker.pressed(shown, data)
            if chance.random() < 0.2:
                gone = {"message_id": shown.number, "date": 0, "chat": {"id": talker.chat, "type": "private"}}
                pressed["callback_query"]["message"] = gone
            await talker.hear(pressed)


async def test_no_forged_press_leaves_a_dead_update(town: Town) -> None:
    chance = random.Random(1231)
    boss = await file(town)
    office = await town.holder(Role.OFFICE)
    await boss.say("/mine")
    await forge(boss, chance)
    await forge(office, chance)
    await office.press("排污许可证")
    await forge(office, chance)
    await office.press("排污许可证")
    await office.press("选其他单位")
    await forge(office, chance)
    assert any("过时" in said for said in await office.toasts())
    assert await dead(town) == 0
    async with town.db.reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM appeal_fact")) == 1


async def test_the_real_buttons_work_on_beside_forged_ones(town: Town) -> None:
    boss = await file(town)
    await boss.say("/mine")
    await forge(boss, random.Random(7))
    assert "SQ-2026-00001" in await boss.press("排污许可证")
