"""What `qinqing doctor` looks at: each check says what it found and, if something is wrong, how to mend it."""

import shutil
import stat
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from appeals.model import DISTRICT_TIME
from bot.config.model import Config
from chats import store as chats
from chats.store import EventRow
from directory import service as directory
from directory.findings import findings
from outbox import store as outbox
from people import store as people
from storage import meta_store, migrate
from workdays.calendar import Calendar

GIGABYTE = 1024**3
LOW_SPACE, NO_SPACE = 5, 1  # gigabytes
SKEW = timedelta(minutes=5)
NOTICE_MONTH = 11  # the State Council publishes next year's days off in October or November
SHOWN = 5  # of many lines of one kind


class Mark(StrEnum):
    GOOD = "✓"
    LOOK = "!"
    WRONG = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    mark: Mark
    text: str
    mend: str = ""


def good(text: str) -> Finding:
    return Finding(Mark.GOOD, text)


def of_settings(config: Config) -> Iterator[Finding]:
    yield good(f"配置：{config.office.name}，{config.web.public_url}")
    if urlsplit(config.web.public_url).hostname not in ("localhost", "127.0.0.1") and not config.web.secure:
        yield Finding(
            Mark.LOOK,
            "聊天页面没有用 https：登录标记和诉求内容会明文经过网络",
            "在前面加 nginx 或 caddy 配上证书，把 [web] public_url 改成 https:// 开头",
        )


def of_disk(config: Config, database: Path | None) -> Iterator[Finding]:
    """Space and rights where the product writes."""
    places = {"附件文件夹": config.files.folder}
    if database is not None:
        places = {"数据库所在文件夹": database.parent, **places}
    for name, folder in places.items():
        yield _writable(name, folder)
        yield _space(name, _existing(folder))


def of_secrets(database: Path | None) -> Iterator[Finding]:
    """Whoever can read the database file can read confidential appeals."""
    if database is None or not database.is_file():
        return
    others = database.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)
    if others:
        yield Finding(
            Mark.LOOK,
            f"数据库文件 {database} 别的账号也能读，其中有保密诉求",
            f"chmod 600 {database}*",
        )
    else:
        yield good("数据库文件只有服务账号能读")


def of_schema(url: str) -> Finding:
    """Whether the tables are those of this version."""
    current, head = migrate.current(url), migrate.head()
    if current == head:
        return good(f"数据库是最新的（{head}）")
    if current is None:
        return Finding(Mark.LOOK, "数据库还没有建表", "启动时会自动建，也可以先执行 qinqing migrate")
    if current in migrate.known():
        return Finding(Mark.LOOK, f"数据库是旧版本的（{current}）", "先 qinqing backup，再 qinqing migrate 或直接启动")
    return Finding(Mark.WRONG, f"数据库来自更新的版本（{current}）", "换用新版本的程序，或恢复旧版本时的备份")


async def of_database(session: AsyncSession, now: datetime, *, sqlite: bool) -> AsyncIterator[Finding]:
    """What lies in the tables."""
    if sqlite:
        yield await _intact(session)
    demo = await meta_store.get(session, "demo") == "yes"
    if demo:
        yield Finding(Mark.LOOK, "这是演示库", "正式使用请在 [database] url 写另一个位置")
    else:
        yield await _clock(session, now)
    async for finding in _directory(session):
        yield finding
    yield await _dead(session)
    yield await _waiting(session, now)


def of_calendar(calendar: Calendar, now: datetime) -> Iterator[Finding]:
    today = now.astimezone(DISTRICT_TIME)
    if today.year in calendar.published:
        yield good(f"{today.year} 年放假通知已收录")
    else:
        yield Finding(
            Mark.WRONG, f"{today.year} 年放假通知没有收录，时限只是暂定", "升级程序：放假安排随 chinesecalendar 更新"
        )
    if today.year + 1 in calendar.published:
        yield good(f"{today.year + 1} 年放假通知已收录")
    elif today.month < NOTICE_MONTH:
        yield good(f"{today.year + 1} 年放假通知通常 11 月公布，在此之前跨年的时限按暂定计算")
    else:
        yield Finding(
            Mark.LOOK,
            f"{today.year + 1} 年放假通知没有收录，落在那一年的时限只是暂定",
            "通知公布后升级程序；放假安排随 chinesecalendar 更新",
        )


