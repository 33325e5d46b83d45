"""`qinqing doctor` asks Telegram and reads the health recorded by the service: each problem comes with its remedy."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from aiogram.exceptions import TelegramNotFound
from aiogram.methods import GetMe
from aiogram.types import User, WebhookInfo
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram.settings import TelegramSection
from bot.commands.doctor import examine
from bot.config.file import load
from bot.doctor import channel
from bot.doctor import telegram as asking
from bot.doctor.checks import CheckResult, Mark
from chats import outbound_store
from chats import service as chats
from chats import store as chats_store
from chats.model import File, FileState
from directory import service as directory
from directory.load import load as load_directory
from people import service as people
from people.post_store import PostRow
from storage.database import Database
from tests.telegram.faults import Kind
from tests.telegram.standin import Fault, StandIn

Qinqing = Callable[..., tuple[int, str, str]]
Settings = Callable[..., Path]

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TOKEN = "100001:" + "SampleTokenOfNoBot_-" * 2
WANTED = "https://qinqing.example.gov.cn/telegram/webhook"


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn(TOKEN) as standin:
        yield standin


@pytest.fixture
def installation(config: Path, qinqing: Qinqing, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation whose bot is at the stand-in, optionally with more lines in its [telegram] section."""
    qinqing("migrate")
    monkeypatch.setenv("QINQING_TELEGRAM__TOKEN", TOKEN)
    first = config.read_text(encoding="utf-8")

    def settings(address: str, *lines: str) -> Path:
        section = "\n".join(["[telegram]", f'api_base = "{address}"', *lines])
        config.write_text(f"{first}{section}\n", encoding="utf-8")
        return config

    return settings


async def results(config: Path, now: datetime = NOW) -> list[CheckResult]:
    found = await examine(load(config), now)
    for one in found:
        assert "SampleToken" not in one.text + one.remedy
        assert bool(one.remedy) == (one.mark is not Mark.GOOD), one
    return found


async def found(config: Path, words: str) -> CheckResult:
    (one,) = [result for result in await results(config) if words in result.text]
    return one


def test_without_a_token_nobody_is_asked(qinqing: Qinqing, config: Path) -> None:
    qinqing("migrate")
    assert "✓ 没有开启 Telegram" in qinqing("doctor")[1]


async def test_a_good_bot_is_told_by_name(installation: Settings, telegram: StandIn) -> None:
    config = installation(telegram.address)
    assert (await found(config, "@sample_standin_bot")).mark is Mark.GOOD
    assert (await found(config, "收消息的方式：polling")).mark is Mark.GOOD
    assert not [one for one in await results(config) if one.mark is Mark.WRONG]


async def test_a_revoked_token_is_wrong_and_says_which_setting_to_mend(
    installation: Settings, telegram: StandIn
) -> None:
    telegram.account.revoked = True
    refused = await found(installation(telegram.address), "不认这个令牌")
    assert refused.mark is Mark.WRONG
    assert "QINQING_TELEGRAM__TOKEN" in refused.remedy
    assert "token_file" in refused.remedy


async def test_without_a_connection_a_proxy_is_proposed(installation: Settings, unused_tcp_port: int) -> None:
    lost = await found(installation(f"http://127.0.0.1:{unused_tcp_port}"), "连不上 Telegram")
    assert lost.mark is Mark.WRONG
    assert "[telegram] proxy" in lost.remedy
    assert "api_base" in lost.remedy


