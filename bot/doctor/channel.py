"""What `qinqing doctor` reads about Telegram in the database: the channel's recorded health, and what is pending."""

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram.secrets import TOKEN, WITHHELD
from bot.channels.telegram.settings import TelegramSection
from bot.doctor import store
from bot.doctor.checks import CheckResult, Mark, good
from bot.doctor.push import remedy_for
from chats import outbound_store
from chats.outbound_store import Health
from workdays.deadline_rules import DISTRICT_TIME

CHANNEL = "telegram"
STUBBORN_TRIES = 3  # failed attempts to fetch a file; a short outage costs one or two

OTHER_TOKEN = "在 @BotFather 用 /token 核对，写进环境变量 QINQING_TELEGRAM__TOKEN 或 token_file，再重启服务"  # noqa: S105  words
OTHER_PROGRAM = "停掉另一个程序；找不到就在 @BotFather 用 /revoke 换一个令牌，只给亲清用"
ROAD = "看网络、[telegram] proxy 和 api_base；恢复后程序自己接着收发，不会丢消息"


async def of_channel(session: AsyncSession, settings: TelegramSection) -> AsyncIterator[CheckResult]:
    for health in await outbound_store.health(session):
        if _is_wrong(health, settings):
            yield of_health(health)
    yield good(f"等着送往 Telegram 的消息 {await outbound_store.count_waiting(session, CHANNEL)} 条")
    yield await _unreachable(session)
    yield await _rejected(session)
    yield await _files(session)
    if twice := await outbound_store.count_possibly_twice(session, CHANNEL):
        yield good(f"累计 {twice} 条消息可能发了两遍（断网或程序被强行终止时会这样，不必处理）")
    if others := await store.count_chats_of_other_bots(session, CHANNEL, settings.bot_id):
        remedy = "这些人要在新机器人里重新开始；工作人员请重新发邀请码：qinqing invite 姓名"
        yield CheckResult(Mark.WARNING, f"{others} 个 Telegram 聊天属于别的机器人，这个令牌送不到", remedy)


def _is_wrong(health: Health, settings: TelegramSection) -> bool:
    receiving = "receive" if settings.receive == "polling" else "webhook"
    return health.channel == CHANNEL and health.part in (receiving, "send") and health.state not in ("ok", "off")


def of_health(health: Health) -> CheckResult:
    """The health recorded at its last change; only the running service knows whether it still applies."""
    since = f"自 {health.since.astimezone(DISTRICT_TIME):%Y-%m-%d %H:%M}"
    does = {"receive": "收消息", "send": "发消息", "webhook": "管理推送"}[health.part]
    detail = f"：{TOKEN.sub(WITHHELD, health.detail)}" if health.detail else ""
    match health.part, health.state:
        case "webhook", "conflict":
            return CheckResult(Mark.WRONG, f"另一个程序改过 webhook，已经改回（{since}）", OTHER_PROGRAM)
        case _, "conflict":
            return CheckResult(Mark.WRONG, f"另一个程序在用同一个令牌收消息（{since}）", OTHER_PROGRAM)
        case _, "unauthorised":
            return CheckResult(Mark.WRONG, f"Telegram 不认这个令牌，不能{does}（{since}）", OTHER_TOKEN)
        case "webhook", "network" | "server":
            return CheckResult(Mark.WRONG, f"webhook 推送不通（{since}）{detail}", remedy_for(health.detail))
        case _, "network":
            return CheckResult(Mark.WRONG, f"{does}连不上 Telegram（{since}）{detail}", ROAD)
        case _, "server":
            remedy = "多半是 Telegram 那边的故障，程序会一直重试；超过半小时请查网络和 api_base"
            return CheckResult(Mark.WARNING, f"{does}时 Telegram 出错（{since}）{detail}", remedy)
        case _, "waiting":
            remedy = "程序自己会等；经常这样请把 [telegram] messages_per_second 调低，并确认没有别的程序用这个令牌"
            return CheckResult(Mark.WARNING, f"{does}太快，Telegram 要求等一等（{since}）", remedy)
        case _:
            return CheckResult(Mark.WARNING, f"{does}不正常（{since}）{detail}", "再查一遍：qinqing doctor，并看日志")


async def _unreachable(session: AsyncSession) -> CheckResult:
    lost = await outbound_store.count_unreachable(session, CHANNEL)
    if not lost:
        return good("没有 Telegram 聊天停用机器人")
    if staff := await store.count_staff_out_of_reach(session, CHANNEL):
        remedy = "请他们在 Telegram 里点“重新启动”或给机器人发一句话；在此之前提醒只送到他们的其他聊天"
        return CheckResult(Mark.WARNING, f"{lost} 个 Telegram 聊天停用了机器人，其中 {staff} 个是工作人员的", remedy)
    return good(f"{lost} 个 Telegram 聊天停用了机器人，都不是工作人员的")


async def _rejected(session: AsyncSession) -> CheckResult:
    rejected = await outbound_store.count_failed(session, CHANNEL)
    if not rejected:
        return good("没有被 Telegram 拒收的消息")
    remedy = "其他消息照常送达；原因见日志中的 message not taken，同样的原因反复出现请报告"
    return CheckResult(Mark.WARNING, f"累计 {rejected} 条消息被 Telegram 拒收", remedy)


async def _files(session: AsyncSession) -> CheckResult:
    waiting = await outbound_store.count_incoming(session)
    stubborn = await store.count_stubborn_files(session, STUBBORN_TRIES)
    if not stubborn:
        return good(f"等着从 Telegram 接收的文件 {waiting} 个")
    remedy = "看网络、代理和磁盘空间；一天之内取不到的，会请发送的人重发"
    return CheckResult(Mark.WARNING, f"{stubborn} 个文件从 Telegram 取了 {STUBBORN_TRIES} 次以上还没有取到", remedy)
