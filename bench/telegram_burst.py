"""Many queued messages for many people: how Telegram's limits are kept, and how long taps wait meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench import audience, leaving, telegram_server
from bench.audience import Burst
from bench.leaving import Texts
from bench.phone import Phone
from bench.report import NOTHING, Promise, Report
from bench.serving import Program
from bench.telegram_server import TOKEN
from bench.waits import Waits
from bench.walk import Press, Type
from chats.model import Lane
from tests.telegram.record import Call
from tests.telegram.standin import StandIn

LATENCY = 0.15  # seconds until Telegram answers
SECONDS = 120
TAPPERS, STRANGERS = 40, 10  # who tap: some recipients of the burst, and some others
FIRST_STRANGER = 1_000_000
BEGIN_WITHIN, END_WITHIN = 30.0, 120.0  # seconds
WALK = (Press("找单位"), Press("返回首页"), Press("提交诉求"), Press("取消"))

BROADCAST = Burst("5,000 broadcast messages to 2,000 chats", Lane.BROADCAST, chats=2000, messages=5000)
NEWS = Burst("500 messages of news to 500 chats", Lane.NEWS, chats=500, messages=500)

LEAST_MEAN, MOST_MEAN, MOST_AT_ONCE, LEAST_GAP, LONGEST_TAP = 27, 29, 30, 1.0, 300


@dataclass(frozen=True, slots=True)
class Found:
    left: int
    seconds: float
    most: int
    gap: float | None
    astray: int
    taps: Waits
    busy: float

    @property
    def mean(self) -> float:
        return self.left / self.seconds


def measure(folder: Path, seconds: int = SECONDS, broadcast: Burst = BROADCAST, news: Burst = NEWS) -> Report:
    slow, quick = _measured(folder, broadcast, seconds), _measured(folder, news)
    return Report(
        title="Bursts on Telegram",
        columns=(
            "",
            "left",
            "in",
            "a second, mean",
            "most in any second",
            "smallest gap in a chat",
            "twice or astray",
            "tap → answer p50",
            "p95",
            "p99",
            "longest",
            "server's processor",
        ),
        rows=[_row(broadcast, slow), _row(news, quick)],
        promises=[
            Promise("broadcast under Telegram's limits, mean", slow.mean, "/s", LEAST_MEAN, at_least=True),
            Promise("broadcast under Telegram's limits, mean", slow.mean, "/s", MOST_MEAN),
            Promise("most new messages in any second", max(slow.most, quick.most), "", MOST_AT_ONCE),
            Promise("smallest gap between messages of a chat", slow.gap or 0, "s", LEAST_GAP, at_least=True),
            Promise("messages sent twice, left out or in another order", slow.astray + quick.astray, "", 0),
            Promise("tap to answer leaving during a broadcast, p99", slow.taps.p99, "ms", LONGEST_TAP),
        ],
        notes=[
            f"`qinqing run` as a process of its own, SQLite; the Bot API stand-in in the benchmark's process answers "
            f"every call, polls too, after {LATENCY * 1000:.0f} ms. All messages wait in the outbox before the start, "
            "shuffled, so that some of one person's stand close together. Times are of calls reaching the stand-in; "
            f"the first row looks at {seconds} s from the first message on, the second until all have left. Meanwhile "
            f"{TAPPERS} of the people and {STRANGERS} others tap on windows they had opened before, about once a "
            "second: from the tap waiting at the stand-in until the edit reaches it, with the way of the update to "
            "it (one latency, more if another tap is on its way) included. News, unlike broadcasts, enters all "
            "chats at once, and order in a chat is kept: there a tap's answer follows the news that stood before it."
        ],
    )


def _measured(folder: Path, burst: Burst, seconds: int | None = None) -> Found:
    with TemporaryDirectory(dir=folder) as place:
        return asyncio.run(_measure(Path(place), burst, seconds))


async def _measure(place: Path, burst: Burst, seconds: int | None) -> Found:
    async with _waiting(place, burst) as (telegram, texts, phones):
        telegram.record.calls.clear()
        telegram.latency = LATENCY
        async with telegram_server.server(place, telegram) as program:
            return await _watch(telegram, program, texts, phones, seconds)


@asynccontextmanager
async def _waiting(place: Path, burst: Burst) -> AsyncIterator[tuple[StandIn, Texts, list[Phone]]]:
    """People known to the product, some with an open window, and all messages for them in the outbox."""
    async with StandIn(TOKEN) as telegram:
        db = await telegram_server.move_in(place, telegram)
        persons = await audience.meet(db, telegram, burst.chats)
        told = range(1, burst.chats + 1, burst.chats // TAPPERS)  # early and late in the burst
        strangers = range(FIRST_STRANGER, FIRST_STRANGER + STRANGERS)
        phones = [Phone(telegram, number, WALK) for number in (*told, *strangers)]
        async with telegram_server.server(place, telegram):
            await asyncio.gather(*(phone.do(Type("/start")) for phone in phones))
        texts = burst.texts()
        await audience.write(db, burst.lane, persons, texts)
        await db.close()
        yield telegram, texts, phones


async def _watch(
    telegram: StandIn, program: Program, texts: Texts, phones: Sequence[Phone], seconds: int | None
) -> Found:
    loop, ended, before = asyncio.get_running_loop(), asyncio.Event(), program.processor_seconds
    await _until(lambda: bool(telegram.record.sends()), program, BEGIN_WITHIN)
    began, begin = loop.time(), telegram.record.sends()[0].at
    tapping = asyncio.create_task(_tap(phones, ended))
    if seconds is None:
        total = sum(map(len, texts.values()))
        await _until(lambda: len(leaving.said(telegram.record.sends(), texts)) >= total, program, END_WITHIN)
        end = loop.time()
    else:
        end = begin + seconds
        await asyncio.sleep(end - loop.time())
    busy = (program.processor_seconds - before) / (loop.time() - began)
    ended.set()
    taps = await tapping
    program.check_alive()
    return _found([call for call in telegram.record.sends() if call.at < end], texts, seconds, taps, busy)


async def _tap(phones: Sequence[Phone], ended: asyncio.Event) -> list[float]:
    """One tap at a random moment of each second, by one person after another; returns the waits in milliseconds."""
    loop, dice, taps = asyncio.get_running_loop(), Random(1231), []
    start = loop.time()
    for second, phone in enumerate(cycle(phones)):
        await asyncio.sleep(start + second + dice.random() - loop.time())
        if ended.is_set():
            break
        taps.append(asyncio.create_task(phone.go_on()))
    return [wait for _, wait in await asyncio.gather(*taps)]


async def _until(holds: Callable[[], bool], program: Program, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            program.check_alive()
            await asyncio.sleep(0.05)


def _found(sends: list[Call], texts: Texts, seconds: int | None, taps: list[float], busy: float) -> Found:
    return Found(
        left=len(sends),
        seconds=seconds or sends[-1].at - sends[0].at,
        most=leaving.most_at_once(sends),
        gap=leaving.smallest_gap(sends),
        astray=leaving.astray(sends, texts),
        taps=Waits.of(taps),
        busy=busy,
    )


def _row(burst: Burst, found: Found) -> tuple[str, ...]:
    return (
        burst.name,
        str(found.left),
        f"{found.seconds:.1f} s",
        f"{found.mean:.1f}",
        str(found.most),
        NOTHING if found.gap is None else f"{found.gap:.3f} s",
        str(found.astray),
        *found.taps.shown(),
        f"{found.busy:.0%}",
    )