async def test_a_proxy_that_does_not_work_is_named_without_its_password(
    installation: Settings, telegram: StandIn, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("http", "socks5"):
        monkeypatch.setenv("QINQING_TELEGRAM__PROXY", f"{kind}://someone:geheim@127.0.0.1:{unused_tcp_port}")
        lost = await found(installation(telegram.address), "代理连不上")
        assert lost.mark is Mark.WRONG
        assert f"127.0.0.1:{unused_tcp_port}" in lost.remedy
        assert "geheim" not in lost.text + lost.remedy


@pytest.mark.parametrize(
    ("kind", "words", "mark"),
    [
        ("cut", "连不上 Telegram", Mark.WRONG),
        ("500", "Telegram 那边出错", Mark.WARNING),
        ("429", "要求等 1 秒", Mark.WARNING),
        ("502 page", "不像 Bot API", Mark.WRONG),
        ("lost", "连不上 Telegram", Mark.WRONG),
    ],
)
async def test_an_odd_answer_is_told(
    installation: Settings, telegram: StandIn, kind: Kind, words: str, mark: Mark
) -> None:
    telegram.faults.add(Fault("getMe", kind))
    assert (await found(installation(telegram.address), words)).mark is mark


async def test_a_silent_telegram_is_not_waited_for_long(
    installation: Settings, telegram: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "TIMEOUT_SECONDS", 1)
    telegram.faults.add(Fault("getMe", "hang"))
    assert (await found(installation(telegram.address), "连不上 Telegram")).mark is Mark.WRONG


def test_an_address_that_knows_no_bots_is_told() -> None:
    error = TelegramNotFound(method=GetMe(), message="Not Found")
    wrong = asking.of_failure(error, TelegramSection(token=TOKEN, api_base="https://other.example.com"))
    assert wrong.mark is Mark.WRONG
    assert "https://other.example.com 的回答不像 Bot API" in wrong.text
    assert "api_base" in wrong.remedy


async def test_a_webhook_in_the_way_of_polling_is_told(installation: Settings, telegram: StandIn) -> None:
    telegram.account.webhook.url = "https://someone:geheim@other.example.com/secret-path"
    left = await found(installation(telegram.address), "还设着 webhook")
    assert left.mark is Mark.WARNING
    assert "other.example.com" in left.text
    assert "secret-path" not in left.text
    assert "geheim" not in left.text
    assert "自动撤掉" in left.remedy


async def test_the_webhook_of_the_server_is_good(installation: Settings, telegram: StandIn) -> None:
    config = installation(telegram.address, 'receive = "webhook"')
    assert (await found(config, "webhook，但还没有设上")).mark is Mark.WARNING
    telegram.account.webhook.url = WANTED
    assert (await found(config, f"推送到 {WANTED}")).mark is Mark.GOOD
    telegram.account.webhook.url = "https://other.example.com/x"
    assert (await found(config, "推送到了别处")).mark is Mark.WRONG


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("Wrong response from the webhook: 403 Forbidden", "挡住了"),
        ("Wrong response from the webhook: 404 Not Found", "没有把 /telegram/webhook 转给亲清"),
        ("Wrong response from the webhook: 413 Request Entity Too Large", "client_max_body_size"),
        ("Wrong response from the webhook: 500 Internal Server Error", "数据库"),
        ("Wrong response from the webhook: 502 Bad Gateway", "没有在运行"),
        ("SSL error {error:0A000086:SSL routines::certificate verify failed}", "fullchain"),
        ("Failed to resolve host: Name or service not known", "解析"),
        ("Temporary failure in name resolution", "解析"),
        ("Connection timed out", "防火墙"),
        ("Connection refused", "防火墙"),
        ("Read timeout expired", "防火墙"),
        ("Something new", "polling"),
    ],
)
def test_a_failed_delivery_is_told_with_what_to_do(said: str, remedy: str) -> None:
    failed, *more = [
        one for one in asking.of_push(pushing(NOW - timedelta(minutes=5), said), WANTED, NOW)
        if one.mark is not Mark.GOOD
    ]  # fmt: skip
    assert not more
    assert "Telegram 推送失败（11-23 08:55）" in failed.text
    assert said in failed.text
    assert remedy in failed.remedy


def test_a_delivery_that_failed_long_ago_is_past() -> None:
    (one,) = asking.of_push(pushing(NOW - timedelta(hours=2), "Connection timed out"), WANTED, NOW)
    assert one.mark is Mark.GOOD


def test_what_piles_up_with_telegram_is_told() -> None:
    assert len(list(asking.of_push(pushing(None, "", 99), WANTED, NOW))) == 1
    _, pile = asking.of_push(pushing(None, "", 100), WANTED, NOW)
    assert "积压了 100 条" in pile.text


def pushing(failed: datetime | None, said: str, pending: int = 0) -> WebhookInfo:
    return WebhookInfo(
        url=WANTED, has_custom_certificate=False, pending_update_count=pending,
        last_error_date=failed, last_error_message=said or None,
    )  # fmt: skip


def test_a_bot_that_hears_whole_groups_is_told() -> None:
    me = User(id=1, is_bot=True, first_name="亲清", username="sample_bot", can_read_all_group_messages=True)
    assert "/setprivacy" in asking.of_identity(me).remedy


