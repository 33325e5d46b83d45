"""What people say and ask of themselves: a new telephone, another device, a leave, who handles their appeal; and the
language in which they begin."""

import re
from collections.abc import Awaitable, Callable

from aiogram_dialog import DialogManager, ShowMode

from appeals import at_hand_store
from bot.dialogs.appeals.states import start_my_appeals
from bot.dialogs.context import answer, context, set_person
from bot.dialogs.people import my_chats
from bot.dialogs.people.states import start_coming_back, start_settings
from bot.dialogs.situation import shown
from bot.dialogs.states import start_home
from directory import leave_service as leaves
from directory.english import is_english
from people import service as people
from people.contact_details import read_phone
from people.words import masked_phone
from texts.folding import folded
from texts.refused import Refused
from texts.speech import say
from understanding.cues import groups
from understanding.meaning import MATTERS
from understanding.model import Kind

Act = Callable[[DialogManager, str], Awaitable[bool]]

MAX_CHARS = 60  # a longer text tells more than this
MIN_WORDS = 3  # of English, for the language to be clear
COME_BACK = re.compile(
    "(?:以前|之前|原来|上次).{0,6}(?:提|报|交|反映)过.{0,16}(?:找|看不|没了|换)|(?:换|丢)了?(?:手机|号|机子|浏览器|微信).{0,12}"
    "(?:找|看不|没了|诉求|怎么办)|(?:找|拿)回.{0,8}(?:诉求|记录|单子)|changed? (?:my )?phones?.{0,30}appeal|"
    "(?:find|get back).{0,12}my (?:old |earlier )?appeals?"
)
ELSEWHERE = re.compile(
    "(?:电脑|平板|ipad|另一?(?:台|个|部).{0,4}|别的.{0,4}|两(?:台|个|部).{0,4})(?:上|里)?.{0,4}(?:也?能?用|登录|登陆|打开|也?能看)|"
    "on my (?:computer|laptop|pc|other phone|tablet)(?: too| as well|$)"
)
NEW_PHONE = re.compile(
    "^(?:.{0,6}[,，])?(?:我|我们|俺|本人)?的?(?:联系)?(?:手机|电话|手机号|号码|联系方式)(?:号码?)?(?:已经?|都|要)?(?:换|改|变)|"
    "^.{0,4}(?:换|改)(?:了|成|个|一下)?(?:个|新)?(?:手机|电话|手机号|号码|号)(?:码|了|$|[,， ]*[0-9])|"
    "(?:new|changed?).{0,12}(?:phone|number|mobile)|(?:phone|number|mobile).{0,20}(?:new|changed?)"
)
WHO = re.compile(
    "谁在(?:办|管|负责|处理|跟进?|经手)(?:我|这|的|呢|啊|$)|(?:专员|办事的人?|负责人|经办人)(?:叫|是)(?:啥|什么|谁|哪)|"
    "who(?: is|.s) (?:handling|responsible|in charge|dealing)"
)
LEAVE = re.compile("请.{0,4}假|休.{0,2}假|(?:要|我).{0,6}休息|出差|(?:take|on|need).{0,8}leave")


async def done(manager: DialogManager, text: str, kind: Kind) -> bool:
    """Whether the text is one of these, and done. ``kind``: what it is taken for; a trouble is never one of these."""
    act = said_of_oneself(text, kind)
    return act is not None and await act(manager, text)


def said_of_oneself(text: str, kind: Kind) -> Act | None:
    said = folded(text, MAX_CHARS + 1)
    if len(said) > MAX_CHARS or kind in MATTERS:
        return None
    is_trouble = bool(groups("complaint")[""].found(said).weight)  # who cannot find their appeals is troubled, too
    return next((act for words, act in ACTS if words.search(said) and (act is _come_back or not is_trouble)), None)


async def speak_as_written(manager: DialogManager, text: str) -> None:
    """Whoever begins in English is answered in English."""
    ctx = context(manager)
    is_new = ctx.person.consented_at is None and not ctx.person.posts
    if is_new and ctx.person.language == "zh" and is_english(text) and len(text.split()) >= MIN_WORDS:
        set_person(manager, await people.choose_language(ctx.session, ctx.person, "en"))


async def _come_back(manager: DialogManager, _: str) -> bool:
    person = context(manager).person
    if person.name or person.posts:
        return False
    await start_coming_back(manager)
    return True


async def _elsewhere(manager: DialogManager, _: str) -> bool:
    if not context(manager).person.name:
        return False
    await my_chats.open_code(manager, ShowMode.SEND)
    return True


async def _new_phone(manager: DialogManager, text: str) -> bool:
    """The number itself, if it stands there; otherwise the window where it is changed."""
    ctx = context(manager)
    if not ctx.person.phone:
        return False
    try:
        read_phone(text)
    except Refused:
        await start_settings(manager)
        return True
    person = await people.give_phone(ctx.session, ctx.person, text)
    set_person(manager, person)
    await answer(
        manager, say("好的，您的电话改成 {phone} 了，办理您诉求的人看到的就是它。", phone=masked_phone(person.phone))
    )
    await start_home(manager, ShowMode.SEND)
    return True


async def _who_handles(manager: DialogManager, _: str) -> bool:
    """The window of an appeal says who handles it and how to call them."""
    ctx = context(manager)
    own = [] if ctx.person.posts else await at_hand_store.own(ctx.session, ctx.person)
    if own:
        front = shown(manager) if shown(manager) in {one.id for one in own} else None
        await start_my_appeals(manager, own[0].id if len(own) == 1 else front)
    return bool(own)


async def _leave(manager: DialogManager, text: str) -> bool:
    if not leaves.specialists_posts(context(manager).person):
        return False
    await start_settings(manager, leave=text)
    return True


ACTS: tuple[tuple[re.Pattern[str], Act], ...] = (
    (NEW_PHONE, _new_phone),
    (COME_BACK, _come_back),
    (ELSEWHERE, _elsewhere),
    (LEAVE, _leave),
    (WHO, _who_handles),
)
