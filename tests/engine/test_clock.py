"""Clocks are read at the edges only: everything below takes the time as an argument."""

import re

from tests.project import ROOT, product_files

READ = re.compile(
    r"\b(?:datetime|date)\.(?:now|utcnow|today)\b|\btime\.(?:time|monotonic|perf_counter)|\bfrom time import\b"
    r"|loop\(\)\.time\b|\bfunc\.now\b|\bcurrent_timestamp\b"
)
MADE = re.compile(r"\bClock\(\)")
EDGES = {
    "bot/channels/webchat/limits.py",  # how often somebody asks
    "bot/channels/webchat/watcher.py",  # how long ago it looked
    "bot/delivery/sender.py",  # how long to wait before the next call
    "bot/engine/clock.py",
    "bot/engine/worker.py",  # how long a step took
    "bot/reminders/ticker.py",  # when the next round is due
}
COMMANDS = "bot/commands/"


def files_with(pattern: re.Pattern[str]) -> set[str]:
    found = {str(file.relative_to(ROOT)) for file in product_files() if pattern.search(file.read_text("utf-8"))}
    return {file for file in found if not file.startswith(COMMANDS)}


def test_only_the_edges_read_a_clock() -> None:
    assert files_with(READ) == EDGES


def test_only_the_application_makes_one() -> None:
    assert files_with(MADE) == {"bot/application.py"}
