"""Shared by the commands that answer questions: load the directory, answer one question or a batch, print JSON."""

import argparse
import io
import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from directory.load import SAMPLE, load
from directory.model import Directory
from directory.sheet import LoadError

Answer = dict[str, Any]
Question = Mapping[str, Any]
"""A line of a batch: what is asked about, and what else the command wants to know."""
BAD_INPUT = 2


def add_common_arguments(parser: argparse.ArgumentParser, field: str) -> None:
    parser.add_argument(
        "--directory", type=Path, default=SAMPLE, metavar="FILE", help="单位名录 csv；不写则用自带的示例区"
    )
    parser.add_argument("--json", action="store_true", help="标准输出只写 JSON")
    example = json.dumps({"id": "1", field: "…"}, ensure_ascii=False)
    parser.add_argument("--batch", type=Path, metavar="IN.jsonl", help=f"成批：每行一个 JSON 对象，如 {example}")


def answer_all(
    args: argparse.Namespace,
    field: str,
    answer: Callable[[Directory, Question], Answer],
    show: Callable[[Answer], str],
    more: Question | None = None,
) -> int:
    """Answer the question in the arguments, to which ``more`` belongs, or every line of the batch file. Returns the
    exit code."""
    asked = getattr(args, field)
    if (asked is None) == (args.batch is None):
        return refuse("请给出要问的内容，或用 --batch 指定一个 jsonl 文件（二者选一）")
    try:
        directory = load(args.directory).directory
        lines = args.batch.read_bytes().splitlines() if args.batch else []
    except LoadError as error:
        return refuse(str(error))
    except (OSError, ValueError):
        return refuse(f"{args.batch}：无法读取，请检查文件是否存在、是否有读取权限")
    _speak_utf8(args.json or args.batch is not None)
    if args.batch:
        for found in _batch(lines, field, lambda question: answer(directory, question)):
            print(_json(found))
        return 0
    found = {field: asked, **answer(directory, {**(more or {}), field: asked})}
    print(_json(found) if args.json else show(found))
    return 0


def at_least(directory: Directory, names: list[str], count: int = 5) -> list[str]:
    """``names`` without duplicates, padded with other units of the directory."""
    more = (unit.name for unit in directory.units) if len(names) < count else ()
    every = list(dict.fromkeys((*names, *more)))
    return every[: max(count, len(names))]


def terminal(text: str) -> str:
    """Sentences for people are limited HTML; terminal and JSON output is plain text."""
    return unescape(text)


def _batch(lines: list[bytes], field: str, answer: Callable[[Question], Answer]) -> Iterator[Answer]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            given = json_object(line)
            if isinstance(given, str):
                yield {"id": None, "error": f"第 {number} 行：{given}"}
            elif not isinstance(given.get(field), str):
                yield {"id": given.get("id"), "error": f"第 {number} 行：「{field}」应为一段文字"}
            else:
                yield {"id": given.get("id"), **answer(given)}


def json_object(written: bytes) -> dict[str, Any] | str:
    """The JSON object that is written there, or a message saying what is wrong with it."""
    try:
        given = json.loads(written.decode("utf-8-sig"), parse_constant=_finite, parse_float=_finite)
    except UnicodeDecodeError:
        return "不是 UTF-8 编码"
    except (ValueError, RecursionError):
        return "不是有效的 JSON"
    return given if isinstance(given, dict) else "应为一个 JSON 对象（用花括号括起来）"


def _finite(text: str) -> float:
    """JSON has neither NaN nor infinity, and what is echoed must be valid JSON again."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _json(answer: Answer) -> str:
    text = json.dumps(answer, ensure_ascii=False)
    # U+2028 would break the line and a lone surrogate cannot be encoded: escape such answers.
    return text if text.isprintable() else json.dumps(answer)


def _speak_utf8(as_json: bool) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8" if as_json else None, errors="backslashreplace")


def refuse(text: str) -> int:
    print(text.encode("utf-8", "backslashreplace").decode(), file=sys.stderr)
    return BAD_INPUT
