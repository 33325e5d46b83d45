"""Enterprises as people enter them in chat: name, credit code with its check digit, who represents which."""

import unicodedata
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from directory import store
from directory.model import Enterprise
from texts.refused import Refused
from texts.speech import say

MAX_NAME_CHARS = 60


def readable_name(text: str) -> str:
    """An enterprise's name on one line; raises ``Refused`` with the reason if it is not usable."""
    kept = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign)[0] != "C")
    name = " ".join(kept.split())
    if len(name) < 2:
        raise Refused(say("请输入企业或店铺的名称，和营业执照上一致最好。"))
    if len(name) > MAX_NAME_CHARS:
        raise Refused(say("名称有点长，请控制在 {most} 个字以内。", most=MAX_NAME_CHARS))
    return name


def valid_code(text: str) -> str:
    """A unified social credit code (GB 32100-2015): 18 characters, the last of which is a check digit."""
    code = uscc.compact(unicodedata.normalize("NFKC", text))
    try:
        return str(uscc.validate(code))
    except InvalidChecksum as error:
        raise Refused(
            say("这个代码的校验位对不上，可能有一位输错了。请对照营业执照再看一下，或者点「跳过」。")
        ) from error
    except ValidationError as error:
        raise Refused(say("统一社会信用代码是 18 位数字和大写字母。请再输入一次，或者点「跳过」。")) from error


async def represent(session: AsyncSession, person: int, name: str, code: str, now: datetime) -> Enterprise:
    """Let the person act for this enterprise. Codes are public, so this gives no access to other people's appeals."""
    same = [one for one in await store.represented(session, person) if not code and one.name == name]
    enterprise = same[0] if same else await store.name_enterprise(session, name, code)
    assert enterprise.id is not None
    await store.add_represented(session, person, enterprise.id, now)
    return enterprise


async def represented(session: AsyncSession, person: int) -> list[Enterprise]:
    return await store.represented(session, person)


async def get(session: AsyncSession, number: int) -> Enterprise:
    return await store.enterprise(session, number)
