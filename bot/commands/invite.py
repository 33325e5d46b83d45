"""`qinqing invite PERSON`: a one-time code with which a civil servant links a chat to the post in the directory."""

import argparse
import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from difflib import get_close_matches

from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.report_errors import CommandFailed, add_config_argument, load_config, open_database, report_errors
from bot.config.model import Config
from bot.dialogs.channel_links import ChannelLink, channel_in_words, channel_links
from directory import store as directory
from people import invitation_service, post_store
from people.model import Post
from people.name_key import name_key
from people.words import ROLE_NAMES
from workdays.deadline_rules import DISTRICT_TIME


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("person", metavar="PERSON", help="姓名，例如 张示例；重名时用列出的编号，例如 12")
    add_config_argument(parser)


@report_errors
def main(args: argparse.Namespace) -> int:
    print(asyncio.run(_invite(load_config(args), args.person.strip(), datetime.now(UTC))))
    return 0


async def _invite(config: Config, person: str, now: datetime) -> str:
    async with open_database(config) as db, db.transaction() as session:
        post, unit = await _the_one(session, person)
        code = await invitation_service.invite(session, post.id, now)
        found = await channel_links(session, config.web.public_url, code)
    return _words(post, unit, code, found, now)


async def _the_one(session: AsyncSession, person: str) -> tuple[Post, str]:
    known = await _posts(session)
    if not known:
        raise CommandFailed("名录里还没有人。请先导入单位名录：qinqing directory import FILE")
    if person.isdecimal():
        if int(person) not in known:
            raise CommandFailed(f"名录里没有编号 {person}。请写姓名查找，例如：qinqing invite 张示例")
        return known[int(person)]
    found = [number for number, (post, _) in known.items() if name_key(post.name) == name_key(person)]
    if len(found) == 1:
        return known[found[0]]
    raise CommandFailed(_ambiguous(person, found, known) if found else _unknown(person, known))


async def _posts(session: AsyncSession) -> dict[int, tuple[Post, str]]:
    """Everybody in the directory, by post id, with the name of the unit."""
    units = (await directory.read(session)).by_id
    posts = await post_store.posts(session, *ROLE_NAMES)
    return {post.id: (post, units[post.unit].name if post.unit in units else "") for post in posts}


def _ambiguous(person: str, found: list[int], known: dict[int, tuple[Post, str]]) -> str:
    lines = [f"    编号 {number}　{_described(*known[number])}" for number in found]
    return "\n".join([f"名录里有 {len(found)} 位{person}：", *lines, f"请用编号指明，例如：qinqing invite {found[0]}"])


def _unknown(person: str, known: dict[int, tuple[Post, str]]) -> str:
    names = {post.name for post, _ in known.values()}
    nearest = get_close_matches(person, names, 3, cutoff=0.5)
    hint = f"相近的有：{'、'.join(nearest)}。" if nearest else "请核对姓名，或先更新名录：qinqing directory import FILE"
    return f"名录里没有“{person}”。{hint}"


def _described(post: Post, unit: str) -> str:
    return f"{post.name}（{' · '.join(part for part in (unit, ROLE_NAMES[post.role], post.title) if part)}）"


def _words(post: Post, unit: str, code: str, found: Sequence[ChannelLink], now: datetime) -> str:
    until = (now + invitation_service.INVITATION_LIFETIME).astimezone(DISTRICT_TIME)
    lines = [
        f"{_described(post, unit)}的邀请码：",
        "",
        f"    {code}",
        "",
        f"请本人打开 {found[0].link}",
        *(f"或在 {channel_in_words(one.channel)} 打开 {one.link}" for one in found[1:]),
        "或在聊天里发送：/start " + code,
        "打开后会先问是不是本人，点「是我，确认」才绑定；只打开链接不会用掉邀请码。",
        f"有效期到 {until:%Y-%m-%d %H:%M}（72 小时），只能用一次；以前给这个岗位发的码已作废。",
    ]
    if post.person is not None:
        lines.append("注意：这个岗位已经有人绑定。新码一用，岗位就转给新的使用者。")
    return "\n".join(lines)
