"""Invariants that must hold after any number of kills: compared with the same conversations undisturbed."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import store as appeals
from appeals.model import FactKind
from appeals.policy import AppealPolicy
from appeals.progress import progress
from appeals.projection import Projection, project
from appeals.store import AppealRow
from bot.engine import markup
from chats.model import Body, Kind
from chats.store import ChatRow, EventRow, InboxRow
from migrations.stores import whole_schema
from outbox import buttons
from outbox.store import OutboxRow
from people.store import AccountRow
from storage.database import Database
from tests.codes import masked

Expected = Mapping[str, tuple[FactKind, ...]]  # facts of each filer's appeal, by the chat's name
NUMBER = re.compile(r"SQ-\d{4}-0*(\d+)")


@dataclass
class Log:
    """A chat without what may differ between runs: the person's and the bot's messages, each in order."""

    heard: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Record:
    """The contents of a database in comparable form."""

    logs: dict[str, Log]
    rows: dict[str, int]


async def record(db: Database) -> Record:
    async with db.reading() as session:
        return Record(await _logs(session), await _row_counts(session))


async def complaints(
    db: Database, expected: Expected, undisturbed: Record, policy: AppealPolicy, now: datetime, shared: str
) -> list[str]:
    """Everything that is wrong. In the chat called ``shared`` conversations mix, so their order does not matter."""
    found = await harm(db, expected, policy, now)
    return [*found, *_differences(await record(db), undisturbed, shared)]


async def harm(db: Database, expected: Expected, policy: AppealPolicy, now: datetime) -> list[str]:
    """What is wrong regardless of how an undisturbed run would have gone."""
    async with db.reading() as session:
        return [
            *await _wrong_appeals(session, expected),
            *await _wrong_projections(session, policy, now),
            *await _wrong_numbers(session),
            *await _unfinished(session),
            *await _wrong_deliveries(session),
        ]


async def _wrong_appeals(session: AsyncSession, expected: Expected) -> Iterator[str]:
    filed: defaultdict[str, list[tuple[FactKind, ...]]] = defaultdict(list)
    filers = await _filers(session)
    rows = list(await session.scalars(select(AppealRow).order_by(AppealRow.id)))
    for appeal in await appeals.several(session, rows):
        filed[filers[appeal.id]].append(tuple(fact.kind for fact in appeal.facts))
    return (
        f"appeals of «{name}»: {_kinds(filed[name])}, should be {_kinds([expected[name]] if name in expected else [])}"
        for name in sorted({*filed, *expected})
        if filed[name] != ([expected[name]] if name in expected else [])
    )


async def _wrong_projections(session: AsyncSession, policy: AppealPolicy, now: datetime) -> list[str]:
    """Each appeal's row must match its facts."""
    found = []
    rows = list(await session.scalars(select(AppealRow).order_by(AppealRow.id)))
    for row, appeal in zip(rows, await appeals.several(session, rows), strict=True):
        if not appeal.facts:
            found.append(f"appeal {row.id} has no facts")
            continue
        reminded = tuple(str(key) for key in row.reminded)
        rules = policy.deadline_rules
        rebuilt = _columns(project(progress(appeal, rules), rules, reminded, now, policy.ladder))
        stored = (row.stage, row.unit, row.handler, row.next_due, row.next_reminder_at)
        # when a reminder that is due by now may still be sent depends on the hour
        compared = 4 if row.next_reminder_at is not None and row.next_reminder_at <= now else 5
        if stored[:compared] != rebuilt[:compared]:
            found.append(f"projection of appeal {row.id}: {stored}, rebuilt {rebuilt}")
    return found


def _columns(projection: Projection) -> tuple[Any, ...]:
    return (
        str(projection.stage), projection.unit, projection.handler, projection.next_due, projection.next_reminder_at,
    )  # fmt: skip


async def _wrong_numbers(session: AsyncSession) -> list[str]:
    """Events of a chat must be numbered 1, 2, 3 …, and the chat must know the last."""
    events: defaultdict[int, list[int]] = defaultdict(list)
    for chat, number in await session.execute(select(EventRow.chat, EventRow.number).order_by(EventRow.number)):
        events[chat].append(number)
    return [
        f"events of «{chat.external}»: {len(events[chat.id])}, last {events[chat.id][-1:]}, known {chat.last_event}"
        for chat in await session.scalars(select(ChatRow))
        if events[chat.id] != list(range(1, chat.last_event + 1))
    ]


async def _unfinished(session: AsyncSession) -> list[str]:
    left = select(InboxRow).where(InboxRow.status != "done").order_by(InboxRow.id)
    return [f"inbox {row.id}: {row.status} {row.error or ''}" for row in await session.scalars(left)]


