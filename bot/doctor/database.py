"""Checks of the database's contents: schema version, directory, pending messages and failed updates."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.doctor import store
from bot.doctor.checks import CheckResult, Mark, good
from chats import store as chats
from directory import service as directory
from directory.staffing import understaffed
from outbox import store as outbox
from people import post_store
from storage import meta_store, migrate
from workdays.deadline_rules import DISTRICT_TIME

MAX_CLOCK_SKEW = timedelta(minutes=5)
MAX_LINES = 5  # at most this many examples in a message


def of_schema(url: str) -> CheckResult:
    """Whether the schema is this version's."""
    current, head = migrate.current(url), migrate.head()
    if current == head:
        return good(f"数据库是最新的（{head}）")
    if current is None:
        return CheckResult(Mark.WARNING, "数据库还没有建表", "启动时会自动建，也可以先执行 qinqing migrate")
    if current in migrate.known():
        return CheckResult(
            Mark.WARNING, f"数据库是旧版本的（{current}）", "先 qinqing backup，再 qinqing migrate 或直接启动"
        )
    return CheckResult(Mark.WRONG, f"数据库来自更新的版本（{current}）", "换用新版本的程序，或恢复旧版本时的备份")


async def of_database(session: AsyncSession, now: datetime, *, sqlite: bool) -> AsyncIterator[CheckResult]:
    """Checks of the contents of the tables."""
    if sqlite:
        yield await _intact(session)
    if await meta_store.get(session, "demo") == "yes":
        yield CheckResult(Mark.WARNING, "这是演示库", "正式使用请在 [database] url 写另一个位置")
    else:
        yield await _clock(session, now)
    async for result in _directory(session):
        yield result
    yield await _dead(session)
    if held := await chats.count_inbox(session, "held"):
        yield _held(held)
    yield await _waiting(session, now)


async def _intact(session: AsyncSession) -> CheckResult:
    said = await store.quick_check(session)
    if said == "ok":
        return good("数据库文件完好")
    return CheckResult(
        Mark.WRONG, f"数据库文件损坏：{said}", "停止服务，用最近的备份恢复：qinqing restore FILE --force"
    )


async def _clock(session: AsyncSession, now: datetime) -> CheckResult:
    """A clock that was set back would make deadlines wrong: stored times cannot be in the future."""
    latest = await store.latest_moment(session)
    if latest is not None and latest > now + MAX_CLOCK_SKEW:
        wrong = f"系统时钟比数据库里最近的记录早：现在 {_local(now)}，最近的记录 {_local(latest)}"
        return CheckResult(Mark.WRONG, wrong, "校准时钟（例如 timedatectl set-ntp true），再启动服务")
    return good(f"系统时钟 {_local(now)}")


async def _directory(session: AsyncSession) -> AsyncIterator[CheckResult]:
    found = await directory.load(session)
    if not found.units:
        yield CheckResult(Mark.WARNING, "单位名录是空的，诉求无处可交", "导入名录：qinqing directory import FILE")
        return
    yield good(f"单位名录：{len(found.units)} 个单位，{len(found.people)} 个岗位")
    breaches = [str(one) for one in understaffed(found)]
    if breaches:
        more = f"……等 {len(breaches)} 个单位" if len(breaches) > MAX_LINES else ""
        yield CheckResult(
            Mark.WARNING,
            f"专员配备不合“1 名首席、至少 2 名具办”：{'；'.join(breaches[:MAX_LINES])}{more}",
            "请单位补足后更新名录",
        )
    unbound = await post_store.count_posts(session, bound=False)
    if unbound:
        bound = await post_store.count_posts(session, bound=True)
        yield CheckResult(
            Mark.WARNING,
            f"{unbound} 个岗位还没有绑定聊天（已绑定 {bound} 个），收不到提醒",
            "逐个发邀请码：qinqing invite 姓名",
        )


async def _dead(session: AsyncSession) -> CheckResult:
    dead = await chats.count_inbox(session, "dead")
    if not dead:
        return good("没有处理失败的消息")
    remedy = "原因见日志中的 step failed；来信人已得到致歉。查明后升级程序，仍有问题请报告"
    return CheckResult(Mark.WARNING, f"{dead} 条消息处理失败，已搁置", remedy)


def _held(count: int) -> CheckResult:
    remedy = "原因见日志和系统记录（内存不足、段错误）；空闲时会单独再处理，来信不会丢。仍有问题请报告"
    return CheckResult(Mark.WARNING, f"{count} 条消息处理时服务几次意外中止，已单独留待处理", remedy)


async def _waiting(session: AsyncSession, now: datetime) -> CheckResult:
    waiting = await outbox.count_waiting(session)
    return good(f"待送出的消息 {waiting} 条" + ("（收件岗位没有绑定的会一直等着）" if waiting else ""))


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(DISTRICT_TIME):%Y-%m-%d %H:%M}"
