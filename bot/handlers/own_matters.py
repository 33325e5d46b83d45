"""What people say of themselves: a new telephone, another device, a leave, a draft to go on with; and of an appeal."""

import re
from collections.abc import Awaitable, Callable

from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs import telephones
from bot.dialogs.appeals import meant, saved_draft
from bot.dialogs.appeals.states import MyAppeals, start_file_appeal, start_my_appeals
from bot.dialogs.appeals.withdrawing import MIN_SAID_CHARS
from bot.dialogs.context import answer, context, set_person
from bot.dialogs.people import my_chats
from bot.dialogs.people.states import start_coming_back, start_settings
from bot.dialogs.situation import shown
from bot.dialogs.states import start_home
from bot.handlers import own_appeals, own_details
from bot.handlers.must_not_read import must_not_read
from directory import leave_service as leaves
from directory.integrity import speaks_of_integrity
from directory.normalise import clauses
from people import service as people
from people.contact_details import read_phone
from people.words import masked_phone
from texts.folding import folded, pairs
from texts.refused import Refused
from texts.speech import say
from understanding.cues import groups
from understanding.meaning import MATTERS
from understanding.model import Kind

Act = Callable[[DialogManager, str], Awaitable[bool]]

MAX_CHARS = 60  # a longer text tells more than this
COME_BACK = re.compile(
    "(?:以前|之前|原来|上次).{0,6}(?:提|报|交|反映)过.{0,16}(?:找|看不|没了|换)|(?:换|丢)了?(?:手机|号|机子|浏览器|微信).{0,12}"
    "(?:找|看不|没了|诉求|怎么办)|(?:找|拿)回.{0,8}(?:诉求|记录|单子)|"
    "^(?:我|想|要|在哪|怎么|[,， ])*(?:有|输|填|用)(?:一?个)?回执码|return code|"
    "^(?:我|俺)?(?:上个?月|上次|上回|之前|以前|前几天|去年|前阵子)(?:反映|提|报|投诉|交)(?:过)?的?.{0,6}(?:事|诉求|问题|单子).{0,3}(?:咋样|怎么样|如何|进度|办了|有结果|到哪)|"
    "changed? (?:my )?phones?.{0,30}appeal|"
    "(?:find|get back).{0,12}my (?:old |earlier )?appeals?"
)
ELSEWHERE = re.compile(
    "(?:电脑|平板|ipad|另一?(?:台|个|部).{0,4}|别的.{0,4}|两(?:台|个|部).{0,4})(?:上|里)?.{0,4}(?:也?能?用|登录|登陆|打开|也?能看)|"
    "on my (?:computer|laptop|pc|other phone|tablet)(?: too| as well|$)"
)
RESUMES = re.compile(
    "(?<!不)(?:我|我要|要|想|那就|还是|[,， ])(?:接着|继续)(?:说|写|弄|填|交|提交|办)(?!.{0,3}(?:问题|不)).{0,14}$|"
    "^(?:please |i want to |i would like to |let me |let.s |can i |no,? )*"
    "(?:go back to|continue|resume|finish)(?: with)? (?:my |the )(?:[a-z]+ )?(?:appeal|draft)\\b.{0,24}$|"
    "^(?:接着|继续)(?:说|写|弄|填|交|提交).{0,10}(?:事|诉求|那[个件])"
)
MAX_PLAIN_CHARS = 30
MAX_DRAFT_CHARS = 200  # characters of a draft that are looked at
NEW_PHONE = re.compile(
    "^(?:.{0,6}[,，])?(?:我|我们|俺|本人)?的?(?:联系)?(?:手机|电话|手机号|号码|联系方式)(?:号码?)?(?:已经?|都|要)?(?:换|改|变)|"
    "^.{0,4}(?:换|改)(?:了|成|个|一下)?(?:个|新|我的?)?(?:手机|电话|手机号|号码|号)(?:码|了|$|.{0,12}[0-9]{7})|"
    "(?:现在)?(?:我|俺)?(?:现在)?有(?:电话|手机|号)了|(?:电话|手机号?|号码).{0,4}没(?:有)?改过来|"
    "^(?:以后|今后|有事|消息|通知|短信|回复|结果|都|就|请|麻烦|把|[,， ])*(?:发|打|联系|通知|转)(?:到|给|我)*"
    "(?:这个|新的?|下面这个|号|电话|手机|[:： ])*1[0-9]{10}(?:吧|上|这个号|就行|[。.!！ ])*$|"
    "^(?:我的?|联系)?(?:电话|手机|号码)(?:号码?)?(?:写|打|留|登)?"
    "(?:错|不对)(?:了)?[,， ]*(?:应该|改成|就|是)*[,， ]*1[0-9]{10}|"
    "^我的?(?:电话|手机)(?:号码?)?(?:是|[:：])? ?1[0-9]{10}[。.! ]*$|"
    "^[0-9][0-9 -]{6,14}.{0,6}(?:才对|打错|写错|是对的)|(?:打错|写错|留错|号码错).{0,10}[0-9]{7}|"
    "^(?:sorry,? |no,? |oh,? )*(?:my |the right )(?:phone|number|mobile)(?: number)? (?:is|should be) [+0-9]|"
    "(?:new|changed?).{0,12}(?:phone|number|mobile)|(?:phone|number|mobile).{0,20}(?:new|changed?)"
)
CHANGED = re.compile("换|丢|chang|lost|new", re.IGNORECASE)
KEEPS = re.compile("别撤|不(?:要|想|用|是要?)?撤|(?:do not|don.?t) withdraw|not withdraw")
JEST = re.compile("开玩笑|说着玩|逗你们?|[ ,，。!！先就是的了吧啊哈呢]|no,? |wait|please|just|kidding")
LEAVE = re.compile("请.{0,4}假|休.{0,2}假|(?:要|我).{0,6}休息|出差|(?:take|on|need).{0,8}leave")


