"""The person's details, one question at a time: consent to the privacy notice, name, telephone; hours on request.

Several answers on one line ("王示例 13800001234 示例塑料厂") are all taken.
"""

import re
from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Back, Button

from bot.dialogs import choices, ways
from bot.dialogs.context import answer, context, office, set_person, start_value
from bot.dialogs.kinds import typed
from bot.dialogs.people.states import Profile
from bot.dialogs.widgets import Label, Say
from directory import enterprise_service
from people import service as people
from people.contact_details import LIKE_PHONE, is_phone_alone, when_to_call
from texts.folding import as_written, folded
from texts.refused import Refused
from texts.speech import say, sentence, translated
from understanding import answers, consent, corrections
from understanding.cues import STRONG, groups

HOURS = (
    sentence("工作日 9:00–12:00"),
    sentence("工作日 14:00–17:30"),
    sentence("工作日全天"),
    sentence("随时都可以"),
)


CALLED = re.compile("我|姓|名|叫|称呼|name|call me", re.IGNORECASE)
SAME = re.compile(
    "(?:还|就)是?(?:那个|原来|这个|刚才)|没(?:有)?(?:变|换|改)|不(?:变|用改|改|换)|same|unchanged", re.IGNORECASE
)
AGREES = re.compile("^(?:我)?同意(?:了|的)?[,，。 ]*|^(?:yes,? )?(?:i )?agree[,. ]*", re.IGNORECASE)
NAMELESS = re.compile(
    "^(?:我|俺|先|就|都|说了|说过|不是说|可以|能|, ?)*(?:不|匿名|保密|没有?名|暂)|"
    "^(?:i )?(?:anonymous|no name|rather not|prefer not)"
)
MAX_NAME_CHARS, MAX_WISH_CHARS = 3, 12  # characters
MAX_LINE_CHARS = 200  # characters of a line that are looked at


async def _open(_: Any, manager: DialogManager) -> None:
    """Skip consent if already given; resume at the telephone if the dialog was left there. Name and telephone that were
    typed before are taken once there is consent."""
    person, line = context(manager).person, start_value(manager, "line") or ""
    if person.consented_at is None:
        manager.dialog_data["line"] = line
    elif not start_value(manager, "hours_only"):
        broke_off = bool(person.name) and not person.is_introduced
        await manager.switch_to(Profile.phone if broke_off else Profile.name)
        if line:
            await _take_name(manager, line)


