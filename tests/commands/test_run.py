"""`qinqing run --demo` leaves a real bot alone, and says so."""

from pathlib import Path

import pytest

from bot.channels.telegram.settings import TelegramSection
from bot.commands.run import demo_settings, greeting

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
    house = demo.model_copy(update={"telegram": TelegramSection(token=TOKEN)})
    assert "qinqing doctor" in greeting(house, demo=False)
    assert "Telegram" not in greeting(demo, demo=True)
