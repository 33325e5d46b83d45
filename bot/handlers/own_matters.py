"""What people say and ask of themselves: a new telephone, another device, a leave, who handles their appeal; and the
language in which they begin."""

import re
from collections.abc import Awaitable, Callable

from aiogram_dialog import DialogManager, ShowMode

from appeals import access, at_hand_store, reading_service
from appeals.progress import WITH_UNIT
from bot.dialogs.appeals import meant
from bot.dialogs.appeals.states import start_my_appeals, start_tasks
from bot.dialogs.context import answer, context, set_person
from bot.dialogs.people import my_chats
from bot.dialogs.people.states import start_coming_back, start_settings
from bot.dialogs.situation import shown
from bot.dialogs.states import start_home
from directory import leave_service as leaves
from directory.english import is_english
from people import service as people
from people.access import may
from people.contact_details import read_phone
from people.words import masked_phone, written_phone
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
    "^[0-9][0-9 -]{6,14}.{0,6}(?:才对|打错|写错|是对的)|(?:打错|写错|留错|号码错).{0,10}[0-9]{7}|"
    "(?:new|changed?).{0,12}(?:phone|number|mobile)|(?:phone|number|mobile).{0,20}(?:new|changed?)"
)
WHO = re.compile(
    "(?:谁|哪个(?:人|单位|部门|专员|科室)?|哪位)(?:在|来|给)?(?:办|管|负责|处理|跟进?|经手)(?:我|这|的|呢|啊|$)|"
    "(?:专员|[一-龥]{2,4})是(?:谁|哪个|哪位)(?:$|[ ,?？])|"
    "(?:他|她|专员|经办人|负责人)的?(?:电话|号码)(?:有没有|是?多少)|"
    "归(?:谁|哪个?)(?:单位|部门)?(?:在|来)?(?:管|办|负责)|(?:专员|办事的人?|负责人|经办人)(?:叫|是)(?:啥|什么|谁|哪)|"
    "who(?: is|.s) (?:handling|responsible|in charge|dealing)"
)
FALSE_CONTACT = re.compile(
    "(?:乱|瞎|假|虚假?|没有?就)登记|登记.{0,4}(?:假|乱)|(?:没|没有)(?:跟|和)?我?约过|根本没(?:来|打|联系|找)"
)
OTHER_HANDLER = re.compile(
    "^(?:能不能|可不可以|可以|我|俺|想|要|请|麻烦|帮|给|还是|, ?)*换(?:一?个|一?位|掉)?(?:别的|其他)?"
    "(?:专员|经办人|办事的?人|对接的?人?|他|她|人)(?:来|给我|跟我)?(?:对接|办|联系|处理|跟进|沟通)?"
    "(?:吧|吗|么|不|了|行不行|$|[,，。?？ ])|"
    "不(?:想|愿意?)(?:再)?(?:跟|和|让|由)(?:他|她|这个?人|这个?专员|那个?人)(?:再)?"
    "(?:对接|办|打交道|联系|谈|沟通|处理)(?:了|吧|$|[,，。])|"
    "^(?:can|could|may) (?:i|we|you) .{0,16}(?:another|different|change (?:the|my)) "
    "(?:specialist|officer|handler|person)|"
    "^i(?: want|.d like| would like| need) .{0,8}(?:another|different) (?:specialist|officer|handler|person)"
)
HOW_LONG = re.compile(
    "^(?:那|请问|大概|大约|一般|还|要|需要|得|再|我的?|这个?事?|这件事?|, ?)*"
    "(?:几天|多久|多长时间|什么时候|啥时候|哪天)(?:能|会|可以|才|给|有)*"
    "(?:办好|办完|弄好|搞好|办成|好|解决|有?结果|有?回复|答复|联系我?|完)?(?:呢|啊|呀|了|吧|[?？])*$"
)
NOT_REACHED = re.compile("没(?:有)?人?接|打不通|不接电话|关机|停机|无人接听|(?:联系不|没联系)上|空号")
NOT_OURS = re.compile(
    "(?:不归|不是|不属于)我们?(?:单位|局|这|科|股|所)?(?:管|的|职责)|我们?(?:单位|局|这里?)?(?:不管|管不了|办不了)|"
    "这(?:件|个|事).{0,3}不归.{1,8}管|(?:要|想|请)?(?:转给|转到|退回)|"
    "(?:派|交|分)错了|not ours?\\b|wrong unit|(?:send|give) (?:it )?back"
)
LEAVE = re.compile("请.{0,4}假|休.{0,2}假|(?:要|我).{0,6}休息|出差|(?:take|on|need).{0,8}leave")


