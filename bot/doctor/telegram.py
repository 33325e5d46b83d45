"""What `qinqing doctor` asks Telegram itself: whether the token is valid, and where updates are pushed."""

import stat
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import User, WebhookInfo

from bot.channels.telegram.api import connect
from bot.channels.telegram.refusals import FAILURES, PROXY_FAILED
from bot.channels.telegram.secrets import TOKEN, WITHHELD
from bot.channels.telegram.settings import WEBHOOK_PATH, TelegramSection
from bot.doctor.channel import OTHER_TOKEN
from bot.doctor.checks import CheckResult, Mark, good
from bot.doctor.push import remedy_for
from workdays.deadline_rules import DISTRICT_TIME

TIMEOUT_SECONDS = 5  # for each request
RECENT_DURATION = timedelta(hours=1)  # older webhook errors are considered resolved
MAX_PENDING_UPDATES = 100  # updates waiting to be pushed


async def of_telegram(settings: TelegramSection, public_url: str, now: datetime) -> AsyncIterator[CheckResult]:
    for result in of_token_file(settings):
        yield result
    async with connect(settings) as bot:
        try:
            yield of_identity(await bot.get_me(request_timeout=TIMEOUT_SECONDS))
            webhook = await bot.get_webhook_info(request_timeout=TIMEOUT_SECONDS)
        except FAILURES as error:
            yield of_failure(error, settings)
            return
    pushes = of_push if settings.receive == "webhook" else of_poll
    for result in pushes(webhook, f"{public_url}{WEBHOOK_PATH}", now):
        yield result


def of_token_file(settings: TelegramSection) -> Iterator[CheckResult]:
    file = settings.token_file
    if file is not None and file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        yield CheckResult(Mark.WARNING, f"令牌文件 {file} 别的账号也能读，谁拿到令牌谁就是机器人", f"chmod 600 {file}")


def of_identity(me: User) -> CheckResult:
    if me.can_read_all_group_messages:
        remedy = "在 @BotFather 用 /setprivacy 选 Enable：亲清只在私聊里办事，不必看群里的话"
        return CheckResult(Mark.WARNING, f"机器人 @{me.username} 在群里能看到所有人的话", remedy)
    return good(f"Telegram 机器人 @{me.username}（{me.full_name}）")


def of_failure(error: Exception, settings: TelegramSection) -> CheckResult:
    """Telegram failed to answer properly; the error's own text is not shown, since it may contain the token."""
    match error:
        case TelegramUnauthorizedError():
            return CheckResult(Mark.WRONG, "Telegram 不认这个令牌（401）", OTHER_TOKEN)
        case TelegramNotFound() | ClientDecodeError():
            text = f"{settings.api_base} 的回答不像 Bot API"
            return CheckResult(
                Mark.WRONG, text, "核对 [telegram] api_base 和 proxy；不是自己架设的服务就删掉 api_base 这一行"
            )
        case TelegramServerError():
            return CheckResult(Mark.WARNING, "Telegram 那边出错（5xx）", "过几分钟再查；服务会一直重试，消息不会丢")
        case TelegramRetryAfter():
            text = f"Telegram 要求等 {error.retry_after} 秒再问"
            return CheckResult(Mark.WARNING, text, "过一会儿再查；经常这样请确认没有别的程序用这个令牌")
    if settings.proxy:
        why = "代理连不上" if isinstance(error, PROXY_FAILED) else "经代理没有得到回答"
        remedy = f"确认代理 {_address(settings.proxy)} 在运行，本机能连上，它能访问 {settings.api_base}"
        return CheckResult(Mark.WRONG, f"连不上 Telegram（{settings.api_base}）：{why}", remedy)
    remedy = (
        '境内网络一般要走代理：写 [telegram] proxy，例如 "socks5://127.0.0.1:1080"；有自建的 Bot API 服务就写 api_base'
    )
    return CheckResult(Mark.WRONG, f"{TIMEOUT_SECONDS} 秒内连不上 Telegram（{settings.api_base}）", remedy)


def of_poll(webhook: WebhookInfo, _: str, __: datetime) -> Iterator[CheckResult]:
    if not webhook.url:
        yield good("收消息的方式：polling")
        return
    remedy = "启动时会自动撤掉它；如果那是别的系统在用，请给亲清另外申请一个机器人"
    yield CheckResult(
        Mark.WARNING, f"收消息的方式是 polling，但机器人还设着 webhook（{_address(webhook.url)}）", remedy
    )


def of_push(webhook: WebhookInfo, wanted: str, now: datetime) -> Iterator[CheckResult]:
    if not webhook.url:
        yield CheckResult(Mark.WARNING, "收消息的方式是 webhook，但还没有设上", "启动服务时会自动设；已在运行就看日志")
        return
    if webhook.url == wanted:
        yield good(f"收消息的方式：webhook，推送到 {wanted}")
    else:
        remedy = "运行中的服务会在一分钟内改回来；反复这样说明另有程序用这个令牌：在 @BotFather 用 /revoke 换一个"
        yield CheckResult(Mark.WRONG, f"webhook 推送到了别处（{_address(webhook.url)}），应为 {wanted}", remedy)
    if webhook.last_error_date and now - webhook.last_error_date < RECENT_DURATION:
        yield _push_failure(webhook.last_error_date, webhook.last_error_message or "")
    if webhook.pending_update_count >= MAX_PENDING_UPDATES:
        text = f"Telegram 那边积压了 {webhook.pending_update_count} 条没有推送过来"
        yield CheckResult(Mark.WARNING, text, "服务停过的话会自动补送；数字不降就看上一条和日志")


def _push_failure(at: datetime, said: str) -> CheckResult:
    text = f"Telegram 推送失败（{at.astimezone(DISTRICT_TIME):%m-%d %H:%M}）：{TOKEN.sub(WITHHELD, said)}"
    return CheckResult(Mark.WRONG, text, remedy_for(said))


def _address(url: str) -> str:
    """Host and port only: the rest of the address may be secret."""
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2]
