"""`qinqing deadlines`: the effective day and four deadlines for a time of receipt, explained day by day."""

import io
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from appeals.deadlines import initial_deadlines
from appeals.model import Deadlines
from bot.commands.deadline_words import in_words
from workdays.calendar import OutsideCalendar
from workdays.deadline_rules import DISTRICT_TIME, DeadlineRules
from workdays.published import published_calendar
from workdays.runs import RunKind
from workdays.words import run_in_words

EXPECTED = "应为 ISO 格式的日期时间，例如 2026-02-13T10:00 或 2026-02-13T10:00+08:00（不写时区按北京时间）"
STDIN = "-"


class Unreadable(Exception):
    """The input cannot be used; the message says what is wrong and what is expected."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.description = "算出一件诉求的生效日和四个时限（交办、对接、反馈、办结），并逐日说明原因。"
    parser.add_argument("--received", metavar="时间", help=f"收到诉求的时间；{EXPECTED}")
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    parser.add_argument(
        "--batch",
        metavar="文件",
        help='逐行计算：每行一个 {"id": …, "received": "…"}，每行输出一个 JSON 对象；写 - 则从标准输入读',
    )


def main(args: Namespace) -> int:
    """Returns 0, or 2 if the input is unusable. A bad line of a batch is reported in its place and is not a failure."""
    deadline_rules = DeadlineRules(published_calendar())
    _speak_utf8(as_json=args.json or args.batch is not None)
    try:
        if (args.batch is None) == (args.received is None):
            raise Unreadable("请用 --received 给出一个时间，或用 --batch 给出一个文件，两者选一。")
        if args.batch is not None:
            _print_lines(_answers(_lines(args.batch), deadline_rules))
        else:
            received = _moment(args.received, "--received")
            counted = _counted(received, "--received", deadline_rules)
            _print_lines(_one(received, counted, deadline_rules, as_json=args.json))
    except Unreadable as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def _one(received: datetime, deadlines: Deadlines, deadline_rules: DeadlineRules, *, as_json: bool) -> Iterator[str]:
    if as_json:
        yield _json(_as_object(received, deadlines, deadline_rules))
    else:
        yield from in_words(received.astimezone(deadline_rules.zone), deadlines, deadline_rules)


def _as_object(received: datetime, deadlines: Deadlines, deadline_rules: DeadlineRules) -> dict[str, Any]:
    local = received.astimezone(deadline_rules.zone)
    reasons = [
        {
            "from": run.first.isoformat(),
            "to": run.last.isoformat(),
            "workday": run.kind is RunKind.MAKE_UP,
            "why": run_in_words(run, local.year),
        }
        for run in deadline_rules.calendar.runs(local.date(), deadlines.resolve)
    ]
    closing = f"{deadline_rules.closing:%H:%M}"
    return {
        "received": local.isoformat(),
        **_days(deadlines),
        "closing": closing,
        "calendar": deadlines.version,
        "reasons": reasons,
    }


def _days(deadlines: Deadlines) -> dict[str, Any]:
    return {
        "effective": deadlines.effective.isoformat(),
        "assign": deadlines.assign.isoformat(),
        "contact": deadlines.contact.isoformat(),
        "path": deadlines.path.isoformat(),
        "resolve": deadlines.resolve.isoformat(),
        "provisional": deadlines.provisional,
    }


def _answers(lines: Iterable[tuple[int, bytes]], deadline_rules: DeadlineRules) -> Iterator[str]:
    for number, line in lines:
        if line.strip():
            yield _json(_answer(number, line, deadline_rules))


def _answer(number: int, line: bytes, deadline_rules: DeadlineRules) -> dict[str, Any]:
    name: Any = None
    try:
        asked = _object(number, line)
        name = asked.get("id")
        received = _moment(asked.get("received"), f"第 {number} 行 received")
        return {"id": name, **_days(_counted(received, f"第 {number} 行 received", deadline_rules))}
    except Unreadable as problem:
        return {"id": name, "error": str(problem)}


def _object(number: int, line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise Unreadable(f'第 {number} 行：应为一个 JSON 对象，例如 {{"id": 1, "received": "2026-02-13T10:00"}}')
    return asked


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _moment(text: object, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip()) if isinstance(text, str) else None
    except ValueError:
        moment = None
    if moment is None:
        given = "没有给出" if text is None else f"读不懂「{text}」"
        raise Unreadable(f"{where}：{given}；{EXPECTED}。")
    return moment if moment.tzinfo else moment.replace(tzinfo=DISTRICT_TIME)


def _counted(received: datetime, where: str, deadline_rules: DeadlineRules) -> Deadlines:
    try:
        return initial_deadlines(received, deadline_rules)
    except (OutsideCalendar, OverflowError):
        first, last = deadline_rules.calendar.first, deadline_rules.calendar.last
        raise Unreadable(
            f"{where}：「{received.isoformat()}」超出了日历的范围，应在 {first} 至 {last} 之间。"
        ) from None


def _lines(file: str) -> Iterator[tuple[int, bytes]]:
    if file == STDIN:
        yield from enumerate(sys.stdin.buffer, start=1)
        return
    try:
        with Path(file).open("rb") as lines:
            yield from enumerate(lines, start=1)
    except OSError as problem:
        raise Unreadable(f"--batch：打不开文件「{file}」（{problem.strerror}），应为一个可读的 JSONL 文件。") from None


def _json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False)


def _speak_utf8(*, as_json: bool) -> None:
    """JSON is always UTF-8. Characters that cannot be encoded are escaped, in JSON too, rather than raising."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8" if as_json else None, errors="backslashreplace")


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
