"""Enterprises as people enter them in chat: name, credit code with its check digit, who represents which."""

import re
import unicodedata
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from directory import credit_code, store
from directory.credit_code import Verdict
from directory.model import Enterprise
from texts.folding import without_invisible
from texts.refused import Refused
from texts.speech import say

MAX_NAME_CHARS = 60
_CODE = re.compile(r"(?:(?:统一)?(?:社会)?信用代码)?:?\s*(?<![0-9A-Za-z])([0-9A-Za-z]{15,20}|[*]{18})(?![0-9A-Za-z])")


def readable_name(text: str) -> str:
    """An enterprise's name on one line; raises ``Refused`` with the reason if it is not usable."""
    seen = without_invisible(unicodedata.normalize("NFKC", text))
    kept = "".join(sign for sign in seen if unicodedata.category(sign)[0] != "C")
    name = " ".join(kept.split())
    if len(name) < 2:
        raise Refused(say("请输入企业或店铺的名称，和营业执照上一致最好。"))
    if len(name) > MAX_NAME_CHARS:
        raise Refused(say("名称有点长，请控制在 {most} 个字以内。", most=MAX_NAME_CHARS))
    return name


def split_code(text: str) -> tuple[str, str]:
    """What is left of the line without something like a credit code, and that code; "" for what is not there."""
    line = unicodedata.normalize("NFKC", text)
    found = _CODE.search(line)
    return (_CODE.sub(" ", line).strip(" ,、;。"), found[1]) if found else (text.strip(), "")


def readable_code(text: str) -> tuple[str, bool]:
    """A credit code, and whether its check digit is right: real ones exist where it is not, so the person is asked.
    Raises ``Refused`` for anything else."""
    code, verdict = credit_code.read(text)
    if verdict is Verdict.IDENTITY_CARD:
        raise Refused(
            say("这像是身份证号码，不能当作企业的代码，我没有存。请输入营业执照上的统一社会信用代码，或者点「跳过」。")
        )
    if verdict is Verdict.WRONG:
        raise Refused(say("统一社会信用代码是 18 位数字和大写字母。请再输入一次，或者点「跳过」。"))
    return code, verdict is Verdict.RIGHT


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
