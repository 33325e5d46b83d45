"""What people correct of their own details once an appeal is filed: name and enterprise."""

import re

from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.context import answer, context, set_person
from bot.dialogs.people.states import start_settings
from bot.handlers import own_appeals
from directory import enterprise_service
from people import service as people
from texts.folding import as_written, folded
from texts.speech import say
from understanding import corrections

MAX_CHARS = 60  # characters that are looked at
NEW_FIRM = re.compile(
    "^(?:我|我们|俺)?(?:要|想|需要)?(?:改|换|更正|变更)(?:一下|个)?(?:我们?的?)?(?:单位|公司|企业|"
    "店)的?(?:名称|名字|名)(?:怎么(?:改|弄)|在哪(?:里)?改?|了|吧|[。.!！?？ ])*$"
)
NAME = re.compile("名字|姓名|称呼|我不?[叫姓]|my name")
BLAME = re.compile(
    "(?:你们?|单子|上面|系统)*(?:给|把|都|上|里|[ ,，])*(?:写|打|弄|登记?)(?:成|错).{0,8}"
)  # beside the name
WRONG_NAME = re.compile(  # and not said what is right
    "(?:你们?|单子上|上面|把)*(?:我的?|联系人的?)?(?:名字|姓名|称呼)(?:给|被|你们|人家)*(?:写|打|弄|搞|登)?(?:错|不对|有误)"
    "(?:了|啦|啊|[。.!！ ])*|(?:我)?(?:打|写)错(?:名字|姓名)(?:了|啦|[。.!！ ])*|my name is wrong[.! ]*"
)
FIRM = re.compile(
    "(?:店|公司|企业|单位|厂|铺)的?(?:名称|名字|名).{0,6}(?:改|换|错|不对|应该|应为|写成)|"
    "\\b(?:shop|store|company|firm|business)(?:.s)?(?: name)? (?:is|was) (?:wrong|misspell?ed|not right)|"
    "\\b(?:shop|store|company|firm|business)(?:.s)? name (?:should be|is|was wrong)"
)
WRONG_FIRM = re.compile(  # and not said what is right
    "(?:你们?|单子上|上面|我们?的?|[,， ])*(?:店|公司|企业|单位|厂|铺)的?(?:名称|名字|名)"
    "(?:给|被|你们)*(?:写|打|弄|登|填)?(?:错|不对|有误)(?:了|啦|啊|[。.!！ ])*|"
    "(?:the |my |our )*(?:shop|store|company|firm|business)(?:.s)?(?: name)? (?:is|was) "
    "(?:wrong|misspell?ed|not right)[.! ]*"
)
HOURS = re.compile("(?:打|接|联系).{0,4}(?:电话|我|给我)?|call|phone|ring")
NO_HOURS = re.compile("[他她让叫总局]|一直|没人|窗口|怎么|为什么|they|she |he ")  # tells of others
NO_NAME = re.compile("[局院部委所站]|[不没]")  # "名字不对，社保局不给办"
SURNAME = re.compile("我姓[一-龥]")
CLAUSE = re.compile("[,，。;； ]+")


async def new_name(manager: DialogManager, text: str) -> bool:
    """The name itself, if it stands there; otherwise the window where it is changed."""
    ctx, said = context(manager), folded(text, MAX_CHARS)
    if not ctx.person.is_introduced or ctx.person.posts:
        return False
    if WRONG_NAME.fullmatch(said):
        return await change_details(manager, text)
    name = right_name(said)
    if name is None:
        return False
    set_person(manager, await people.give_name(ctx.session, ctx.person, as_written(text, name)))
    shown = context(manager).person.name
    await answer(manager, say("好的，称呼改成{name}了，办理您诉求的人看到的就是它。", name=shown))
    return True


def right_name(said: str) -> str | None:
    """The name that a folded text gives in correction of another, and nothing else; None if it gives none."""
    clauses = CLAUSE.split(said)
    left = [one for one in clauses if not (BLAME.fullmatch(one) or WRONG_NAME.fullmatch(one) or SURNAME.fullmatch(one))]
    told = corrections.read(said)
    if "name" not in told and len(left) == 1 < len(clauses):
        told = corrections.read(left[0]) or corrections.read(f"名字写错了,{left[0]}")
    name = told.get("name")
    return None if name is None or NO_NAME.search(name) else name


async def new_firm(manager: DialogManager, text: str) -> bool:
    """The enterprise's name as it is right: for what is filed from now on, and passed on to whoever handles the appeal
    that is in front; of several it is asked which."""
    ctx, said = context(manager), folded(text, MAX_CHARS)
    if not ctx.person.is_introduced or ctx.person.posts:
        return False
    if WRONG_FIRM.fullmatch(said):
        return await change_details(manager, text)
    firm = corrections.read(said).get("enterprise", "")
    if not firm:
        return False
    name = enterprise_service.readable_name(as_written(text, firm))
    await enterprise_service.represent(ctx.session, ctx.person.id, name, "", ctx.now)
    await answer(manager, say("记下了，以后提交的诉求写「{name}」。", name=name))
    await own_appeals.supplements(manager, text)
    return True


def tells_hours(text: str) -> bool:
    """Whether it says when the person can be called, and nothing of what others do."""
    said = folded(text, MAX_CHARS + 1)
    told = corrections.read(said) if len(said) <= MAX_CHARS and HOURS.search(said) and not NO_HOURS.search(said) else {}
    return told.keys() == {"hours"}


async def new_hours(manager: DialogManager, text: str) -> bool:
    """When to call, said where nothing asks for it: whoever handles the appeal in front hears of it, too."""
    ctx, hours = context(manager), corrections.read(folded(text, MAX_CHARS))["hours"]
    if ctx.person.posts:
        return False
    set_person(manager, await people.give_hours(ctx.session, ctx.person, as_written(text, hours)))
    if not await own_appeals.passes_on(manager, text):
        await answer(manager, say("记下了，{hours}给您打电话。", hours=context(manager).person.hours))
        await manager.show(ShowMode.DELETE_AND_SEND)
    return True


async def change_details(manager: DialogManager, _: str) -> bool:
    """The window where name, telephone and enterprise are changed."""
    if not context(manager).person.is_introduced or context(manager).person.posts:
        return False
    await start_settings(manager)
    return True
