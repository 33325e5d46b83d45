"""Compares two records: what our log says each chat shows, and what the stand-in shows and accepted."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chats.model import Body, Kind
from chats.outbound_store import OutboundMessageRow
from chats.store import ChatRow, EventRow, InboxRow
from storage.database import Database
from tests.crash.telegram_tables import ACCOUNT, CHANNEL
from tests.telegram.chat import Chat
from tests.telegram.record import Call
from tests.telegram.standin import StandIn
from texts.identity_numbers import hidden

FILE = re.compile(r" ?\[file \w+\]$")

Face = tuple[str, str, tuple[tuple[str, str], ...]]
"""What a message shows: text or kind of file, its words, its buttons with their data."""


@dataclass
class Ours:
    """A chat according to our log."""

    shown: dict[int, Body] = field(default_factory=dict)  # current messages by number, without deleted ones
    said: dict[int, list[str]] = field(default_factory=dict)  # the bot's messages by number: every text they ever had
    heard: list[int] = field(default_factory=list)
    toasts: dict[str, str] = field(default_factory=dict)  # by press
    records: dict[int, OutboundMessageRow] = field(default_factory=dict)


@dataclass
class Audit:
    complaints: list[str] = field(default_factory=list)
    messages: int = 0  # the bot's, in our log
    marked: int = 0  # of these, those marked as possibly sent twice
    doubled: int = 0  # those actually accepted more than once
    updates: int = 0

    def __str__(self) -> str:
        return (
            f"{self.updates} updates, {self.messages} messages, {self.marked} marked as possibly twice, "
            f"{self.doubled} accepted twice"
        )


async def audit(db: Database, telegram: StandIn) -> Audit:
    """Differences between the two records, for every chat."""
    async with db.reading() as session:
        ours = await _ours(session)
        inbox = await _inbox(session)
    sent: defaultdict[int, list[Call]] = defaultdict(list)
    for call in telegram.record.sends():
        sent[call.chat].append(call)

    found = Audit(updates=inbox.total())
    for number, chat in telegram.account.chats.items():
        if (own := ours.get(number)) is not None:
            found.complaints += (
                f"«{number}» {what}" for what in _differences(found, own, chat, sent[number], inbox[number])
            )
        elif chat.messages or chat.presses:
            found.complaints.append(f"«{number}» is unknown to us")
    return found


def _differences(found: Audit, ours: Ours, chat: Chat, sent: list[Call], updates: int) -> Iterator[str]:
    found.messages += len(ours.said)
    found.marked += sum(row.possibly_twice for row in ours.records.values())
    names = {number: int(row.external_id) for number, row in ours.records.items() if row.external_id is not None}
    yield from _heard(ours, names, chat, updates)
    yield from _accepted(found, ours, names, sent)
    yield from _screens(ours, names, chat)
    for press in chat.presses:
        if press.answered_at is None or ours.toasts.get(press.id) != press.text:
            answered = "never" if press.answered_at is None else f"by «{press.text}»"
            yield f"press {press.id} was answered {answered}, our log says {ours.toasts.get(press.id)!r}"


def _heard(ours: Ours, names: dict[int, int], chat: Chat, updates: int) -> Iterator[str]:
    """Everything the person did must have been received, once and in order."""
    said = [number for number, message in sorted(chat.messages.items()) if not message["from"]["is_bot"]]
    heard = [names.get(number, 0) for number in ours.heard]
    if heard != said:
        yield f"the person said {said}, we heard {heard}"
    written = [_face(chat.messages[number])[:2] for number in said]
    words = [(kind, hidden(text)) for kind, text in written]
    if [_face(ours.shown[number])[:2] for number in ours.heard] != words:
        yield f"the person's words differ: {words}"
    if updates != len(said) + len(chat.presses):
        yield f"{len(said)} messages and {len(chat.presses)} presses, but {updates} updates"


def _accepted(found: Audit, ours: Ours, names: dict[int, int], sent: list[Call]) -> Iterator[str]:
    """Every message of ours must have been accepted; any that was accepted again must be marked."""
    accepted = {call.message: FILE.sub("", call.text) for call in sent}
    for number in ours.said:
        if names.get(number) not in accepted:
            failed = ours.records[number].failed if number in ours.records else "nothing known of it"
            yield f"message {number} was never accepted ({failed}): {ours.said[number][-1][:60]!r}"
    marked = Counter(
        words for number, row in ours.records.items() if row.possibly_twice for words in {*ours.said.get(number, [])}
    )
    for external_id in sorted(accepted.keys() - set(names.values())):
        found.doubled += 1
        if not marked[accepted[external_id]]:
            yield f"accepted as {external_id}, and not marked: {accepted[external_id][:60]!r}"
    if len({*names.values()}) != len(names):
        yield f"two messages have one name: {names}"


def _screens(ours: Ours, names: dict[int, int], chat: Chat) -> Iterator[str]:
    """The bot's current messages in order, without the surplus copies."""
    known = set(names.values())
    theirs = [
        _face(message) for number, message in sorted(chat.messages.items())
        if message["from"]["is_bot"] and number in known
    ]  # fmt: skip
    log = [_face(body) for number, body in sorted(ours.shown.items()) if number in ours.said]
    if theirs != log:
        at = next((at for at, (one, other) in enumerate(zip(theirs, log, strict=False)) if one != other), len(theirs))
        differing = f"at {at}: {theirs[at : at + 1]}, not {log[at : at + 1]}"
        yield f"shows {len(theirs)} messages, our log {len(log)}; {differing}"


