"""The replies to single acts: the acts tried in every chat, and the replies as text."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from chats import store as chats
from chats.model import Body, Event, Kind
from chats.store import ChatRow
from storage.database import Database
from tests.codes import masked
from tests.conversation import Shown, Talker, Town

SENTENCE = "我们厂门口的路灯坏了半个月没有人修"
INTENT = "\x1d"  # separates the open dialog's id from the rest of a dialog button's data
MOST = 10_000  # events of a chat

Opened = Callable[[], AbstractAsyncContextManager[Town]]
"""A separate copy of the kept database for each use."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act in a chat: typing a text, or pressing a button under the message with that number."""

    words: str
    data: str = ""
    under: int = 0


async def one_by_one(opened: Opened) -> AsyncIterator[str]:
    """Every button of every chat, a text and going home, each starting from the kept state."""
    async with opened() as town:
        tried = [(talker.name, await _every_act(talker)) for talker in await everybody(town)]
    for name, acts in tried:
        yield f"\n== {name}"
        for act in acts:
            async with opened() as town:
                yield await _answer(await _named(town, name), act)


async def in_a_row(town: Town) -> AsyncIterator[str]:
    """Answers what is waiting, then tries a button and a text in every chat, then lets a month pass."""
    yield await _meanwhile(town, "what waited", town.work)
    for talker in await everybody(town):
        yield f"\n== {talker.name}"
        for act in await _first_acts(talker):
            yield await _answer(talker, act)
    yield await _meanwhile(town, "a month later", lambda: a_month(town))


async def _meanwhile(town: Town, what: str, happen: Callable[[], Awaitable[None]]) -> str:
    """The new output of every chat caused by ``happen``."""
    talkers = await everybody(town)
    before = [len(await talker.screen()) for talker in talkers]
    await happen()
    lines = [f"\n== {what}"]
    for talker, known in zip(talkers, before, strict=True):
        new = [_shown(shown) for shown in (await talker.screen())[known:]]
        lines += [f"-- {talker.name}", *new] if new else []
    return "\n".join(lines)


async def a_month(town: Town) -> None:
    for _ in range(105):
        await town.advance(town.clock.now() + timedelta(hours=7))


async def as_text(answers: AsyncIterator[str]) -> str:
    return "\n".join([answer async for answer in answers]).strip() + "\n"


async def everybody(town: Town) -> list[Talker]:
    """All chats on the web, in the order in which they were opened."""
    return [Talker(town, number, name) for number, channel, name in await _chats(town.db) if channel == "web"]


async def chat_log(db: Database) -> str:
    """The complete log of all chats, event by event."""
    told: list[str] = []
    async with db.reading() as session:
        for number, channel, name in await _chats(db):
            told += [f"\n== {channel}:{name}", *map(_event, await chats.events_after(session, number, 0, MOST))]
    return "\n".join(told).strip() + "\n"


async def _chats(db: Database) -> list[tuple[int, str, str]]:
    async with db.reading() as session:
        rows = await session.execute(select(ChatRow.id, ChatRow.channel, ChatRow.external).order_by(ChatRow.id))
        return [(row.id, row.channel, row.external) for row in rows]


async def _named(town: Town, name: str) -> Talker:
    return next(talker for talker in await everybody(town) if talker.name == name)


async def _every_act(talker: Talker) -> list[Act]:
    return [Act(SENTENCE), Act("/start"), *(act for shown in await talker.screen() for act in _presses(shown))]


async def _first_acts(talker: Talker) -> list[Act]:
    """The first button of the newest message, one button of each kind under notifications, and a text."""
    screen = await talker.screen()
    newest = [act for shown in screen[-1:] for act in _presses(shown)[:1]]
    told = {act.words.split()[0]: act for shown in screen for act in _presses(shown) if INTENT not in act.data}
    return list(dict.fromkeys([*newest, *told.values(), Act(SENTENCE)]))


def _presses(shown: Shown) -> list[Act]:
    return [Act(f"[{label}]", data, shown.number) for label, data in shown.buttons.items()]


async def _answer(talker: Talker, act: Act) -> str:
    """The act, and the chat's new output after it."""
    before, toasts = {shown.number: _shown(shown) for shown in await talker.screen()}, len(await talker.toasts())
    await _do(talker, act)
    after = {shown.number: _shown(shown) for shown in await talker.screen()}
    gone = len(before.keys() - after.keys())
    lines = [f"> {masked(act.words)}"]
    lines += [line for number, line in after.items() if before.get(number) != line and not line.startswith("> ")]
    lines += [f"(gone: {gone})"] if gone else []
    lines += [f"(toast) {masked(text)}" for text in (await talker.toasts())[toasts:]]
    return "\n".join(lines)


async def _do(talker: Talker, act: Act) -> None:
    if not act.data:
        await talker.say(act.words)
        return
    pressed = next(shown for shown in await talker.screen() if shown.number == act.under)
    await talker.hear(talker.pressed(pressed, act.data))


def _shown(shown: Shown) -> str:
    return _body(shown.body)


def _event(event: Event) -> str:
    head = f"{event.number} {event.kind} {event.message}"
    return head if event.kind is Kind.DELETE else f"{head} {_body(event.body)}"


def _body(body: Body) -> str:
    """Shows labels rather than the buttons' data, which is stored but never read by people."""
    who = "" if body.get("from", {}).get("is_bot", True) else "> "
    text = (
        body.get("text")
        or body.get("caption")
        or next((f"[{kind}]" for kind in ("photo", "document") if kind in body), "")
    )
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    labels = " ".join("".join(f"[{button['text']}]" for button in row) for row in rows)
    return masked(f"{who}{text}" + (f"\n  {labels}" if labels else ""))
