"""`qinqing find --batch` and `qinqing route --batch` as commands: lines per second with startup, and startup alone."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench import queries, right
from bench.report import Promise, Report
from directory.keys import keys, phone_keys
from directory.load import load

RUNS = 3
LINES = 4_000
MUST = {"find": 500, "route": 200}


def measure() -> Report:
    rows, promises = [], []
    for command, texts in (("find", _queries()), ("route", _letters())):
        field = "query" if command == "find" else "text"
        start = median(_seconds(command, field, texts[:1]) for _ in range(RUNS))
        whole = median(_seconds(command, field, texts) for _ in range(RUNS))
        rate = len(texts) / whole
        rows.append((f"qinqing {command} --batch", f"{len(texts):,}", f"{start:.2f} s", f"{rate:,.0f} /s"))
        promises.append(Promise(f"{command} --batch, start included", rate, "lines/s", MUST[command], at_least=True))
    return Report(
        title="Files of searches and letters",
        columns=("command", "lines", "one line alone", "lines a second"),
        rows=list(rows),
        promises=promises,
        notes=["One process each, over the sample district; the rate counts the command's start too."],
    )


def _queries() -> list[str]:
    directory = load().directory
    phones = list(phone_keys(directory))
    asked = queries.generated(queries.split(keys(directory), 1), phones, 1)
    return ([one.text for one in asked] * (LINES // len(asked) + 1))[:LINES]


def _letters() -> list[str]:
    letters = [one.text for one in right.labelled("letters.jsonl", "text")]
    return (letters * (LINES // len(letters) + 1))[:LINES]


def _seconds(command: str, field: str, texts: list[str]) -> float:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "in.jsonl"
        lines = (json.dumps({"id": number, field: text}) for number, text in enumerate(texts))
        file.write_text("\n".join(lines), encoding="utf-8")
        start = perf_counter()
        call = [sys.executable, "-m", "bot", command, "--batch", str(file)]
        done = subprocess.run(call, capture_output=True, check=True)
        seconds = perf_counter() - start
    assert len(done.stdout.splitlines()) == len(texts)
    return seconds
