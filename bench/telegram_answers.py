"""From pressing a button to the answer on Telegram: our durable product beside two bare bots that work in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench import telegram_server
from bench.phone import Phone, is_press
from bench.report import Promise, Report
from bench.serving import Program
from bench.telegram_server import TOKEN
from bench.waits import Waits
from bench.walk import WALK, Act
from tests.telegram.standin import StandIn

PEOPLE = 100
RATE = 30  # updates per second
WARM_UP, SECONDS = 3, 20
RUNS = 3
MUST_P50, MUST_P99 = 25, 80  # milliseconds

Bot = Callable[[Path, StandIn], AbstractAsyncContextManager[Program]]


@dataclass(frozen=True, slots=True)
class Rush:
    """One run: the waits after presses and after texts, and the load of the bot's processor."""

    pressed: Waits
    typed: Waits
    busy: float


def measure(folder: Path, seconds: int = SECONDS, runs: int = RUNS) -> Report:
    rushes: dict[str, list[Rush]] = {name: [] for name in BOTS}
    for _ in range(runs):  # each in turn, so that a slow minute of the machine affects all
        for name, bot in BOTS.items():
            with TemporaryDirectory(dir=folder) as place:
                rushes[name].append(asyncio.run(_rush(bot, Path(place), seconds)))
    ours = Waits.middle([rush.pressed for rush in rushes[OURS]])
    return Report(
        title="Answers on Telegram",
        columns=("", "p50", "p95", "p99", "longest", "p50 beside ours", "p99 beside ours", "bot's processor"),
        rows=[row for acts in ACTS for row in _rows(acts, rushes)],
        promises=[
            Promise(f"press to answer on Telegram, p50 at {RATE} updates/s", ours.p50, "ms", MUST_P50),
            Promise(f"press to answer on Telegram, p99 at {RATE} updates/s", ours.p99, "ms", MUST_P99),
        ],
        notes=[
            f"{PEOPLE} people on the walk of `bench/walk.py`, each at another place of it; {RATE} updates/s for "
            f"{seconds} s, sent by the clock, whether or not other people's were answered. A wait lasts from the "
            "update being queued at the Bot API stand-in (no network latency) until the edit or message that answers "
            "it arrives there; whoever acts again before the last answer came waits from that moment. Each bot is a "
            "process of its own and polls; ours is `qinqing run` with a SQLite file and acknowledges nothing before "
            "it is stored. The stand-in and the people are played by the benchmark's process on the same machine: "
            "its time is in every figure, the peers' as well as ours. The peers show windows of the same size with "
            "fixed words: they search nothing, and answer before they end the button's waiting, as we do. "
            "python-telegram-bot's ConversationHandler takes one update at a time, as its makers demand."
        ],
    )


async def _rush(bot: Bot, place: Path, seconds: int) -> Rush:
    async with StandIn(TOKEN) as telegram, bot(place, telegram) as program:
        phones = [Phone(telegram, number, WALK) for number in range(1, PEOPLE + 1)]
        await asyncio.gather(*(_walk_to(turn, phone) for turn, phone in enumerate(phones)))
        await _run(phones, WARM_UP)
        before = program.processor_seconds
        done = await _run(phones, seconds)
        busy = (program.processor_seconds - before) / seconds
        program.check_alive()
    pressed = [wait for act, wait in done if is_press(act)]
    typed = [wait for act, wait in done if not is_press(act)]
    return Rush(Waits.of(pressed), Waits.of(typed), busy)


async def _walk_to(turn: int, phone: Phone) -> None:
    """Spread people over the walk, so that they do not all type at the same time."""
    for _ in range(turn % len(WALK)):
        await phone.go_on()


async def _run(phones: list[Phone], seconds: int) -> list[tuple[Act, float]]:
    """Each person in turn acts at the scheduled time."""
    loop = asyncio.get_running_loop()
    start, tasks = loop.time(), []
    for number in range(RATE * seconds):
        await asyncio.sleep(start + number / RATE - loop.time())
        tasks.append(asyncio.create_task(phones[number % len(phones)].go_on()))
    return list(await asyncio.gather(*tasks))


@asynccontextmanager
async def _server(place: Path, telegram: StandIn) -> AsyncIterator[Program]:
    await (await telegram_server.move_in(place, telegram)).close()
    async with telegram_server.server(place, telegram) as program:
        yield program


def _bare(module: str) -> Bot:
    return lambda place, telegram: telegram_server.peer(module, place, telegram)


OURS = "ours: `qinqing run`, every update and answer durable"
BOTS: dict[str, Bot] = {
    OURS: _server,
    "peer: a bare aiogram bot, FSM in memory": _bare("bare_aiogram"),
    "peer: a bare python-telegram-bot ConversationHandler, in memory": _bare("bare_ptb"),
}
ACTS = {"pressed": "button", "typed": "text"}


def _rows(acts: str, rushes: dict[str, list[Rush]]) -> list[tuple[str, ...]]:
    waits = {name: Waits.middle([getattr(run, acts) for run in runs]) for name, runs in rushes.items()}
    ours = waits[OURS]
    return [
        (
            f"{ACTS[acts]} → answer, {name}",
            *(*one.shown(), f"{one.p50 / ours.p50:.2f} ×", f"{one.p99 / ours.p99:.2f} ×"),
            f"{median(rush.busy for rush in rushes[name]):.0%}",
        )
        for name, one in waits.items()
    ]