async def _agree(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _go_on_agreed(manager)


async def _agree_typed(message: Message, __: MessageInput, manager: DialogManager) -> None:
    """Some people type their consent. Name and telephone are kept until they agree; after any other text the question
    is shown again."""
    text = message.text or ""
    agrees, asks = _told("consent", text).get("consent"), consent.asks(text)
    if agrees and asks:
        await answer(manager, say("就是同意用您的姓名、电话来联系您、办这件事。不用签字，不收钱；不同意就不提交。"))
    elif agrees:
        beside = AGREES.sub("", text)
        if beside != text and "phone" in _told("name", beside):
            manager.dialog_data["line"] = " ".join((manager.dialog_data.get("line", ""), beside)).strip()
        await _go_on_agreed(manager)
    elif agrees is False:
        await answer(manager, say("好的，不同意就不提交。您写的我先留着，想好了随时接着来。"))
        await manager.done()
    elif "phone" in _told("name", text) or is_phone_alone(text):
        manager.dialog_data["line"] = " ".join((manager.dialog_data.get("line", ""), text)).strip()
        await answer(manager, say("称呼和电话我先记着，您同意了再用。"))
    elif _is_firm(text):
        manager.dialog_data["line"] = " ".join((manager.dialog_data.get("line", ""), text)).strip()
        await answer(manager, say("企业我先记着，您同意了再用。"))


async def _go_on_agreed(manager: DialogManager) -> None:
    ctx = context(manager)
    set_person(manager, await people.give_consent(ctx.session, ctx.person, ctx.now))
    await manager.next()
    if line := manager.dialog_data.pop("line", ""):
        await _take_name(manager, line)


async def _name(message: Message, __: MessageInput, manager: DialogManager) -> None:
    await _take_name(manager, message.text or "")


async def _take_name(manager: DialogManager, text: str) -> None:
    """A firm's name is kept as that, and the person's name asked again; a sentence is no name."""
    ctx = context(manager)
    told = _told("name", text)
    if "name" not in told and LIKE_PHONE.search(text):
        await _phone_for_name(manager, text)
        return
    if "name" not in told and _is_firm(text):
        firm = as_written(text, _told("enterprise", text).get("enterprise", text.strip()))
        await _represent(manager, firm)
        await answer(manager, say("企业记下了：{name}。", name=firm))
        return
    said = folded(text, MAX_LINE_CHARS)
    if consent.is_denied(said):
        set_person(manager, await people.take_back_consent(ctx.session, ctx.person))
        await manager.switch_to(Profile.consent)
        return
    if _told("phone", text).get("phone") == "none" and len(said) > MAX_NAME_CHARS:
        raise Refused(say("好的，电话可以不留。先告诉我怎么称呼您？"))
    if len(said) <= MAX_WISH_CHARS and groups("human")[""].found(said).weight == STRONG:
        raise Refused(say("想和人直说，请打{office}电话 {phone}。要接着提交，请告诉我怎么称呼您。", **office(manager)))
    if NAMELESS.match(said) and "phone" not in told:
        raise Refused(say("不用写全名，写「张先生」「李女士」这样就行，好称呼您。"))
    if "name" not in told and _told("consent", text):
        raise Refused(say("好的。那怎么称呼您？比如「张先生」或「李示例」。"))
    if "name" not in told and (answers.is_told(said) or answers.is_no_name(said)):
        raise Refused(say("这像是一句话，不像姓名。怎么称呼您？比如「张先生」或「李示例」。"))
    set_person(manager, await people.give_name(ctx.session, ctx.person, as_written(text, told.get("name", text))))
    if "enterprise" in told and "phone" not in told:
        await _represent(manager, as_written(text, told["enterprise"]))
    if "phone" in told:
        await _keep_phone(manager, text, told)
    elif manager.dialog_data.get("has_phone"):
        await manager.done(result=True)
    else:
        await manager.next()


def _is_firm(text: str) -> bool:
    return answers.is_firm(answers.bare(folded(text, MAX_LINE_CHARS)))


async def _phone_for_name(manager: DialogManager, text: str) -> None:
    """A telephone where the name is asked is kept; with a name before it that is short of a digit, only the name."""
    ctx, head = context(manager), LIKE_PHONE.sub("", text).strip(" ,，")
    name = _told("name", head).get("name") if head else None
    try:
        set_person(manager, await people.give_phone(ctx.session, ctx.person, text))
    except Refused as refused:
        if name is None:
            raise
        set_person(manager, await people.give_name(ctx.session, ctx.person, as_written(text, name)))
        await answer(manager, str(refused))
        await manager.next()
        return
    await _keep_hours_beside(manager, head)
    manager.dialog_data["has_phone"] = True
    await answer(manager, say("电话记下了。怎么称呼您？"))


async def _phone(message: Message, __: MessageInput, manager: DialogManager) -> None:
    text = message.text or ""
    told = _told("phone", text)
    if not told and await _corrects_name(manager, text):
        return
    if not told and SAME.search(text) and context(manager).person.phone:
        await manager.done(result=True)
        return
    if "name" in told and CALLED.search(text):
        ctx = context(manager)
        set_person(manager, await people.give_name(ctx.session, ctx.person, as_written(text, told["name"])))
    await (_withheld(manager) if told.get("phone") == "none" else _keep_phone(manager, text, told))


async def _corrects_name(manager: DialogManager, text: str) -> bool:
    """Whether the text gives the name once more where the telephone is asked: "我姓罗，示例小馆"."""
    said = folded(text, MAX_LINE_CHARS)
    told = corrections.read(said) or _told("name", text)
    ctx = context(manager)
    completes = len(told.get("name", "")) > len(ctx.person.name) and said.startswith(ctx.person.name)  # "刘", "刘大强"
    if "name" not in told or not (CALLED.search(said) or completes):
        return False
    set_person(manager, await people.give_name(ctx.session, ctx.person, as_written(text, told["name"])))
    if answers.is_firm(more := told.get("more", "")):
        await _represent(manager, as_written(text, more))
    await answer(manager, say("称呼记下了：{name}。", name=context(manager).person.name))
    return True


async def _keep_phone(manager: DialogManager, text: str, told: answers.Answer) -> None:
    ctx = context(manager)
    set_person(manager, await people.give_phone(ctx.session, ctx.person, text))
    beside = LIKE_PHONE.sub("", text).strip(" ,，。.;；")
    await _keep_hours_beside(manager, beside)
    if "enterprise" in told:
        await _represent(manager, as_written(text, told["enterprise"]))
    await manager.done(result=True)


async def _keep_hours_beside(manager: DialogManager, beside: str) -> None:
    """The hours that stand beside a telephone: "下午三点以后打", "but please call me after 4 pm"."""
    ctx, told = context(manager), corrections.read(folded(beside, MAX_LINE_CHARS))
    if hours := told.get("hours") or when_to_call(beside):
        set_person(manager, await people.give_hours(ctx.session, ctx.person, as_written(beside, hours)))


def _told(asked: str, text: str) -> answers.Answer:
    """What ``text`` answers, by field; empty if it is not understood."""
    return answers.read_personal(folded(text, MAX_LINE_CHARS), asked) or {}


async def _represent(manager: DialogManager, name: str) -> None:
    ctx = context(manager)
    readable = enterprise_service.readable_name(name)
    await enterprise_service.represent(ctx.session, ctx.person.id, readable, "", ctx.now)


async def _withhold(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _withheld(manager)


async def _withheld(manager: DialogManager) -> None:
    ctx = context(manager)
    set_person(manager, await people.withhold_phone(ctx.session, ctx.person))
    await manager.done(result=True)


async def _hours(_: CallbackQuery, __: Any, manager: DialogManager, index: str) -> None:
    await _keep_hours(manager, translated(HOURS[int(index)]))


async def _hours_typed(message: Message, __: MessageInput, manager: DialogManager) -> None:
    await _keep_hours(manager, message.text or "")


async def _keep_hours(manager: DialogManager, hours: str) -> None:
    ctx = context(manager)
    set_person(manager, await people.give_hours(ctx.session, ctx.person, hours))
    await manager.done(result=True)


async def _no_hours(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await manager.done(result=True)


async def _hours_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    hours = [(index, translated(words)) for index, words in enumerate(HOURS)]
    return {"hours": hours, "hours_only": start_value(dialog_manager, "hours_only")}


async def _consent_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    is_confidential = bool(start_value(dialog_manager, "is_confidential"))
    return {"office_name": context(dialog_manager).services.office.name, "is_confidential": is_confidential}


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say(
                "先说明一下：您留下的姓名、电话和诉求内容，只给{office_name}和承办单位用来联系您、办理您的事，"
                "不作他用；随时可以发送 /privacy 查看说明。",
                when=lambda data, *_: not data["is_confidential"],
            ),
            Say(
                "先说明一下：这件保密，您留下的姓名、电话和写的内容只给区纪委监委用来联系您、办理这件事，"
                "{office_name}和您反映的单位都看不到；随时可以发送 /privacy 查看说明。",
                when="is_confidential",
            ),
            Say("\n<b>您同意吗？</b>"),
            Button(Label("同意，继续"), id="agree", on_click=_agree),
            ways.cancel("不同意，返回"),
            MessageInput(_agree_typed, filter=typed),
            state=Profile.consent,
            getter=_consent_getter,
        ),
        Window(
            Say("怎么称呼您？请输入姓名。"),
            MessageInput(_name, filter=typed),
            ways.cancel(),
            state=Profile.name,
        ),
        Window(
            Say("请留一个联系电话，办理的人好打给您。手机或带区号的固话都可以。"),
            MessageInput(_phone, filter=typed),
            Button(Label("不留电话，只在这里联系我"), id="withhold", on_click=_withhold),
            ways.back(),
            state=Profile.phone,
        ),
        Window(
            Say("什么时候方便接电话？点选一种，或者写一句。"),
            choices.column("hours", "hours", _hours),
            MessageInput(_hours_typed, filter=typed),
            Button(Label("不填了，返回"), id="no_hours", on_click=_no_hours, when="hours_only"),
            Back(Label("上一步"), when=lambda data, *_: not data["hours_only"]),  # opened by an earlier version
            state=Profile.hours,
            getter=_hours_getter,
        ),
        on_start=_open,
    )