def _face(body: Body) -> Face:
    kind = next((kind for kind in ("photo", "document") if kind in body), "text")
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [(button["text"], button.get("callback_data") or button.get("url", "")) for row in rows for button in row]
    return kind, _words(body), tuple(buttons)


def _words(body: Body) -> str:
    return str(body.get("text") or body.get("caption") or "").strip()


async def _ours(session: AsyncSession) -> dict[int, Ours]:
    """By Telegram's id of the chat."""
    numbers = await _numbers(session)
    found = {number: Ours() for number in numbers.values()}
    for event in await session.scalars(select(EventRow).order_by(EventRow.chat, EventRow.number)):
        if event.chat in numbers:
            _add(found[numbers[event.chat]], event)
    for row in await session.scalars(select(OutboundMessageRow)):
        if row.chat in numbers:
            found[numbers[row.chat]].records[row.message] = row
    return found


def _add(chat: Ours, event: EventRow) -> None:
    match event.kind:
        case Kind.TOAST:
            chat.toasts.setdefault(event.body.get("press", ""), event.body.get("text", ""))
        case Kind.DELETE:
            chat.shown.pop(event.message, None)
        case _:
            chat.shown[event.message] = event.body
            if event.message in chat.said:
                chat.said[event.message].append(_words(event.body))
            elif event.kind == Kind.SEND and event.body["from"]["is_bot"]:
                chat.said[event.message] = [_words(event.body)]
            elif event.kind == Kind.SEND:
                chat.heard.append(event.message)


async def _inbox(session: AsyncSession) -> Counter[int]:
    """Number of updates stored, by Telegram's id of the chat."""
    numbers = await _numbers(session)
    counted = await session.execute(select(InboxRow.chat, func.count()).group_by(InboxRow.chat))
    return Counter({numbers[chat]: count for chat, count in counted if chat in numbers})


async def _numbers(session: AsyncSession) -> dict[int, int]:
    found: Iterable[Any] = await session.execute(
        select(ChatRow.id, ChatRow.external).where(ChatRow.channel == CHANNEL, ChatRow.external.startswith(ACCOUNT))
    )
    return {row.id: int(row.external.removeprefix(ACCOUNT)) for row in found}