async def done(manager: DialogManager, text: str, kind: Kind) -> bool:
    """Whether the text is one of these, and done. ``kind``: what it is taken for; a trouble is never one of these."""
    if await _keeps(manager, text):
        return True
    act = _said_plainly(text) or said_of_oneself(text, kind)
    if act is None and own_details.tells_hours(text):
        act = own_details.new_hours
    if act is None or (act in PASSING_ON and await must_not_read(manager, text)):
        return False
    return await act(manager, text)


def _said_plainly(text: str) -> Act | None:
    """What is one of these, whatever it is taken for."""
    if speaks_of_integrity(clauses(text)):  # a matter of its own, and none of the handler's business
        return None
    said = folded(text, MAX_CHARS + 1)
    most = MAX_CHARS if said.isascii() else MAX_PLAIN_CHARS
    return next((act for words, act in PLAIN if words.search(said)), None) if len(said) <= most else None


def said_of_oneself(text: str, kind: Kind) -> Act | None:
    said = folded(text, MAX_CHARS + 1)
    if len(said) > MAX_CHARS or kind in MATTERS:
        return None
    is_trouble = bool(groups("complaint")[""].found(said).weight)  # who cannot find their appeals is troubled, too
    return next((act for words, act in ACTS if words.search(said) and (act in TROUBLED or not is_trouble)), None)


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
    if not ctx.person.is_introduced:
        return CHANGED.search(text) is not None and await _come_back(manager, text)
    try:
        read_phone(text)
    except Refused:
        await start_settings(manager)
        return True
    person = await people.give_phone(ctx.session, ctx.person, text)
    set_person(manager, person)
    told = say("好的，您的电话改成 {phone} 了，办理您诉求的人看到的就是它。", phone=masked_phone(person.phone))
    await answer(manager, told)
    await own_appeals.tells_new_phone(manager)
    await start_home(manager, ShowMode.SEND)
    return True


async def _keeps(manager: DialogManager, text: str) -> bool:
    """Whether it says that nothing is to be withdrawn."""
    appeal = shown(manager)
    if not KEEPS.search(folded(text, MAX_CHARS)):
        return False
    if appeal is None or manager.current_context().state != MyAppeals.withdraw:
        return await own_appeals.keeps(manager, text)
    await _not_withdrawn(manager, appeal, text)
    return True


async def _not_withdrawn(manager: DialogManager, appeal: int, text: str) -> None:
    """What says more is passed on, unless whoever handles it must not read it."""
    if await must_not_read(manager, text):
        await start_file_appeal(manager, text=text)
    elif len(JEST.sub("", KEEPS.sub("", folded(text, MAX_CHARS)))) >= MIN_SAID_CHARS:
        await meant.supplement(manager, meant.Word(appeal, None, text))
    else:
        await start_my_appeals(manager, appeal)


async def _resumes(manager: DialogManager, text: str) -> bool:
    """The draft whose words are named, or the newest, goes on."""
    drafts = [] if context(manager).person.posts else await saved_draft.kept(manager)
    if not drafts:
        return False
    named = pairs(folded(text, MAX_CHARS))
    draft = max(drafts, key=lambda one: len(named & pairs(folded(one["text"], MAX_DRAFT_CHARS))))
    await start_file_appeal(manager, text=draft["text"], files=tuple(draft["files"]), started=draft["started"])
    return True


async def _leave(manager: DialogManager, text: str) -> bool:
    if not leaves.specialists_posts(context(manager).person):
        return False
    await start_settings(manager, leave=text)
    return True


PLAIN: tuple[tuple[re.Pattern[str], Act], ...] = (
    (own_details.NEW_FIRM, own_details.change_details),
    (own_details.NAME, own_details.new_name),
    (own_details.FIRM, own_details.new_firm),
    (telephones.TO_PREFER, telephones.prefers),
    (own_appeals.NO_CALLS, own_appeals.passes_on),
    (own_appeals.MISSED_CALL, own_appeals.passes_on),
    (own_appeals.ANYBODY, own_appeals.when),
    (own_appeals.TAKES_BACK, own_appeals.withdraws),
    (own_appeals.TAKES_BACK_NAMED, own_appeals.withdraws_named),
    (own_appeals.PROGRESS_IN_ENGLISH, own_appeals.own_appeal),
    (RESUMES, _resumes),
    (own_appeals.RATES, own_appeals.rates),
    (own_appeals.WRITES_BACK, own_appeals.writes_back),
    (own_appeals.CHANGE_TEXT, own_appeals.change_text),
    (own_appeals.HANDLER_CHANGED, own_appeals.own_appeal),
    (own_appeals.NEVER_CAME, own_appeals.denies_contact),
)
PASSING_ON = (  # the handler reads the words
    own_appeals.passes_on,
    own_appeals.denies_contact,
    own_appeals.when,
    own_details.new_firm,
    own_details.new_hours,
)
TROUBLED = (_come_back, own_appeals.denies_contact, own_appeals.other_handler)  # what people are troubled by, too
ACTS: tuple[tuple[re.Pattern[str], Act], ...] = (
    (own_appeals.FALSE_CONTACT, own_appeals.denies_contact),
    (own_appeals.OTHER_HANDLER, own_appeals.other_handler),
    (NEW_PHONE, _new_phone),
    (COME_BACK, _come_back),
    (ELSEWHERE, _elsewhere),
    (LEAVE, _leave),
    (own_appeals.WHO, own_appeals.own_appeal),
    (own_appeals.HOW_LONG, own_appeals.when),
)
