"""The section [telegram]: the token never in the file and never repeated, the webhook only where it can work."""

from pathlib import Path

import pytest

from bot.channels.telegram.settings import TelegramSection
from bot.config.file import ConfigError, demo, load, telegram_in_environment
from tests.config.written import LEAST, Write

TOKEN = "123456789:" + "SampleTokenOfNoBot_-" * 2
VARIABLE = "QINQING_TELEGRAM__TOKEN"


@pytest.fixture
def write(write: Write) -> Write:
    """The lines of the section."""
    return lambda section: write(f"{LEAST}[telegram]\n{section}\n")


def complaint(file: Path) -> str:
    with pytest.raises(ConfigError) as error:
        load(file)
    (said,) = error.value.complaints
    return said


def test_without_a_token_the_channel_is_off(write: Write) -> None:
    assert not load(write("")).telegram.enabled


def test_a_token_from_the_environment_turns_it_on(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    telegram = load(write("")).telegram
    assert telegram.enabled
    assert telegram.token == TOKEN
    assert telegram.bot_id == "123456789"


def test_a_token_from_a_file_of_its_own_turns_it_on(write: Write, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    telegram = load(write('token_file = "token"')).telegram
    assert telegram.enabled
    assert telegram.token == TOKEN
    assert telegram.token_file == tmp_path / "token"


def test_a_token_in_the_file_is_refused_and_not_repeated(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    said = complaint(write(f'token = "{TOKEN}"'))
    assert "第 12 行 telegram.token：令牌不要写在配置文件里" in said
    assert "token_file" in said
    assert VARIABLE in said
    assert "SampleToken" not in said
    monkeypatch.setenv(VARIABLE, TOKEN)
    assert "令牌不要写在配置文件里" in complaint(write(f'token = "{TOKEN}"'))


def test_two_tokens_are_one_too_many(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, TOKEN)
    said = complaint(write('token_file = "token"'))
    assert "telegram：token 和 token_file 只要一个" in said
    assert "SampleToken" not in said


@pytest.mark.parametrize(
    "token",
    [
        "geheim", "123456789", "123456789:", f"123456789:{'x' * 34}", f" {TOKEN}", f"{TOKEN}\n",
        TOKEN.replace(":", "："), f"bot{TOKEN}", f"{TOKEN}!", f'"{TOKEN}"', f"１23456789:{'x' * 35}",
    ],
)  # fmt: skip
def test_a_token_of_another_shape_is_refused_and_not_repeated(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv(VARIABLE, token)
    said = complaint(write(""))
    assert f"环境变量 {VARIABLE}" in said
    assert "@BotFather" in said
    assert token.strip() not in said
    monkeypatch.delenv(VARIABLE)
    (tmp_path / "token").write_text(f"{token} x", encoding="utf-8")
    said = complaint(write('token_file = "token"'))
    assert "只有一行令牌" in said
    assert token.strip() not in said


def test_an_empty_token_file_is_refused(write: Write, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("\n", encoding="utf-8")
    assert "只有一行令牌" in complaint(write('token_file = "token"'))
    (tmp_path / "token").unlink()
    said = complaint(write('token_file = "token"'))
    assert said.startswith("telegram.token_file：没有")
    assert "建好这个文件" in said


@pytest.mark.parametrize("line", [f'token = ["{TOKEN}"]', f'tokn = "{TOKEN}"', f'proxy = "{TOKEN}"'])
def test_wherever_a_token_was_put_by_mistake_it_is_not_repeated(write: Write, line: str) -> None:
    assert "SampleToken" not in complaint(write(line))


def test_a_section_that_is_a_token_is_not_repeated(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'telegram = "{TOKEN}"\n{LEAST}', encoding="utf-8")
    said = complaint(file)
    assert "telegram：" in said
    assert "SampleToken" not in said


def test_settings_that_are_printed_show_neither_token_nor_proxy() -> None:
    shown = repr(TelegramSection(token=TOKEN, proxy="socks5://someone:geheim@127.0.0.1:1080"))
    assert "SampleToken" not in shown
    assert "geheim" not in shown


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('api_base = "https://api.telegram.org/"', "结尾不带斜杠"),
        ('api_base = "api.telegram.org"', "https://api.telegram.org 这样的网址"),
        ('api_base = "ftp://api.telegram.org"', "这样的网址"),
        ('api_base = "https://user:geheim@api.telegram.org"', "这样的网址"),
        ('proxy = "127.0.0.1:1080"', "socks5://127.0.0.1:1080"),
        ('proxy = "https://127.0.0.1:1080"', "http://127.0.0.1:7890"),
        ('proxy = "socks5://127.0.0.1"', "socks5://127.0.0.1:1080"),
        ('proxy = "socks5://127.0.0.1:port"', "socks5://127.0.0.1:1080"),
        ('proxy = "socks5://someone:geheim@127.0.0.1:1080"', "QINQING_TELEGRAM__PROXY"),
        ('receive = "push"', '应为 "polling" 或 "webhook"'),
        ("messages_per_second = 31", "1 至 30 的整数"),
        ("in_flight = 0", "1 至 30 的整数"),
        ("toke = 1", "是不是 telegram.token"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_what_is_expected(write: Write, line: str, words: str) -> None:
    said = complaint(write(line))
    assert "第 12 行 telegram." in said
    assert words in said
    assert "geheim" not in said


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:7890", "socks5://proxy.example.com:1080"])
def test_a_proxy_is_taken(write: Write, proxy: str) -> None:
    assert load(write(f'proxy = "{proxy}"')).telegram.proxy == proxy


def test_a_proxys_password_comes_from_the_environment(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINQING_TELEGRAM__PROXY", "socks5://someone:geheim@127.0.0.1:1080")
    assert load(write("")).telegram.proxy.endswith("@127.0.0.1:1080")


@pytest.mark.parametrize(
    ("public_url", "words"),
    [
        ("https://qinqing.example.gov.cn", None),
        ("https://qinqing.example.gov.cn:8443", None),
        ("http://qinqing.example.gov.cn", "https:// 开头"),
        ("https://qinqing.example.gov.cn:9443", "443、80、88、8443"),
        ("https://qinqing.example.gov.cn:port", "端口应为数字"),
    ],
)
def test_a_webhook_needs_an_address_that_telegram_delivers_to(write: Write, public_url: str, words: str | None) -> None:
    file = write('receive = "webhook"')
    file.write_text(file.read_text(encoding="utf-8").replace("https://qinqing.example.gov.cn", public_url), "utf-8")
    if words is None:
        assert load(file).telegram.receive == "webhook"
    else:
        assert "第 12 行 telegram.receive" in complaint(file)
        assert words in complaint(file)


def test_the_demo_takes_no_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not telegram_in_environment()
    monkeypatch.setenv(VARIABLE, TOKEN)
    monkeypatch.setenv("QINQING_TELEGRAM__RECEIVE", "webhook")
    assert telegram_in_environment()
    assert not demo(tmp_path).telegram.enabled
