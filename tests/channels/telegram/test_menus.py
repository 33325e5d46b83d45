"""Telegram lists for everybody the commands they may use, in their language, and is called only when they change."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.channels.telegram.menus import CALLS_PER_ROUND, Menus
from bot.channels.telegram.offers import ANYBODY, offer
from bot.dialogs.menu import MENU
from chats import outbound_store
from chats import store as chats
from people import store as people
from people.model import Role
from people.post_store import PostRow
from people.store import PersonRow
from storage.database import Database
from tests.channels.telegram.outside import Outside, outside, person
from tests.conversation import MONDAY, StillClock
from tests.telegram.standin import Fault

PLAIN = ["/start", "/appeal", "/mine", "/find", "/me", "/language", "/privacy", "/help", "/join"]


class Street:
    """People with chats on Telegram, and the job that keeps their menus."""

    def __init__(self, out: Outside) -> None:
        self.out = out
        self.clock = StillClock()
        self.menu = MENU
        self.menus = self.process("one")

    def process(self, name: str) -> Menus:
        return Menus(self.out.bot, self.out.db, self.clock, name, self.menu)

    async def move_in(self, number: int, *roles: Role, language: str = "zh") -> int:
        person(self.out, number)
        async with self.out.db.transaction() as session:
            chat = (await chats.open_chat(session, "telegram", self.out.to(number))).id
            await outbound_store.open_outbound(session, chat)
            newcomer = (await people.add(session, chat, language, MONDAY)).id
            for role in roles:
                session.add(PostRow(unit=None, role=role, name=f"示例{number}{role}", person=newcomer))
        return chat

    async def change(self, number: int, language: str) -> None:
        async with self.out.db.transaction() as session:
            chat = (await chats.open_chat(session, "telegram", self.out.to(number))).id
            holder = await people.of_chat(session, chat)
            assert holder is not None
            await session.execute(update(PersonRow).where(PersonRow.id == holder.id).values(language=language))

    def shown(self, number: int, language: str = "zh-hans") -> list[str]:
        """The commands that the person's app offers, without their words."""
        return [line.split()[0] for line in self.out.telegram.person(number, language).menu()]

    def calls(self) -> int:
        return len(self.out.telegram.record.of("setMyCommands"))


@pytest.fixture
async def street(db: Database, tmp_path: Path) -> AsyncIterator[Street]:
    async with outside(db, tmp_path) as out:
        yield Street(out)


async def test_everybody_is_offered_the_commands_in_the_language_of_their_app(street: Street) -> None:
    assert await street.menus.run() == 2
    assert street.shown(1) == street.shown(2, "en") == street.shown(3, "fr") == PLAIN
    assert street.out.telegram.person(1).menu()[1] == "/appeal 提交诉求"
    assert street.out.telegram.person(2, "en").menu() != street.out.telegram.person(1).menu()


async def test_whoever_reads_chinese_and_holds_no_post_needs_no_call(street: Street) -> None:
    await street.move_in(1)
    await street.menus.run()
    assert street.calls() == 2


@pytest.mark.parametrize(
    ("role", "more"),
    [(Role.HANDLER, ["/tasks"]), (Role.CHIEF, ["/tasks"]), (Role.OFFICE, ["/desk"]), (Role.LEADER, ["/tasks"]),
     (Role.ADMIN, [])],
)  # fmt: skip
async def test_staff_are_offered_what_they_may_open(street: Street, role: Role, more: list[str]) -> None:
    await street.move_in(1, role)
    await street.menus.run()
    assert sorted({*street.shown(1)} - {*PLAIN}) == more


async def test_a_list_is_put_once_and_again_only_when_it_changes(street: Street) -> None:
    await street.move_in(1, Role.HANDLER)
    assert [await street.menus.run(), await street.menus.run()] == [3, 0]
    await street.change(1, "en")
    assert [await street.menus.run(), await street.menus.run()] == [1, 0]


async def test_who_goes_back_to_chinese_is_offered_chinese_again(street: Street) -> None:
    await street.move_in(1, language="en")
    await street.menus.run()
    await street.change(1, "zh")
    await street.menus.run()
    assert street.out.telegram.person(1, "en").menu()[1] == "/appeal 提交诉求"


async def test_who_left_a_post_is_offered_no_more_than_others(street: Street) -> None:
    await street.move_in(1, Role.OFFICE)
    await street.menus.run()
    async with street.out.db.transaction() as session:
        await session.execute(update(PostRow).values(person=None))
    await street.menus.run()
    assert street.shown(1) == PLAIN


async def test_a_round_makes_few_calls_and_the_next_goes_on(street: Street) -> None:
    for number in range(1, CALLS_PER_ROUND + 4):
        await street.move_in(number, language="en")
    assert [await street.menus.run(), await street.menus.run(), await street.menus.run()] == [CALLS_PER_ROUND + 2, 3, 0]


async def test_who_blocked_the_bot_is_noted_and_passed_over(street: Street) -> None:
    lost, _ = await street.move_in(1, Role.OFFICE), await street.move_in(2, Role.OFFICE)
    del street.out.telegram.account.chats[1]
    await street.menus.run()
    assert "/desk" in street.shown(2)
    async with street.out.db.reading() as session:
        assert await outbound_store.unreachable(session, [lost]) == {lost}
    before = street.calls()
    assert (await street.menus.run(), street.calls()) == (0, before)


async def test_when_telegram_asks_for_patience_the_round_ends_and_the_next_goes_on(street: Street) -> None:
    await street.move_in(1, Role.OFFICE)
    street.out.telegram.faults.add(Fault("setMyCommands", "429", nth=2))
    assert await street.menus.run() == 0
    assert await street.menus.run() == 3
    assert "/desk" in street.shown(1)


async def test_what_telegram_would_not_take_is_not_asked_for_ever(
    street: Street,
) -> None:
    street.menu = tuple(replace(item, words="") if item.name == "desk" else item for item in MENU)
    street.menus = street.process("one")
    await street.move_in(1, Role.OFFICE)
    await street.move_in(2, Role.HANDLER)
    assert [await street.menus.run(), await street.menus.run()] == [3, 0]
    assert [one.description for one in street.out.telegram.record.refused] == [
        "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"
    ]


async def test_one_process_at_a_time_keeps_the_menus(street: Street) -> None:
    await street.menus.run()
    assert await street.process("two").run() == 0
    street.clock.move_to(MONDAY.replace(hour=9))
    assert await street.process("two").run() == 2


def test_every_command_has_its_words() -> None:
    assert all(1 <= len(command["description"]) <= 256 for command in offer(MENU, ANYBODY, "en"))
