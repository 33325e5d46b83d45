"""Learning from assignments: a simulated district in which every assignment of the office is a lesson.

Its appeals are parts of invented letters with other openings; where several units may be right, the district has a
habit of its own. Measures: does the first choice improve, do the first three ever get worse, what does a lesson cost.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from bench import right
from bench.report import Promise, Report
from directory import lesson_store
from directory import service as directory_service
from directory.evaluation import Accuracy, PastAppeal, accuracy
from directory.learned import Learned, grams
from directory.load import load
from directory.model import Directory
from directory.normalise import clauses
from directory.route import route
from storage import migrate
from storage.database import Database

LESSONS, EVERY, TESTED = 2_000, 200, 400
TIMED, WARMING, RUNS = 300, 20, 3
OPENINGS = (
    "领导好，",
    "反映一个问题，",
    "想请你们帮帮忙，",
    "我是开店的，",
    "我们是一家小厂，",
    "麻烦问一下，",
    "急，",
    "您好，",
    "",
)
CLOSINGS = ("，盼回复", "，请尽快处理", "，谢谢", "，不知道该找谁", "，麻烦给个说法", "")


def measure(folder: Path) -> Report:
    directory = _with_ids(load().directory)
    habits = list(_habits(directory))
    stream, tested = list(_appeals(habits, LESSONS, 1)), list(_appeals(habits, TESTED, 2))
    learned = Learned()
    course = [(0, _shares(directory, tested, learned))]
    for number, one in enumerate(stream, 1):
        learned.teach(grams(one.text), one.unit)
        if number % EVERY == 0:
            course.append((number, _shares(directory, tested, learned)))
    first, last = course[0][1], course[-1][1]
    worst = min(found.among for _, found in course)
    taught = median(asyncio.run(_milliseconds(folder, directory, stream[:TIMED])) for _ in range(RUNS))
    return Report(
        title="Learning from the office's assignments",
        columns=("lessons", "first", "among three"),
        rows=[(f"{number:,}", f"{found.first:.3f}", f"{found.among:.3f}") for number, found in course],
        promises=[
            Promise("first choice right, gained by 2,000 lessons", last.first - first.first, "", 0.01, at_least=True),
            Promise("among three, lost on the way at most", max(0.0, first.among - worst), "", 0.01),
            Promise("one lesson, p99", taught, "ms", 5),
        ],
        notes=[
            f"{TESTED} other appeals of the same district are routed after every {EVERY} lessons. A lesson's time is "
            "that of its statements in an open SQLite transaction, and of learning it from there in another."
        ],
    )


def _with_ids(directory: Directory) -> Directory:
    return Directory(
        tuple(replace(unit, id=number) for number, unit in enumerate(directory.units, 1)), directory.people
    )


def _habits(directory: Directory) -> Iterator[PastAppeal]:
    """The letters, each with the unit that this district assigns it to."""
    dice = Random(7)
    for one in right.labelled("letters.jsonl", "text"):
        kinds = replace(one, kinds=(dice.choice(one.kinds[:2]),))
        units = sorted(right.right_units(directory, kinds))
        if units:
            yield PastAppeal(one.text, directory.by_name[units[0]].id or 0)


def _appeals(letters: list[PastAppeal], count: int, seed: int) -> Iterator[PastAppeal]:
    """Some matters are frequent, most are rare; each appeal contains some of a letter's clauses."""
    dice = Random(seed)
    weights = [1 / (1 + place) ** 0.5 for place in range(len(letters))]
    for one in dice.choices(letters, weights, k=count):
        parts = clauses(one.text)
        kept = [part for part in parts if dice.random() < 0.6] or parts[:1]
        yield PastAppeal(dice.choice(OPENINGS) + "，".join(kept) + dice.choice(CLOSINGS), one.unit)


def _shares(directory: Directory, tested: list[PastAppeal], learned: Learned) -> Accuracy:
    places = []
    for one in tested:
        ranked = route(directory, one.text, len(directory.units), learned).ranked
        places.append(next(place for place, found in enumerate(ranked) if found.unit.id == one.unit))
    return accuracy(places)


async def _milliseconds(folder: Path, directory: Directory, stream: list[PastAppeal]) -> float:
    with TemporaryDirectory(dir=folder) as place:
        url = f"sqlite+aiosqlite:///{place}/lessons.db"
        await asyncio.to_thread(migrate.upgrade, url)
        db = Database(url)
        try:
            return await _teach(db, directory, stream)
        finally:
            await db.close()


async def _teach(db: Database, directory: Directory, stream: list[PastAppeal]) -> float:
    now = datetime.now(UTC)
    known, times = directory_service.Snapshot(), []
    async with db.transaction() as session:
        await directory_service.import_directory(session, directory)
        ids = (await directory_service.load(session)).by_name
    for number, one in enumerate(stream, 1):
        unit = ids[directory.by_id[one.unit].name].id
        assert unit is not None
        async with db.transaction() as session:
            start = perf_counter()
            await lesson_store.teach(session, number, one.text, unit, now)
            spent = perf_counter() - start
        async with db.reading() as session:
            start = perf_counter()
            await known.learned(session)
            times.append((spent + perf_counter() - start) * 1000)
    return quantiles(times[WARMING:], n=100)[98]