async def done(manager: DialogManager, text: str, kind: Kind) -> bool:
    """Whether the text is one of these, and done. ``kind``: what it is taken for; a trouble is never one of these."""
    act = (_said_of_work(text) if context(manager).person.posts else None) or said_of_oneself(text, kind)
    return act is not None and await act(manager, text)


def _said_of_work(text: str) -> Act | None:
    said = folded(text, MAX_CHARS + 1)
    return next((act for words, act in OF_STAFF if words.search(said)), None) if len(said) <= MAX_CHARS else None


def said_of_oneself(text: str, kind: Kind) -> Act | None:
    said = folded(text, MAX_CHARS + 1)
    if len(said) > MAX_CHARS or kind in MATTERS:
        return None
    is_trouble = bool(groups("complaint")[""].found(said).weight)  # who cannot find their appeals is troubled, too
    return next((act for words, act in ACTS if words.search(said) and (act in TROUBLED or not is_trouble)), None)


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


async def _own_appeal(manager: DialogManager, _: str) -> bool:
    """The window of an appeal says who handles it, how to call them, and by when what is due."""
    ctx = context(manager)
    own = [] if ctx.person.posts else await at_hand_store.own(ctx.session, ctx.person)
    if own:
        front = shown(manager) if shown(manager) in {one.id for one in own} else None
        await start_my_appeals(manager, own[0].id if len(own) == 1 else front)
    return bool(own)


async def _other_handler(manager: DialogManager, _: str) -> bool:
    """The office, or the commission for what is confidential, chooses; whoever handles it now is not told."""
    ctx = context(manager)
    own = [] if ctx.person.posts else await at_hand_store.own(ctx.session, ctx.person)
    handled = [one.id for one in own if one.stage in WITH_UNIT]
    if not handled:
        return False
    appeal = next((one for one in handled if one == shown(manager)), handled[0])
    view = await reading_service.look(ctx.session, ctx.person, appeal, ctx.services.deadline_rules)
    lead = (await ctx.directory()).by_name.get(view.lead) if view.appeal.confidential else None
    chooses = {"office": lead.name, "phone": written_phone(lead.phone)} if lead else _office(manager)
    await answer(manager, say("换专员要由{office}来定，请打 {phone} 说明。这句话我没有转给现在的专员。", **chooses))
    return True


async def _not_reached(manager: DialogManager, _: str) -> bool:
    """A call that nobody took is no contact: nothing is recorded."""
    if not may(context(manager).person, access.SEE_TASKS):
        return False
    told = say("没联系上的先不登记，请换个时间再打。号码不对的话，请找{office}核对：{phone}。", **_office(manager))
    return await _told_at_task(manager, told)


async def _not_ours(manager: DialogManager, _: str) -> bool:
    """Another unit is for the office to choose."""
    person = context(manager).person
    if not may(person, access.SEE_TASKS) or may(person, access.SEE_UNASSIGNED):
        return False
    told = say("换承办单位由{office}来办，请打 {phone} 说明该归哪里。改派之前，这件的时限照旧。", **_office(manager))
    return await _told_at_task(manager, told)


def _office(manager: DialogManager) -> dict[str, str]:
    office = context(manager).services.office
    return {"office": office.name, "phone": office.phone}


async def _told_at_task(manager: DialogManager, told: str) -> bool:
    await answer(manager, told)
    await start_tasks(manager, shown(manager))
    return True


async def _denies_contact(manager: DialogManager, text: str) -> bool:
    """Handler, chief and office read that a contact was recorded that the enterprise knows nothing of."""
    ctx = context(manager)
    own = [] if ctx.person.posts else await at_hand_store.own(ctx.session, ctx.person)
    about = [one for one in own if one.stage in WITH_UNIT and (one.id == shown(manager) or len(own) == 1)]
    if about:
        await meant.no_contact(manager, meant.Word(about[0].id, about[0].stage, text))
    return bool(about)


async def _leave(manager: DialogManager, text: str) -> bool:
    if not leaves.specialists_posts(context(manager).person):
        return False
    await start_settings(manager, leave=text)
    return True


TROUBLED = (_come_back, _denies_contact, _other_handler)  # what people are troubled by, too
OF_STAFF: tuple[tuple[re.Pattern[str], Act], ...] = ((NOT_REACHED, _not_reached), (NOT_OURS, _not_ours))
ACTS: tuple[tuple[re.Pattern[str], Act], ...] = (
    (FALSE_CONTACT, _denies_contact),
    (OTHER_HANDLER, _other_handler),
    (NEW_PHONE, _new_phone),
    (COME_BACK, _come_back),
    (ELSEWHERE, _elsewhere),
    (LEAVE, _leave),
    (WHO, _own_appeal),
    (HOW_LONG, _own_appeal),
)
