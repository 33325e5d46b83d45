"""Files sent through Telegram are fetched and examined later; a refused file is explained to its sender, once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.telegram.files_in import FilesIn
from bot.engine import media
from bot.engine.process import Presence
from bot.engine.signals import Signals
from bot.files import examiner
from bot.files.examination import Examined
from bot.files.examiner import Examiner
from chats import incoming_store, outbound_store
from chats import store as chats
from chats.incoming_store import FETCH_LEASE_DURATION, RETRY_DELAYS
from chats.model import File, FileState
from chats.outbound_store import IncomingFileRow
from people import store as people
from storage.database import Database
from storage.files import FileStore
from tests.channels.telegram.outside import LIMITS, VOICE, Outside, outside
from tests.conversation import MONDAY, StillClock
from tests.files.pictures import jpeg_with_place, picture
from tests.telegram.standin import Fault

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
BOSS = 1
ON_SQLITE = pytest.mark.parametrize("db", ["sqlite"], indirect=True)  # the engine has no part in it


class Receiving:
    """What the way in stores for each file, and the job that fetches it."""

    def __init__(self, out: Outside) -> None:
        self.out = out
        self.clock = StillClock()
        self.signals = Signals()
        self.woken: list[int] = []
        self.signals.listeners.append(lambda chat, _: self.woken.append(chat))
        self.job = self.new_job()

    def new_job(self) -> FilesIn:
        return FilesIn(self.out.bot, self.out.db, self.out.files, Examiner(), LIMITS, self.clock, self.signals, VOICE)

    async def announce(self, name: str, content: bytes, claimed: int = 0, size: int = 0) -> str:
        boss = self.out.telegram.person(BOSS)
        sent = await boss.send_document(name, content, "application/pdf", claimed=claimed)
        chat = await self.out.chat(BOSS)
        file = File(media.new_id(), chat, name, "application/pdf", size, "", state=FileState.WAITING)
        async with self.out.db.transaction() as session:
            await chats.add_file(session, file, self.clock.now())
            await outbound_store.put_incoming(session, file.id, sent["document"]["file_id"], self.clock.now())
        return file.id

    async def file(self, name: str) -> File:
        async with self.out.db.reading() as session:
            found = await chats.get_file(session, name)
        assert found is not None
        return found

    async def waiting(self) -> int:
        async with self.out.db.reading() as session:
            return await outbound_store.count_incoming(session)

    async def asked_for(self, count: int) -> None:
        """Until Telegram was asked for so many files."""
        async with asyncio.timeout(30):
            while len(self.out.telegram.record.of("getFile")) < count:  # noqa: ASYNC110  the books make no sound
                await asyncio.sleep(0.02)

    async def settled(self, name: str) -> None:
        async with asyncio.timeout(30):
            while (await self.file(name)).state is FileState.WAITING:  # noqa: ASYNC110  the row is all that tells
                await asyncio.sleep(0.02)

    async def said(self) -> list[str]:
        chat = await self.out.chat(BOSS)
        async with self.out.db.reading() as session:
            return [event.body["text"] for event in await chats.events_after(session, chat, 0, 100)]

    async def pass_a_day(self) -> int:
        """The job runs every minute of a day and a little more; returns how often the file was asked for."""
        before = len(self.out.telegram.record.of("getFile")) + len(self.out.telegram.record.refused)
        for _ in range(len(RETRY_DELAYS) + 3):
            await self.job.run()
            self.clock.at += max(RETRY_DELAYS)
        return len(self.out.telegram.record.of("getFile")) + len(self.out.telegram.record.refused) - before


@pytest.fixture
async def town(db: Database, tmp_path: Path) -> AsyncIterator[Receiving]:
    async with outside(db, tmp_path) as out:
        yield Receiving(out)


async def test_a_file_is_fetched_and_kept_as_an_upload_is(town: Receiving) -> None:
    name = await town.announce("照片.pdf", jpeg_with_place())
    assert await town.job.run() == 1
    file = await town.file(name)
    assert (file.state, file.name, file.kind) == (FileState.KEPT, "照片.jpg", "image/jpeg")
    assert (file.width, file.height) == (60, 80)
    content = town.out.files.read(file.digest)
    assert (len(content), b"SampleMaker" in content) == (file.size, False)
    assert (await town.waiting(), await town.said()) == (0, [])


async def test_nothing_due_means_nothing_to_do(town: Receiving) -> None:
    assert await town.job.run() == 0
    await town.announce("a.pdf", PDF)
    assert [await town.job.run(), await town.job.run()] == [1, 0]


@ON_SQLITE
async def test_many_are_fetched_in_one_round(town: Receiving) -> None:
    names = [await town.announce(f"{count}.pdf", PDF + b"%" * count) for count in range(9)]
    assert await town.job.run() == 9
    assert {(await town.file(name)).state for name in names} == {FileState.KEPT}


@ON_SQLITE
async def test_more_than_nine_in_ten_minutes_wait_for_another_time(town: Receiving) -> None:
    names = [await town.announce(f"{count}.pdf", PDF + b"%" * count) for count in range(9)]
    await town.job.run()
    tenth = await town.announce("tenth.pdf", PDF + b"tenth")
    await town.job.run()
    assert {(await town.file(name)).state for name in names} == {FileState.KEPT}
    assert (await town.file(tenth)).state is FileState.REFUSED
    assert "十分钟内最多收 9 个文件" in (await town.said())[0]
    town.clock.at += timedelta(minutes=11)
    later = await town.announce("later.pdf", PDF + b"later")
    await town.job.run()
    assert (await town.file(later)).state is FileState.KEPT


@ON_SQLITE
async def test_a_slow_file_does_not_hold_up_what_comes_after_it(town: Receiving) -> None:
    slow = await town.announce("slow.pdf", PDF)
    town.out.telegram.faults.add(Fault("download", "slow", seconds=60, nth=1))
    running = asyncio.create_task(town.job.run())
    await town.asked_for(1)
    quick = await town.announce("quick.pdf", PDF + b"%")
    await town.settled(quick)
    assert (await town.file(slow)).state is FileState.WAITING
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@ON_SQLITE
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"MZ\x90\x00" + b"\x00" * 400, "这种文件收不了，请发照片，或 PDF、Word、Excel、PPT（.pptx）、OFD 文件。"),
        (picture("JPEG", size=(300, 300))[:400], "这张照片打不开，可能没有保存完整，请重新拍一张或换一张。"),
        (b"", "这个文件是空的，请检查后重新选择。"),
    ],
)
async def test_what_is_not_kept_is_said_with_its_name_and_the_reason(town: Receiving, content: bytes, why: str) -> None:
    name = await town.announce("账单<1>.exe", content)
    await town.job.run()
    file = await town.file(name)
    assert (file.state, file.digest, await town.waiting()) == (FileState.REFUSED, "", 0)
    assert await town.said() == [f"「账单<1>.exe」没有收下。{why}"]
    assert town.woken == [file.chat]


@ON_SQLITE
async def test_the_reason_is_said_in_the_senders_language(town: Receiving) -> None:
    async with town.out.db.transaction() as session:
        chat = await chats.open_chat(session, "telegram", town.out.to(BOSS))
        await people.add(session, chat.id, "en", MONDAY)
    await town.announce("a.pdf", b"")
    await town.job.run()
    [said] = await town.said()
    assert "This file is empty" in said


@ON_SQLITE
@pytest.mark.parametrize("announced", [True, False])
async def test_a_file_larger_than_we_take_is_not_fetched_to_the_end(town: Receiving, announced: bool) -> None:
    large = PDF.ljust(LIMITS.bytes + 1, b" ")
    name = await town.announce("大.pdf", large, size=len(large) if announced else 0)
    await town.job.run()
    assert (await town.file(name)).state is FileState.REFUSED
    assert await town.said() == ["「大.pdf」没有收下。文件超过 10 MB，请压缩或分成几个再发。"]
    assert len(town.out.telegram.record.of("getFile")) == (0 if announced else 1)


@ON_SQLITE
async def test_a_file_larger_than_telegram_lets_us_fetch_is_refused_at_once(town: Receiving) -> None:
    generous = replace(LIMITS, megabytes=50)
    job = FilesIn(town.out.bot, town.out.db, town.out.files, Examiner(), generous, town.clock, town.signals, VOICE)
    await town.announce("大.pdf", PDF, claimed=21 * 1024 * 1024)
    await job.run()
    assert await town.said() == ["「大.pdf」没有收下。文件超过 20 MB，请压缩或分成几个再发。"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("method", "kind", "times"),
    [("getFile", "500", 1), ("getFile", "429", 1), ("getFile", "cut", 1), ("getFile", "502 page", 1),
     ("download", "500", 1), ("download", "cut", 2)],
)  # fmt: skip
async def test_what_breaks_on_the_way_is_tried_again_after_a_wait(
    town: Receiving, method: str, kind: Any, times: int
) -> None:
    name = await town.announce("a.pdf", PDF)
    town.out.telegram.faults.add(Fault(method, kind, times=times))
    await town.job.run()
    assert (await town.file(name)).state is FileState.WAITING
    assert await town.job.run() == 0
    town.clock.at += RETRY_DELAYS[0]
    assert await town.job.run() == 1
    assert ((await town.file(name)).state, await town.said()) == (FileState.KEPT, [])


async def test_what_never_comes_is_given_up_after_eight_tries_in_a_day(town: Receiving) -> None:
    name = await town.announce("a.pdf", PDF)
    town.out.telegram.faults.add(Fault("getFile", "500"))
    assert await town.pass_a_day() == 8
    assert (await town.file(name)).state is FileState.REFUSED
    assert await town.said() == ["「a.pdf」没有收下。传了几次都没有收到，请重新发一次。"]
    assert sum(RETRY_DELAYS, timedelta()) <= timedelta(days=1)


async def test_whoever_dies_while_fetching_leaves_it_to_the_next(town: Receiving) -> None:
    name = await town.announce("a.pdf", PDF)
    async with town.out.db.transaction() as session:
        assert await incoming_store.take_due(session, "telegram", town.out.to(0)[:-1], town.clock.now())
    assert await town.new_job().run() == 0
    town.clock.at += FETCH_LEASE_DURATION
    assert await town.new_job().run() == 1
    assert (await town.file(name)).state is FileState.KEPT


async def test_on_sqlite_the_next_start_fetches_at_once_what_a_dead_process_held(town: Receiving) -> None:
    name = await town.announce("a.pdf", PDF)
    async with town.out.db.transaction() as session:
        assert await incoming_store.take_due(session, "telegram", town.out.to(0)[:-1], town.clock.now())
    await Presence(town.out.db, town.clock).begin()
    assert await town.new_job().run() == town.out.db.sqlite
    assert (await town.file(name)).state is (FileState.KEPT if town.out.db.sqlite else FileState.WAITING)


async def test_two_who_come_to_the_same_end_say_it_once(town: Receiving) -> None:
    name = await town.announce("a.exe", b"MZ" * 100)
    async with town.out.db.transaction() as session:
        first = await incoming_store.take_due(session, "telegram", town.out.to(0)[:-1], town.clock.now())
    assert first is not None
    town.clock.at += FETCH_LEASE_DURATION
    await town.job.run()
    await town.new_job()._fetch(first)
    assert ((await town.file(name)).state, len(await town.said())) == (FileState.REFUSED, 1)


async def test_two_jobs_never_fetch_one_file_at_once(town: Receiving) -> None:
    for count in range(6):
        await town.announce(f"{count}.pdf", PDF + b"%" * count)
    done = await asyncio.gather(town.job.run(), town.new_job().run())
    assert sum(done) == 6
    assert len(town.out.telegram.record.of("getFile")) == 6


async def test_another_bots_files_are_left_alone(town: Receiving) -> None:
    await town.announce("a.pdf", PDF)
    async with town.out.db.transaction() as session:
        assert await incoming_store.take_due(session, "telegram", "999:", town.clock.now()) is None
        assert await incoming_store.take_due(session, "wecom", town.out.to(0)[:-1], town.clock.now()) is None


@ON_SQLITE
async def test_a_file_that_fails_in_an_unusual_way_cancels_no_other(
    town: Receiving, monkeypatch: pytest.MonkeyPatch
) -> None:
    fits = Examiner.examine

    async def examine(self: Examiner, name: str, *rest: Any) -> Examined:
        if name == "odd.pdf":
            raise RuntimeError("nobody thought of it")
        return await fits(self, name, *rest)

    monkeypatch.setattr(Examiner, "examine", examine)
    odd = await town.announce("odd.pdf", PDF + b"odd")
    others = [await town.announce(f"{count}.pdf", PDF + b"%" * count) for count in range(5)]
    await town.job.run()
    assert {(await town.file(name)).state for name in others} == {FileState.KEPT}
    assert (await town.file(odd)).state is FileState.WAITING


async def test_a_file_that_ends_its_examination_three_times_is_refused(
    town: Receiving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examiner, "SECONDS", 0.0)
    name = await town.announce("a.pdf", PDF)
    for _ in range(4):
        assert (await town.file(name)).state is FileState.WAITING
        await town.job.run()
        town.clock.at += RETRY_DELAYS[3]
    assert (await town.file(name)).state is FileState.REFUSED
    assert await town.said() == ["「a.pdf」没有收下。这个文件打不开，可能没有保存完整，请重新保存后再发。"]


@ON_SQLITE
async def test_without_room_on_the_disk_a_file_is_refused(town: Receiving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.files.FULL_BELOW_BYTES", 2**62)
    name = await town.announce("a.pdf", PDF)
    await town.job.run()
    assert (await town.file(name)).state is FileState.REFUSED
    assert "存储快满了" in (await town.said())[0]


@ON_SQLITE
async def test_a_disk_that_fails_is_not_the_files_fault(town: Receiving, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(FileStore, "put", fail)
    name = await town.announce("a.pdf", PDF)
    for delay in RETRY_DELAYS[:4]:
        await town.job.run()
        assert (await town.file(name)).state is FileState.WAITING
        town.clock.at += delay
    monkeypatch.undo()
    await town.job.run()
    assert ((await town.file(name)).state, await town.said()) == (FileState.KEPT, [])


@ON_SQLITE
async def test_files_count_with_those_that_were_sent_about_then(town: Receiving) -> None:
    """However late the first of them is fetched."""
    monday = town.clock.at
    names = [await town.announce("first.pdf", PDF)]
    async with town.out.db.transaction() as session:
        (await session.scalars(select(IncomingFileRow))).one().next_try_at = monday + timedelta(hours=2)
    for count in range(11):
        town.clock.at += timedelta(minutes=5)
        names.append(await town.announce(f"{count}.pdf", PDF + b"%" * count))
    await town.job.run()
    town.clock.at = monday + timedelta(hours=2)
    await town.job.run()
    assert {(await town.file(name)).state for name in names} == {FileState.KEPT}