async def _wrong_deliveries(session: AsyncSession) -> list[str]:
    """Every outbox message must be exactly once in the chat it was delivered to, and in no other."""
    wanted: Counter[tuple[int, str]] = Counter()
    found = []
    for row in await session.scalars(select(OutboxRow)):
        if row.delivered_at is None or row.chat is None:
            found.append(f"outbox {row.id} was not delivered")
        else:
            labels = (
                [[label for label, _ in line] for line in row.buttons],
                [[data for _, data in line] for line in row.buttons],
            )
            wanted[row.chat, json.dumps([markup.read(row.text)[0], *labels])] += 1
    texts = {text for _, text in wanted}
    shown: Counter[tuple[int, str]] = Counter()
    for event in await session.scalars(select(EventRow).where(EventRow.kind == Kind.SEND)):
        if (text := _as_outbox(event.body)) in texts:
            shown[event.chat, text] += 1

    for chat, text in {**wanted, **shown}:
        if wanted[chat, text] != shown[chat, text]:
            head = json.loads(text)[0][:40]
            found.append(f"outbox: chat {chat} shows {shown[chat, text]} times, not {wanted[chat, text]}: {head}")
    return found


def _as_outbox(body: Body) -> str:
    keyboard = body.get("reply_markup", {}).get("inline_keyboard", [])
    labels = [[button["text"] for button in line] for line in keyboard]
    data = [[button.get("callback_data") for button in line] for line in keyboard]
    return json.dumps([body.get("text"), labels, data])


async def _logs(session: AsyncSession) -> dict[str, Log]:
    filers = await _filers(session)
    names = {chat.id: chat.external for chat in await session.scalars(select(ChatRow))}
    logs = {name: Log() for name in names.values()}
    labels: dict[tuple[int, int], str] = {}
    for event in await session.scalars(select(EventRow).order_by(EventRow.chat, EventRow.number)):
        log, body = logs[names[event.chat]], event.body
        own = event.kind == Kind.SEND and not body["from"]["is_bot"]
        stream = log.heard if own else log.said
        if event.kind == Kind.SEND:
            labels[event.chat, event.message] = f"{'own' if own else 'bot'} {len(stream)}"
        label = labels.get((event.chat, event.message), "unknown") if event.message else ""
        stream.append(f"{event.kind} {label} {_comparable(body, filers)}")
    return logs


async def _row_counts(session: AsyncSession) -> dict[str, int]:
    return {
        table.name: await session.scalar(select(func.count()).select_from(table)) or 0
        for table in whole_schema().sorted_tables
    }


async def _filers(session: AsyncSession) -> dict[int, str]:
    """Who filed each appeal, by the name of their chat."""
    joined = select(AppealRow.id, ChatRow.external).join(AccountRow, AccountRow.person == AppealRow.filer)
    found = await session.execute(joined.join(ChatRow, ChatRow.id == AccountRow.chat))
    return {row.id: row.external for row in found}


def _comparable(body: Body, filers: Mapping[int, str]) -> str:
    """The body without numbers assigned by the database or at random."""

    def name(number: str) -> str:
        return filers.get(int(number), "unknown")

    def clean(key: str, value: Any) -> Any:
        match value:
            case dict():
                return {k: clean(k, v) for k, v in value.items() if k not in ("id", "file_id", "press")}
            case list():
                return [clean(key, one) for one in value]
            case str() if key == "callback_data":
                return _pressed(value, name)
            case str():
                return masked(NUMBER.sub(lambda found: f"SQ-{name(found[1])}", value))
        return value

    return json.dumps(clean("", body), ensure_ascii=False, sort_keys=True)


def _pressed(data: str, name: Callable[[str], str]) -> str:
    try:
        press = buttons.read(data)
    except ValueError:
        return data.partition("\x1d")[2] or data  # without the dialog's own random id
    return f"{press.act}:{name(str(press.number))}:{press.value}"


def _differences(found: Record, undisturbed: Record, shared: str) -> Iterator[str]:
    for chat in sorted({*found.logs, *undisturbed.logs}):
        now, before = found.logs.get(chat, Log()), undisturbed.logs.get(chat, Log())
        for what, ours, theirs in (("heard", now.heard, before.heard), ("said", now.said, before.said)):
            if chat == shared:
                ours, theirs = _unordered(ours), _unordered(theirs)
            if ours != theirs:
                yield f"«{chat}» {what} {first_difference(ours, theirs)}"
    for table in sorted({*found.rows, *undisturbed.rows}):
        if found.rows.get(table) != undisturbed.rows.get(table):
            yield f"table {table} has {found.rows.get(table)} rows, undisturbed {undisturbed.rows.get(table)}"


def first_difference(found: list[str], undisturbed: list[str]) -> str:
    pairs = zip(found, undisturbed, strict=False)
    at = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(found), len(undisturbed)))
    ours, theirs = found[at : at + 1], undisturbed[at : at + 1]
    return f"{len(found)}, undisturbed {len(undisturbed)}; at {at}: {ours}, not {theirs}"


def _unordered(entries: list[str]) -> list[str]:
    """Without the messages' positions, which do not matter here."""
    return sorted(re.sub(r"^(\w+) (?:own|bot) \d+", r"\1", entry) for entry in entries)


def _kinds(several: list[tuple[FactKind, ...]]) -> list[str]:
    return [" ".join(kinds) for kinds in several]
