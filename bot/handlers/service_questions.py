"""Questions about the service itself are answered in a sentence; what the window asks still stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from aiogram_dialog import DialogManager, ShowMode

from appeals import at_hand_store
from bot.dialogs.appeals import added_lines, receiving, unwritten
from bot.dialogs.appeals.states import FileAppeal
from bot.dialogs.context import Context, answer, context, office
from bot.dialogs.people.states import Profile
from bot.dialogs.situation import asked_by_window, asks_whether_apart, is_filing, shown
from bot.handlers import own_appeals
from texts.folding import folded
from texts.speech import say
from understanding import answers, consent, secrecy, service_questions
from understanding.meaning import MATTERS, OF_APPEALS, understand
from understanding.model import Context as Situation
from understanding.model import Kind, Meaning


@dataclass(frozen=True, slots=True)
class Reached:
    """The office, and when and where it is reached."""

    office: str
    phone: str
    hours: str


ANSWERS: Mapping[str, Callable[[Reached], str]] = {
    "cost": lambda _: say("不要钱。从提交到办结，都不收任何费用。"),
    "phone": lambda at: say(
        "姓名和电话只给{office}和承办单位办这件事的人看，用来联系您，不作他用。电话不想留也可以不留。"
        "说明全文发送 /privacy 就能看到。",
        office=at.office,
    ),
    "who_sees": lambda at: say(
        "看得到的只有{office}、承办单位办这件事的人和监督办理的区纪委监委，别的企业、别的单位都看不到。"
        "要投诉某个单位，写明「投诉」和它的名称，它就看不到、也不办这件；涉及廉洁问题的，还可以保密，只有区纪委监委看得到内容。",
        office=at.office,
    ),
    "anonymous": lambda _: say(
        "称呼写「张先生」这样就行，电话可以不留，办到哪一步会在这里告诉您。只是办理的人不能打电话问细节，可能会慢一些。"
    ),
    "erase": lambda at: say(
        "可以。要更正或删除您的信息，请联系{office}（{phone}）。说明全文发送 /privacy 就能看到。",
        office=at.office,
        phone=at.phone,
    ),
    "hours": lambda at: say(
        "诉求随时都可以在这里写，写完就收到了。{office}工作日 {hours} 有人，电话 {phone}；时限也按工作日算。",
        office=at.office,
        phone=at.phone,
        hours=at.hours,
    ),
    "steps": lambda at: say(
        "提交以后，1 个工作日内交到承办单位，第 2 个工作日前有人联系您，第 3 个工作日前告诉您怎么解决，1 个月内办结。"
        "到时没有动静，{office}会督促，您也可以打 {phone}。",
        office=at.office,
        phone=at.phone,
    ),
    "robot": lambda at: say(
        "我是{office}的聊天助手，是程序。您的事由承办单位的专员来办。想和人直说，请打 {phone}（工作日 {hours}）。",
        office=at.office,
        phone=at.phone,
        hours=at.hours,
    ),
    "rating": lambda _: say("办结以后我会先问您解决了没有，再请您点一项评价，想说的话也可以写上。"),
    "withdrawal": lambda _: say("能。提交以后想撤，随时说一声「撤回」，再点一下确定就行。"),
    "files": lambda _: say("照片和文件直接发到这里就行，一次最多 9 个。语音和视频我还看不了，麻烦打字告诉我。"),
    "terms": lambda at: say(
        "「诉求」就是您想请政府帮忙解决的事；「专员」是承办单位里专门办这件事、会联系您的人；{office}负责找对单位、盯着按时办。"
        "都不收钱。",
        office=at.office,
    ),
    "in_english": lambda _: say("可以，直接用英文写就行。"),
    "who": lambda at: say(
        "这里是{office}的服务助手。企业遇到困难，用一句话写给我，我找到负责的单位和专员，并盯着按时办。",
        office=at.office,
    ),
}
"""By the names in ``understanding/service_questions.toml``."""


BESIDE = (  # but not with these
    (Kind.CONTACT_OF, "hours"),
    (Kind.WISH, "in_english"),
    (Kind.HUMAN, "in_english"),
    (Kind.WISH, "who_sees"),
    (Kind.WISH, "erase"),
)
ASKED = ("?", "？", "吗", "么", "呢")  # how a question ends that tells nothing
MAX_WHO_CHARS, MAX_ASKED_CHARS = 20, 14
NOTHING_ASKED = (FileAppeal.photos, FileAppeal.summary, FileAppeal.change, FileAppeal.enterprise, Profile.consent)
NEVER = (Kind.WISH, Kind.HUMAN, Kind.CONTACT_OF, Kind.ANSWER, Kind.THANKS, Kind.LOOKUP)  # these are done as meant


async def asked_while_filing(manager: DialogManager, text: str) -> bool:
    """Whether it is such a question, and answered, while an appeal is being written."""
    if not is_filing(manager):
        return False
    said = folded(text, secrecy.MAX_WISH_CHARS + 1)
    if secrecy.is_wish(said) and secrecy.ASKS.search(said) is None:
        return False
    name, asks_who, is_short = _named(manager, text), _asks_who(text), _may_only_ask(manager, text)
    takes_anything = name not in (None, "anonymous") and asked_by_window(manager) in ("name", "enterprise")
    takes_anything |= name is not None and asked_by_window(manager) == "consent"
    if not (name or asks_who or is_short) or (not takes_anything and await answers_window(manager, text)):
        return False
    if not text.rstrip().endswith(ASKED):  # it may tell something, too
        unwritten.keep(manager, text)
    is_answered = (
        (asks_who and await _says_who_handles(manager))
        or await _answered(manager, name)
        or (is_short and await _only_asks(manager, text))
    )
    if not is_answered:
        unwritten.forget(manager)
    return is_answered


def _named(manager: DialogManager, text: str) -> str | None:
    """The question that it asks, where consent is asked also behind a yes: "同意。但是名字可以不写吗"."""
    name = service_questions.read(text)
    if name is None and asked_by_window(manager) == "consent":
        return service_questions.read(consent.without_yes(text))
    return name


def _asks_who(text: str) -> bool:
    said = folded(text, MAX_WHO_CHARS + 1)
    return len(said) <= MAX_WHO_CHARS and own_appeals.WHO.search(said) is not None


async def _says_who_handles(manager: DialogManager) -> bool:
    written = await receiving.draft(manager)
    if written is None:
        return False
    ctx = context(manager)
    unit = await ctx.unit_name(written.get("unit"))
    if unit:
        told = say("我建议交给{unit}。提交后 1 个工作日内定下来，之后专员会联系您。", unit=unit)
    else:
        told = say("提交后 1 个工作日内，由{office}定承办单位，之后专员会联系您。", office=ctx.services.office.name)
    await answer(manager, told)
    await manager.show(ShowMode.DELETE_AND_SEND)
    return True


def _may_only_ask(manager: DialogManager, text: str) -> bool:
    is_short = len(text) <= MAX_ASKED_CHARS and not text.startswith("补充")
    return is_short and manager.current_context().state in NOTHING_ASKED


async def _only_asks(manager: DialogManager, text: str) -> bool:
    """Whether it is a short question that no specialist needs to read with the appeal ("类别对吗"): it is not added."""
    if not await added_lines.asks(context(manager), text):
        return False
    told = say(
        "这句像是问我的，没有写进诉求。想写进去，就说「补充：……」；想马上问，请打{office} {phone}。", **office(manager)
    )
    await answer(manager, told)
    await manager.show(ShowMode.DELETE_AND_SEND)
    return True


async def answers_window(manager: DialogManager, text: str) -> bool:
    """Whether it answers what the window asks, or is the matter that it asks for."""
    directory, asked = await context(manager).directory(), asked_by_window(manager)
    if manager.current_context().state == FileAppeal.text:
        return understand(text, Situation(), directory).kind in MATTERS
    return asked is not None and answers.read(folded(text, service_questions.MAX_CHARS), asked, directory) is not None


async def done(manager: DialogManager, text: str, meaning: Meaning, here: Situation) -> bool:
    """Whether it is such a question, and answered. What is said of an open appeal is none, nor what staff write."""
    name = service_questions.read(text)
    fears = name in ("who_sees", "erase") and service_questions.is_sure(text, name)
    is_of_appeal = not fears and bool(here.open) and not meaning.ask and meaning.kind in OF_APPEALS
    is_other = meaning.kind in NEVER and (meaning.kind, name) not in BESIDE
    if is_other or is_of_appeal or (name == "steps" and here.open):
        return False
    return await _answered(manager, name)


async def _answered(manager: DialogManager, name: str | None) -> bool:
    if name is None or context(manager).person.posts:
        return False
    told = await _who_sees_this(manager) if name == "who_sees" else ""
    await answer(manager, told or ANSWERS[name](_reached(context(manager))))
    if is_filing(manager) or asked_by_window(manager) is not None or asks_whether_apart(manager):
        await manager.show(ShowMode.DELETE_AND_SEND)
    return True


def _reached(ctx: Context) -> Reached:
    office, rules = ctx.services.office, ctx.services.deadline_rules
    return Reached(office.name, office.phone, f"{rules.opening:%H:%M}–{rules.closing:%H:%M}")


async def _who_sees_this(manager: DialogManager) -> str:
    """Of what speaks of officials' conduct: the draft that is written, or else the appeals that are open; "" if it is
    no such matter."""
    ctx, written = context(manager), await receiving.draft(manager)
    if written is not None:
        chosen = bool(written.get("confidential"))
        return _sees_integrity(ctx.services.office.name, is_confidential=chosen) if written.get("integrity") else ""
    own = await at_hand_store.own(ctx.session, ctx.person)
    secret = [one for one in own if one.is_secret]
    if secret and (len(secret) == len(own) or shown(manager) in {one.id for one in secret}):
        return _sees_integrity(ctx.services.office.name, is_confidential=True)
    return _sees_some(ctx.services.office.name, [one.number for one in secret]) if secret else ""


def _sees_some(office: str, numbers: Sequence[str]) -> str:
    return say(
        "选了保密的 {numbers}，只有区纪委监委和您看得到内容。"
        "其他的，{office}、承办单位办这件事的人和区纪委监委看得到。",
        numbers="、".join(numbers),
        office=office,
    )


def _sees_integrity(office: str, *, is_confidential: bool) -> str:
    """Who reads what speaks of officials' conduct: as chosen, or for each choice."""
    if is_confidential:
        return say(
            "这件已经选了保密，只有区纪委监委和您看得到内容。{office}只看到编号，您反映的单位什么也看不到。",
            office=office,
        )
    return say(
        "选「保密交纪委」，只有区纪委监委和您看得到内容，{office}只看到编号，您反映的单位什么也看不到；"
        "选「照常办理」，{office}和承办单位办这件事的人也看得到。",
        office=office,
    )
