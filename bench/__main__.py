"""`python -m bench [NAME …]`: runs the benchmarks, prints the figures, and after a full run writes bench/RESULTS.md."""

import argparse
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from bench import (
    answers,
    at_once,
    batch,
    deadlines,
    growth,
    lessons,
    machine,
    memory,
    report,
    routing,
    search,
    steps,
    telegram_answers,
    telegram_burst,
    understanding,
    uploads,
)
from bench.report import Promise, Report

RESULTS = Path(__file__).with_name("RESULTS.md")
FOLDER = Path("data")  # on the disk that the product itself would use
PLAIN_MUST, REASONED_MUST = 10, 50  # microseconds


def _measured(name: str) -> report.Report:
    print(f"{name} …", file=sys.stderr, flush=True)
    return BENCHMARKS[name]()


def main() -> int:
    """0 if all figures are within their limits, 1 otherwise."""
    chosen = _asked()
    FOLDER.mkdir(exist_ok=True)
    about = machine.described(FOLDER)
    reports = [_measured(name) for name in chosen]
    found = report.page(about, reports)
    print(found)
    if list(chosen) == list(BENCHMARKS):
        RESULTS.write_text(found, encoding="utf-8")
    return 0 if all(promise.holds for one in reports for promise in one.promises) else 1


def _asked() -> list[str]:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}; all without")
    names: list[str] = parser.parse_args().names
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    return names or list(BENCHMARKS)


def _deadlines() -> Report:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # workalendar warns which years it knows
        rows = deadlines.rows()
    first = {what: float(ours.split()[0]) for what, ours, *_ in rows}
    return Report(
        title="Four deadlines of a receipt",
        columns=("what", "ours", "peer", "peer takes"),
        rows=[*rows],
        promises=[
            Promise("four deadlines", first["four deadlines"], "µs", PLAIN_MUST),
            Promise("four deadlines with reasons", first["four deadlines with reasons"], "µs", REASONED_MUST),
        ],
        notes=["Receipts of 2018 to 2023, the years that workalendar knows."],
    )


BENCHMARKS: dict[str, Callable[[], Report]] = {
    "deadlines": _deadlines,
    "steps": lambda: steps.measure(FOLDER),
    "answers": lambda: answers.measure(FOLDER),
    "memory": lambda: memory.measure(FOLDER),
    "uploads": lambda: uploads.measure(FOLDER),
    "search": search.measure,
    "at_once": at_once.measure,
    "growth": growth.measure,
    "routing": routing.measure,
    "understanding": understanding.measure,
    "lessons": lambda: lessons.measure(FOLDER),
    "batch": batch.measure,
    "telegram_answers": lambda: telegram_answers.measure(FOLDER),
    "telegram_burst": lambda: telegram_burst.measure(FOLDER),
}

if __name__ == "__main__":
    sys.exit(main())
