"""`qinqing find` and `qinqing route` as an operator types them."""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands import find, route
from directory.load import load

NAMES = set(load().directory.by_name)


def run(command: ModuleType, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    code = command.main(parser.parse_args(arguments))
    assert isinstance(code, int)
    return code


def answers(capsys: pytest.CaptureFixture[str], command: ModuleType, *arguments: str) -> list[dict[str, Any]]:
    assert run(command, *arguments) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return [json.loads(line) for line in out.splitlines()]


def batch(folder: Path, *lines: object) -> str:
    file = folder / "in.jsonl"
    parts = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    file.write_bytes(b"\n".join(parts))
    return str(file)


def test_find_answers_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(find, "市监局") == 0
    assert capsys.readouterr().out.startswith("区市场监督管理局  13800000021  又称“市监局”（0.99）\n")


def test_find_says_when_it_is_unsure_and_when_there_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    run(find, "shuiwuju")
    assert capsys.readouterr().out.startswith("不太确定，可能是：\n")
    run(find, "asdfghjkl")
    assert capsys.readouterr().out.startswith("没有找到“asdfghjkl”")


def test_find_in_json_names_people_and_units(capsys: pytest.CaptureFixture[str]) -> None:
    (answer,) = answers(capsys, find, "张示例", "--json", "--top", "2")
    assert answer["ranked"][0] == "张示例"
    assert len(answer["ranked"]) >= 5
    assert answer["decision"] == "answer"
    assert len(answer["matches"]) == 2
    assert answer["matches"][0] | {"phone": ""} == {
        "name": "张示例", "unit": "区财政局", "kind": "person", "phone": "", "score": 1.0, "why": "区财政局的张示例",
    }  # fmt: skip


def test_route_answers_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    run(route, "例山镇排污许可证办不下来，环保局还索要好处费")
    out = capsys.readouterr().out
    assert "提到“排污许可证”，属市生态环境局示例区分局职责" in out
    assert "建议交营商办判断。" in out
    assert "所在乡镇街道：例山镇" in out
    assert "被投诉而应回避：市生态环境局示例区分局" in out
    assert "保密交纪委" in out
    run(route, "你好")
    assert capsys.readouterr().out == "看不出该由哪个单位负责。\n建议交营商办判断。\n"


def test_route_in_json_ranks_at_least_five_names_of_the_directory(capsys: pytest.CaptureFixture[str]) -> None:
    (answer,) = answers(capsys, route, "投诉环保局不作为", "--json")
    assert len(answer["ranked"]) >= 5
    assert set(answer["ranked"]) <= NAMES
    assert answer["withheld"] == ["市生态环境局示例区分局"]
    assert answer["withheld"][0] in answer["ranked"]
    assert (answer["decision"], answer["confidential"]) == ("office", False)


@pytest.mark.parametrize(("command", "field"), [(find, "query"), (route, "text")])
def test_a_batch_answers_line_by_line_and_a_bad_line_stops_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: ModuleType, field: str
) -> None:
    lines = (
        {"id": 1, field: "营业执照"},
        b"{bad",
        [1],
        {"id": "x", field: 5},
        b"",
        b"\xff",
        {"id": 7, field: "\ud800"},
        b'{"id": NaN}',
        b'{"id": 1e999}',
    )
    found = answers(capsys, command, "--batch", batch(tmp_path, *lines))
    assert [one["id"] for one in found] == [1, None, None, "x", None, 7, None, None]
    assert found[0]["ranked"][0] == "区市场监督管理局"
    assert {"ranked", "decision", "withheld", "confidential"} <= found[0].keys()
    assert [one.get("error") for one in found[1:5]] == [
        "第 2 行：不是有效的 JSON",
        "第 3 行：应为一个 JSON 对象（用花括号括起来）",
        f"第 4 行：「{field}」应为一段文字",
        "第 6 行：不是 UTF-8 编码",
    ]
    assert len(found[5]["ranked"]) >= 5
    assert [one.get("error") for one in found[6:]] == ["第 8 行：不是有效的 JSON", "第 9 行：不是有效的 JSON"]


@pytest.mark.parametrize("name", ["a\u2028b", "\ud800", "😀"])
def test_an_answer_stays_on_one_line_and_keeps_its_id(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    assert [one["id"] for one in answers(capsys, find, "--batch", batch(tmp_path, {"id": name, "query": "x"}))] == [
        name
    ]


def test_single_and_batch_answers_agree(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (single,) = answers(capsys, route, "工地拖欠农民工工资", "--json")
    (many,) = answers(capsys, route, "--batch", batch(tmp_path, {"id": "a", "text": "工地拖欠农民工工资"}))
    del single["text"], many["id"]
    assert single == many


def test_a_directory_of_two_columns_is_enough(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "名录.csv"
    file.write_text("单位,类别\n某区税务局,部门\n某区市场监督管理局,部门\n", encoding="gb18030")
    (answer,) = answers(capsys, route, "办营业执照", "--directory", str(file), "--json")
    assert answer["ranked"] == ["某区市场监督管理局", "某区税务局"]
    (answer,) = answers(capsys, find, "工商局", "--directory", str(file), "--json")
    assert answer["ranked"][0] == "某区市场监督管理局"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "请给出要问的内容"),
        (["--batch", "没有.jsonl"], "没有.jsonl：无法读取"),
        (["x", "--batch", "没有.jsonl"], "二者选一"),
        (["x", "--directory", "没有.csv"], "没有.csv：无法读取（文件不存在）"),
        (["x", "--directory", "a\0b"], "文件名或文件无效"),
    ],
)
def test_bad_input_is_told_on_stderr_with_code_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    parser = argparse.ArgumentParser()
    find.add_arguments(parser)
    assert find.main(parser.parse_args(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err


def test_a_directory_with_mistakes_names_file_row_and_column(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "d.csv"
    file.write_text("单位,类别,单位电话\n某区税务局,部门,123456\n", encoding="utf-8")
    assert run(route, "x", "--directory", str(file)) == 2
    assert f"{file}：第 2 行「单位电话」：123456 不是有效的电话号码" in capsys.readouterr().err


@pytest.mark.parametrize("top", ["0", "-1", "x", "1000", "二", "9" * 5000])
def test_top_must_be_a_small_number(capsys: pytest.CaptureFixture[str], top: str) -> None:
    with pytest.raises(SystemExit) as left:
        run(find, "x", f"--top={top}")
    assert left.value.code == 2
    assert "应为 1 到 50 的整数" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["find", "route"])
def test_a_whole_command_answers_odd_bytes(name: str) -> None:
    code = (
        f"import argparse, sys\nfrom bot.commands import {name} as command\nparser = argparse.ArgumentParser()\n"
        "command.add_arguments(parser)\nsys.exit(command.main(parser.parse_args()))"
    )
    done = subprocess.run([sys.executable, "-c", code, b"\xff\xfe \xf0\x9f\x98\x80", b"--json"], capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(json.loads(done.stdout)["ranked"]) >= 5


def test_the_commands_import_nothing_heavy() -> None:
    code = "import sys, bot.commands.find, bot.commands.route; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"sqlalchemy", "aiogram", "litestar", "pydantic"}
    assert heavy & set(done.stdout.split()) == set()


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=st.binary(max_size=80).filter(lambda line: b"\n" not in line and b"\r" not in line))
def test_any_bytes_in_a_batch_line_give_one_line_of_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, line: bytes
) -> None:
    file = batch(tmp_path, line, {"id": "last", "text": "营业执照"})
    found = answers(capsys, route, "--batch", file)
    assert found[-1]["id"] == "last"
    assert len(found) == (2 if line.strip() else 1)
