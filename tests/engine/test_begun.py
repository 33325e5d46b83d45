"""An update that ends the process each time is found, answered alone and after all others, and never refused."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.engine import worker
from bot.engine.begun import BegunUpdates, begun_too_often, hold_again, left_behind
from chats import service
from chats.store import InboxRow
from storage.database import Database
from tests.conversation import MONDAY, Talker, Town

KILLED = """
import os, signal, sys
from pathlib import Path
from bot.engine.begun import BegunUpdates
begun = BegunUpdates(Path(sys.argv[1]), "dead")
with begun.answering(3):
    pass
with begun.answering(5), begun.answering(7):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def kill_while_answering(folder: Path) -> None:
    """A process that answers 5 and 7 after 3, and is killed."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False)
    assert done.returncode == -signal.SIGKILL


def test_what_a_killed_process_was_answering_is_reported_once(tmp_path: Path) -> None:
    kill_while_answering(tmp_path)
    with pytest.raises(ConnectionError), left_behind(tmp_path):
        raise ConnectionError("the database refuses")
    with left_behind(tmp_path) as begun:
        assert sorted(begun) == [5, 7]
    with left_behind(tmp_path) as begun:
        assert begun == []


def test_a_living_process_leaves_nothing_behind(tmp_path: Path) -> None:
    begun = BegunUpdates(tmp_path, "living")
    with begun.answering(5), left_behind(tmp_path) as found:
        assert found == []
    begun.close()
    assert list(tmp_path.iterdir()) == []


async def test_what_was_begun_three_times_is_held(db: Database, tmp_path: Path) -> None:
    boss = await Town(db).someone("boss")
    async with db.transaction() as session:
        for number in range(8):
            await service.receive(session, boss.chat, f"more {number}", {"message": {"text": str(number)}}, MONDAY)
    held = []
    for _ in range(3):
        (tmp_path / "dead.begun").write_bytes(b"".join(number.to_bytes(8, "big") for number in (5, 0, 7)))
        held.append(await begun_too_often(db, tmp_path))
    assert held == [[], [], [5, 7]]
    assert await statuses(db) == ["new"] * 4 + ["held", "new", "held", "new"]


async def test_what_was_begun_most_often_is_answered_last(db: Database, tmp_path: Path) -> None:
    boss = await Town(db).someone("boss")
    async with db.transaction() as session:
        for number in range(2):
            await service.receive(session, boss.chat, f"more {number}", {"message": {"text": str(number)}}, MONDAY)
        await session.execute(update(InboxRow).values(status="held", begun=5 - InboxRow.id))
    assert await begun_too_often(db, tmp_path) == [2, 1]


async def statuses(db: Database) -> list[str]:
    async with db.reading() as session:
        return list(await session.scalars(select(InboxRow.status).order_by(InboxRow.id)))


@pytest.fixture
async def boss(db: Database) -> Talker:
    return await Town(db).someone("boss")


async def test_a_held_update_is_answered_after_all_others(boss: Talker, monkeypatch: pytest.MonkeyPatch) -> None:
    town = boss.town
    monkeypatch.setattr(worker, "HELD_SECONDS", 0.0)
    await boss.say("/start")
    first = await put(boss, "路灯坏了")
    await put(boss, "/me")
    async with town.db.transaction() as session:
        row = await session.get_one(InboxRow, first)
        row.status = "held"
    town.worker.hold([first])
    answered: list[str] = []
    while await town.worker.answer_next():
        answered.append((await statuses(town.db))[first - 1])
    assert answered == ["held", "done"]


async def test_a_held_update_waits_until_the_process_has_served_for_a_while(boss: Talker) -> None:
    first = await put(boss, "路灯坏了")
    async with boss.town.db.transaction() as session:
        row = await session.get_one(InboxRow, first)
        row.status = "held"
    boss.town.worker.hold([first])
    assert not await boss.town.worker.answer_next()


async def test_what_another_process_held_and_left_is_answered_too(
    boss: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "HELD_SECONDS", 0.0)
    first = await put(boss, "路灯坏了")
    async with boss.town.db.transaction() as session:
        row = await session.get_one(InboxRow, first)
        row.status = "held"
    for _ in range(2):
        await hold_again(boss.town.db, boss.town.worker.hold)
    while await boss.town.worker.answer_next():
        pass
    assert (await statuses(boss.town.db))[first - 1] == "done"


async def put(boss: Talker, text: str) -> int:
    """The number of the update."""
    message = {"text": text, "from": {"id": boss.chat, "is_bot": False, "first_name": "x"}, "date": 0}
    async with boss.town.db.transaction() as session:
        await service.receive(session, boss.chat, text, {"message": message}, MONDAY)
        return (await session.scalars(select(func.max(InboxRow.id)))).one()
