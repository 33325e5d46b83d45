"""`qinqing deadlines` as an operator calls it."""

import json
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from random import Random
from typing import Any

import pytest

from appeals.deadlines import initial_deadlines
from bot.commands.deadlines import add_arguments, main
from tests.appeals.histories import RULES, at

FIVE = ("effective", "assign", "contact", "path", "resolve")
COMMAND = """
import argparse, sys
from bot.commands.deadlines import add_arguments, main
parser = argparse.ArgumentParser()
add_arguments(parser)
code = main(parser.parse_args())
heavy = {"aiogram", "sqlalchemy", "litestar", "pydantic", "numpy", "rapidfuzz", "pypinyin"} & set(sys.modules)
sys.exit(f"imported: {heavy}" if heavy else code)
"""


def test_a_receipt_is_answered_in_words_with_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--received", "2026-02-13T10:00") == 0
    assert capsys.readouterr().out.splitlines() == [
        "收到：2026年2月13日 周五 10:00",
        "生效：2026年2月13日 周五（工作日17:30前收到，生效当天不计）",
        "交办：2026年2月14日 周六 17:30前（第1个工作日）",
        "对接：2026年2月24日 周二 17:30前（第2个工作日）",
        "反馈：2026年2月25日 周三 17:30前（第3个工作日）",
        "办结：2026年3月13日 周五 17:30前（一个月后的同一天）",
        "逐日说明：",
        "  2月14日 周六调休上班",
        "  2月15日至23日 春节放假",
        "  2月28日 周六调休上班",
        "  3月1日 周日",
        "  3月7日至8日 周末",
        f"依据：{RULES.version}",
    ]


@pytest.mark.parametrize(
    ("received", "said"),
    [
        ("2023-03-03T17:30", "17:30及以后收到，顺延到下一个工作日"),
        ("2023-03-04T11:00", "非工作日收到，顺延到下一个工作日"),
        ("2023-04-21T10:00", "一个月后的同一天，2023年5月21日不上班，顺延"),
        ("2023-01-31T10:00", "下月没有同一天，到月末"),
        ("2026-12-30T10:00", "暂按周末和法定节假日推算"),
        ("2023-03-05T16:30Z", "收到：2023年3月6日 周一 00:30"),
    ],
)
def test_the_words_say_why(capsys: pytest.CaptureFixture[str], received: str, said: str) -> None:
    assert _run("--received", received) == 0
    assert said in capsys.readouterr().out


def test_json_is_one_object_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--received", "2026-12-30T10:00", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    days = ["2026-12-30", "2026-12-31", "2027-01-04", "2027-01-05", "2027-02-01"]
    assert [answer[name] for name in FIVE] == days
    assert answer["received"] == "2026-12-30T10:00:00+08:00"
    assert answer["provisional"] is True
    assert answer["reasons"][0] == {
        "from": "2027-01-01",
        "to": "2027-01-01",
        "workday": False,
        "why": "2027年1月1日 元旦放假",
    }


def test_a_batch_answers_each_line_as_the_single_call_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dice = Random(7)
    asked = [f"20{dice.randint(10, 26)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}T" for _ in range(300)]
    asked = [f"{day}{dice.randint(0, 23):02}:{dice.randint(0, 59):02}" for day in asked]
    answers = _batch(tmp_path, capsys, [json.dumps({"id": n, "received": text}) for n, text in enumerate(asked)])
    for number, (text, answer) in enumerate(zip(asked, answers, strict=True)):
        stored = initial_deadlines(at(text), RULES).to_json()
        assert answer == {"id": number, **{name: stored[name] for name in (*FIVE, "provisional")}}


def test_a_bad_line_is_answered_in_its_place_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = '{"id": "x", "received": "2023-03-06 10:00"}'
    bad = [
        "not json",
        "[1]",
        '{"id": 2}',
        '{"id": 3, "received": 5}',
        '{"id": 4, "received": "tomorrow"}',
        '{"id": 5, "received": "1999-01-01"}',
        '{"id": 6, "received": "0001-01-01T00:00+14:00"}',
        '{"id": NaN, "received": "2023-03-06"}',
        '{"id": "\\ud800", "received": ""}',
    ]
    answers = _batch(tmp_path, capsys, ["\ufeff" + good, *bad, "", good])
    assert [set(answer) == {"id", "error"} for answer in answers] == [False, *([True] * len(bad)), False]
    assert [answer["id"] for answer in answers[1:-1]] == [None, None, 2, 3, 4, 5, 6, None, "\ud800"]
    assert answers[0] == answers[-1]
    assert "第 5 行" in answers[4]["error"]
    assert "2004-01-01 至 2040-12-31" in answers[6]["error"]
    assert "读不懂「tomorrow」" in answers[5]["error"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--received"),
        (("--received", "2023-03-06", "--batch", "x"), "两者选一"),
        (("--received", "明天"), "读不懂「明天」"),
        (("--received", ""), "ISO"),
        (("--received", "2041-01-01"), "2004-01-01 至 2040-12-31"),
        (("--received", "2040-12-31T18:00"), "2004-01-01 至 2040-12-31"),
        (("--batch", "/nowhere/in.jsonl"), "打不开文件「/nowhere/in.jsonl」"),
    ],
)
def test_bad_input_is_told_on_stderr_with_exit_code_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert _run(*arguments, "--json") == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert said in written.err


def test_the_command_needs_nothing_heavy_and_no_particular_folder(tmp_path: Path) -> None:
    here = str(Path(__file__).parents[2])
    arguments = [sys.executable, "-c", COMMAND, "--batch", "-"]
    asked = '{"id": 1, "received": "2023-03-06 10:00"}\n'
    answered = subprocess.run(
        arguments, input=asked, capture_output=True, text=True, check=False, cwd=tmp_path, env={"PYTHONPATH": here}
    )
    assert (answered.returncode, answered.stderr) == (0, "")
    assert json.loads(answered.stdout)["resolve"] == "2023-04-06"


def test_words_are_escaped_and_no_traceback_where_the_terminal_knows_no_chinese() -> None:
    here = str(Path(__file__).parents[2])
    arguments = [sys.executable, "-c", COMMAND, "--received", "2023-03-06T10:00"]
    answered = subprocess.run(
        arguments, capture_output=True, text=True, check=False, env={"PYTHONPATH": here, "PYTHONIOENCODING": "ascii"}
    )
    assert (answered.returncode, answered.stderr) == (0, "")
    assert "17:30" in answered.stdout


def _run(*arguments: str) -> int:
    parser = ArgumentParser()
    add_arguments(parser)
    return main(parser.parse_args(arguments))


def _batch(tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: list[str]) -> list[dict[str, Any]]:
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert _run("--batch", str(file)) == 0
    written = capsys.readouterr()
    assert written.err == ""
    return [json.loads(line) for line in written.out.splitlines()]