def _writable(name: str, folder: Path) -> Finding:
    place = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            return good(f"{name} {folder} 可以写入")
    except OSError as error:
        mend = f"建好文件夹并交给服务账号：mkdir -p {folder} && chown 服务账号 {folder}"
        return Finding(Mark.WRONG, f"{name} {folder} 不能写入（{error.strerror}）", mend)


def _space(name: str, folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free / GIGABYTE
    if free >= LOW_SPACE:
        return good(f"{name}还有 {free:.0f} GB 空间")
    mark = Mark.WRONG if free < NO_SPACE else Mark.LOOK
    return Finding(mark, f"{name}只剩 {free:.1f} GB 空间", "清理磁盘，或把数据移到更大的磁盘并修改配置")


def _existing(folder: Path) -> Path:
    """The folder itself, or the nearest one above that is there already."""
    return next(place for place in (folder, *folder.parents) if place.is_dir())


async def _intact(session: AsyncSession) -> Finding:
    said = (await session.execute(text("PRAGMA quick_check(1)"))).scalar_one()
    if said == "ok":
        return good("数据库文件完好")
    return Finding(Mark.WRONG, f"数据库文件损坏：{said}", "停止服务，用最近的备份恢复：qinqing restore FILE --force")


async def _clock(session: AsyncSession, now: datetime) -> Finding:
    """A clock that was set back would make deadlines wrong: what is stored cannot come from the future."""
    latest = await session.scalar(select(func.max(EventRow.at)))
    if latest is not None and latest > now + SKEW:
        wrong = f"系统时钟比数据库里最近的记录早：现在 {_local(now)}，最近的记录 {_local(latest)}"
        return Finding(Mark.WRONG, wrong, "校准时钟（例如 timedatectl set-ntp true），再启动服务")
    return good(f"系统时钟 {_local(now)}")


async def _directory(session: AsyncSession) -> AsyncIterator[Finding]:
    found = await directory.load(session)
    if not found.units:
        yield Finding(Mark.LOOK, "单位名录是空的，诉求无处可交", "导入名录：qinqing directory import FILE")
        return
    yield good(f"单位名录：{len(found.units)} 个单位，{len(found.people)} 个岗位")
    breaches = [str(one) for one in findings(found)]
    if breaches:
        more = f"……等 {len(breaches)} 个单位" if len(breaches) > SHOWN else ""
        yield Finding(
            Mark.LOOK,
            f"专员配备不合“1 名首席、至少 2 名具办”：{'；'.join(breaches[:SHOWN])}{more}",
            "请单位补足后更新名录",
        )
    unbound = await people.count_posts(session, bound=False)
    if unbound:
        bound = await people.count_posts(session, bound=True)
        yield Finding(
            Mark.LOOK,
            f"{unbound} 个岗位还没有绑定聊天（已绑定 {bound} 个），收不到提醒",
            "逐个发邀请码：qinqing invite 姓名",
        )


async def _dead(session: AsyncSession) -> Finding:
    dead = await chats.count_inbox(session, "dead")
    if not dead:
        return good("没有处理失败的消息")
    mend = "原因见日志中的 step failed；来信人已得到致歉。查明后升级程序，仍有问题请报告"
    return Finding(Mark.LOOK, f"{dead} 条消息处理失败，已搁置", mend)


async def _waiting(session: AsyncSession, now: datetime) -> Finding:
    waiting = await outbox.count_waiting(session, now)
    return good(f"待送出的消息 {waiting} 条" + ("（收件岗位没有绑定的会一直等着）" if waiting else ""))


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(DISTRICT_TIME):%Y-%m-%d %H:%M}"
