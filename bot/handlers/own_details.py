"""What people correct of their own details once an appeal is filed: name, enterprise, which telephone to call."""

import re

from aiogram_dialog import DialogManager

from bot.dialogs.context import answer, context, set_person
from bot.dialogs.people.states import start_settings
from people import service as people
from people.words import masked_phone
from texts.folding import as_written, folded
from texts.speech import say
from understanding import corrections

MAX_CHARS = 60  # characters that are looked at
NEW_FIRM = re.compile(
    "^(?:我|我们|俺)?(?:要|想|需要)?(?:改|换|更正|变更)(?:一下|个)?(?:我们?的?)?(?:单位|公司|企业|"
    "店)的?(?:名称|名字|名)(?:怎么(?:改|弄)|在哪(?:里)?改?|了|吧|[。.!！?？ ])*$"
)
NEW_NAME = re.compile(
    "^(?:你们?|单子上|上面)*(?:把)?(?:我|我的|联系人|的)*(?:名字|姓名|称呼)(?:给|被|你们|人家)*(?:写|打|弄|搞|登)?"
    "(?:错|不对|不是|有误)|^(?:我|我的|联系人)+(?:的)?(?:名字|姓名)(?:是|叫)|"
    "^(?:我)?(?:打|写)错(?:名字|姓名)|^我不(?:叫|姓)|^我叫.{1,8}不(?:叫|是)|^我姓.{1,8}不(?:姓|是)|"
    "^(?:sorry,? |no,? )?my name (?:is|should be|was) "
)
WRONG = re.compile("错|不对|有误|wrong")
CLAUSE = re.compile("[,，。;； ]+")
PREFERS = re.compile(  # one of two telephones: "电话打139那个，137的不用了"
    "^(?:以后|今后|请|就|麻烦|[,， ])*(?:电话|手机|号码)?(?:就|请)?(?:打|用|拨|留)(?:尾号)?[0-9]{3,4}(?:开头|结尾)?"
    "(?:的|那个|号码?)+(?:[,，。 ].{0,14})?$"
)


async def prefers(manager: DialogManager, text: str) -> bool:
    """The telephone to call first, of two; otherwise the window where it is changed."""
    ctx = context(manager)
    if "、" not in ctx.person.phone:
        return await new_firm(manager, text)
    person = await people.prefer_phone(ctx.session, ctx.person, text)
    set_person(manager, person)
    await answer(manager, say("先打 {phone}。", phone=masked_phone(person.phone.partition("、")[0])))
    return True


async def new_name(manager: DialogManager, text: str) -> bool:
    """The name itself, if it stands there; otherwise the window where it is changed."""
    ctx = context(manager)
    if not ctx.person.is_introduced or ctx.person.posts:
        return False
    said = folded(text, MAX_CHARS)
    told = [corrections.read(clause) for clause in (said, *CLAUSE.split(said))]
    name = next((as_written(text, one["name"]) for one in told if "name" in one), None)
    if name is None and not WRONG.search(said):
        return False
    if name is None:
        await start_settings(manager)
        return True
    set_person(manager, await people.give_name(ctx.session, ctx.person, name))
    await answer(manager, say("好的，称呼改成{name}了，办理您诉求的人看到的就是它。", name=name))
    return True


async def new_firm(manager: DialogManager, _: str) -> bool:
    """The window where the enterprise is changed."""
    if not context(manager).person.is_introduced or context(manager).person.posts:
        return False
    await start_settings(manager)
    return True
