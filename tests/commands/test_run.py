"""What `qinqing run` says: where it is reached, what it does meanwhile, and that a demo leaves a real bot alone."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.channels.telegram.settings import TelegramSection
from bot.commands.run import demo_settings, greeting
from tests.crash.website import DemoProcess, free_port

TOKEN = "100001:" + "SampleTokenOfNoBot_-" * 2


@pytest.mark.parametrize("variable", ["QINQING_TELEGRAM__TOKEN", "QINQING_TELEGRAM__TOKEN_FILE"])
def test_a_bots_token_is_not_used_in_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], variable: str
) -> None:
    monkeypatch.setenv(variable, TOKEN)
    assert not demo_settings(tmp_path).telegram.enabled
    assert capsys.readouterr().err == "演示不连接 Telegram：环境变量里的令牌没有使用。\n"


def test_without_a_token_nothing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    demo_settings(tmp_path)
    assert capsys.readouterr().err == ""


def test_the_operator_reads_that_telegram_is_on_and_where_its_state_is_said(tmp_path: Path) -> None:
    demo = demo_settings(tmp_path)
    server = demo.model_copy(update={"telegram": TelegramSection(token=TOKEN)})
    assert "qinqing doctor" in greeting(server, demo=False)
    assert "Telegram" not in greeting(demo, demo=True)


async def test_a_start_says_at_every_moment_what_it_does_and_first_and_last_where_it_is_reached(tmp_path: Path) -> None:
    process = DemoProcess(tmp_path)
    try:
        await process.start()
        said = [line for line in process.log.read_text("utf-8").splitlines() if not line.startswith("{")]
    finally:
        await process.end()
    where = f"http://localhost:{process.port}/demo"
    assert said == [
        f"正在启动亲清：{where}",
        "　准备数据库…",
        "　准备示例区…",
        "　建立查找用的索引…",
        f"亲清已启动：{where}　（按 Ctrl+C 停止）",
    ]


@pytest.mark.parametrize("taken", ["QINQING_SERVER__PORT", "QINQING_SERVER__OPERATIONS_PORT"])
def test_on_a_taken_port_a_start_says_so_first_and_touches_nothing(tmp_path: Path, taken: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ports = {name: str(free_port()) for name in ("QINQING_SERVER__PORT", "QINQING_SERVER__OPERATIONS_PORT")}
        command = [sys.executable, "-m", "bot", "run", "--demo", str(tmp_path / "demo")]
        environment = {**os.environ, **ports, taken: str(port)}
        run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert run.returncode == 1
    assert run.stdout == ""
    (said,) = run.stderr.splitlines()
    assert said.startswith(f"127.0.0.1:{port} 已经被占用，没有启动，也没有改动任何数据。")
    assert list(tmp_path.iterdir()) == []
