"""`qinqing understand` as an operator types it."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from bot.commands import understand

CONTEXT = {"open": [{"number": "SQ-2026-00009", "matter": "排污许可证", "unit": "区生态环境局", "stage": "contact"}]}


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    understand.add_arguments(parser)
    return understand.main(parser.parse_args(arguments))


def written(folder: Path, name: str, content: Any) -> str:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    return str(file)


def test_it_answers_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("到现在没有人联系我", "--context", written(tmp_path, "c.json", CONTEXT)) == 0
    out = capsys.readouterr().out
    assert out.startswith("没有人联系企业")
    assert "诉求：SQ-2026-00009" in out
    assert "凭：" in out


def test_it_answers_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("到现在没有人联系我", "--json", "--context", written(tmp_path, "c.json", CONTEXT)) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["kind"], answer["appeal"], answer["ask"]) == ("no_contact", "SQ-2026-00009", False)
    assert set(answer) >= {"text", "kind", "appeal", "value", "matters", "feeling", "sure", "ask"}


def test_lines_of_a_batch_bring_their_contexts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        {"id": 1, "text": "到哪一步了", "context": CONTEXT},
        {"id": 2, "text": "谢谢", "context": None},
        {"id": 3, "text": "谢谢", "context": ["no"]},
        {"id": 4, "text": 7},
    ]
    batch = written(tmp_path, "in.jsonl", "\n".join(json.dumps(line) for line in lines) + "\nnonsense\n")
    assert run("--batch", batch) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer.get("kind") for answer in answers] == ["progress", "thanks", None, None, None]
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4, None]
    assert "「context」应为一个 JSON 对象" in answers[2]["error"]
    assert "第 4 行" not in answers[2]["error"]


@pytest.mark.parametrize(("content", "says"), [("[]", "应为一个 JSON 对象"), ("{", "不是有效的 JSON")])
def test_a_bad_context_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, says: str) -> None:
    assert run("谢谢", "--context", written(tmp_path, "c.json", content)) == 2
    assert says in capsys.readouterr().err


def test_a_missing_context_and_one_beside_a_batch_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("谢谢", "--context", str(tmp_path / "none.json")) == 2
    assert "无法读取" in capsys.readouterr().err
    batch = written(tmp_path, "in.jsonl", "")
    assert run("--batch", batch, "--context", written(tmp_path, "c.json", {})) == 2
    assert "不能一起写" in capsys.readouterr().err


def test_it_needs_a_text_or_a_batch(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 2
    assert "二者选一" in capsys.readouterr().err