async def test_a_token_file_that_others_can_read_is_told(
    installation: Settings, telegram: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QINQING_TELEGRAM__TOKEN")
    file = tmp_path / "token"
    file.write_text(TOKEN, encoding="utf-8")
    file.chmod(0o644)
    config = installation(telegram.address, 'token_file = "token"')
    assert "chmod 600" in (await found(config, "令牌文件")).remedy
    file.chmod(0o600)
    assert not [one for one in await results(config) if "令牌文件" in one.text]


# Health recorded by the running service


@pytest.mark.parametrize(
    ("part", "state", "words", "mark", "remedy"),
    [
        ("receive", "conflict", "另一个程序在用同一个令牌收消息（自 2026-11-23 09:00）", Mark.WRONG, "/revoke"),
        ("send", "unauthorised", "不认这个令牌，不能发消息", Mark.WRONG, "QINQING_TELEGRAM__TOKEN"),
        ("receive", "network", "收消息连不上 Telegram", Mark.WRONG, "proxy"),
        ("send", "server", "发消息时 Telegram 出错", Mark.WARNING, "重试"),
        ("send", "waiting", "要求等一等", Mark.WARNING, "messages_per_second"),
        ("webhook", "network", "webhook 推送不通", Mark.WRONG, "polling"),
        ("webhook", "conflict", "另一个程序改过 webhook", Mark.WRONG, "/revoke"),
        ("webhook", "odd", "管理推送不正常", Mark.WARNING, "doctor"),
    ],
)
async def test_what_the_server_noted_is_told(
    db: Database, part: str, state: str, words: str, mark: Mark, remedy: str
) -> None:
    async with db.transaction() as session:
        await outbound_store.note_health(session, "telegram", part, state, f"bot{TOKEN} failed", NOW)
    receive: Literal["webhook", "polling"] = "webhook" if part == "webhook" else "polling"
    (one,) = [result for result in await of_channel(db, receive) if words in result.text]
    assert one.mark is mark
    assert remedy in one.remedy
    assert "SampleToken" not in one.text


@pytest.mark.parametrize("state", ["ok", "off"])
async def test_what_is_well_is_not_told(db: Database, state: str) -> None:
    async with db.transaction() as session:
        for part in ("receive", "send", "webhook", "identity"):
            await outbound_store.note_health(session, "telegram", part, state, "sample_bot", NOW)
    assert {one.mark for one in await of_channel(db)} == {Mark.GOOD}


async def test_what_waits_and_what_went_wrong_is_counted(db: Database) -> None:
    async with db.transaction() as session:
        chat = await chat_on_telegram(session, "100001:5")
        for _ in range(3):
            await chats.say(session, chat, {"text": "x"}, NOW)
        session.add(outbound_store.OutboundMessageRow(chat=chat, message=1, external_id="1", possibly_twice=True))
        session.add(outbound_store.OutboundMessageRow(chat=chat, message=2, failed="message is too long"))
    said = await of_channel(db)
    assert marks(said, "等着送往 Telegram 的消息 1 条") == [Mark.GOOD]
    assert marks(said, "累计 1 条消息可能发了两遍") == [Mark.GOOD]
    assert marks(said, "累计 1 条消息被 Telegram 拒收") == [Mark.WARNING]


async def test_who_blocked_the_bot_is_counted_and_staff_are_named_as_such(db: Database) -> None:
    async with db.transaction() as session:
        await directory.import_directory(session, load_directory().directory)
        people_chats = [await chat_on_telegram(session, f"100001:{number}") for number in range(3)]
        for chat in people_chats:
            await people.welcome(session, chat, "zh", NOW)
        await outbound_store.mark_unreachable(session, people_chats[0], "blocked")
    assert marks(await of_channel(db), "1 个 Telegram 聊天停用了机器人，都不是工作人员的") == [Mark.GOOD]
    async with db.transaction() as session:
        person = await people.welcome(session, people_chats[1], "zh", NOW)
        for number in (1, 2):  # two posts, and still one chat
            (await session.get_one(PostRow, number)).person = person.id
        former = await session.get_one(PostRow, 3)
        former.person, former.active = (await people.welcome(session, people_chats[2], "zh", NOW)).id, False
        for chat in people_chats[1:]:
            await outbound_store.mark_unreachable(session, chat, "blocked")
    assert marks(await of_channel(db), "3 个 Telegram 聊天停用了机器人，其中 1 个是工作人员的") == [Mark.WARNING]


async def test_files_that_cannot_be_fetched_are_told(db: Database) -> None:
    async with db.transaction() as session:
        chat = await chat_on_telegram(session, "100001:5")
        file = File("a" * 32, chat, "x.jpg", "image/jpeg", 1, "", state=FileState.WAITING)
        await chats_store.add_file(session, file, NOW)
        await outbound_store.put_incoming(session, file.id, "theirs", NOW)
    assert marks(await of_channel(db), "等着从 Telegram 接收的文件 1 个") == [Mark.GOOD]
    async with db.transaction() as session:
        (await session.get_one(outbound_store.IncomingFileRow, file.id)).tries = channel.STUBBORN_TRIES
    assert marks(await of_channel(db), "1 个文件从 Telegram 取了") == [Mark.WARNING]


async def test_chats_of_an_earlier_bot_are_told(db: Database) -> None:
    async with db.transaction() as session:
        for name in ("100001:5", "100002:5", "1000011:5"):
            await chat_on_telegram(session, name)
        await chats_store.open_chat(session, "web", "one")
    assert marks(await of_channel(db), "2 个 Telegram 聊天属于别的机器人") == [Mark.WARNING]


async def test_what_the_other_way_of_receiving_left_behind_is_not_told(db: Database) -> None:
    async with db.transaction() as session:
        await outbound_store.note_health(session, "telegram", "webhook", "network", "", NOW)
    assert {one.mark for one in await of_channel(db, "polling")} == {Mark.GOOD}
    assert Mark.WRONG in {one.mark for one in await of_channel(db, "webhook")}


async def of_channel(db: Database, receive: Literal["webhook", "polling"] = "polling") -> list[CheckResult]:
    settings = TelegramSection(token=TOKEN, receive=receive)
    async with db.reading() as session:
        return [one async for one in channel.of_channel(session, settings)]


async def chat_on_telegram(session: AsyncSession, name: str) -> int:
    chat = await chats_store.open_chat(session, "telegram", name)
    await outbound_store.open_outbound(session, chat.id)
    return chat.id


def marks(found: list[CheckResult], words: str) -> list[Mark]:
    return [one.mark for one in found if words in one.text]
