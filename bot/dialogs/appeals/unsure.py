"""A text that may be about an appeal or a new matter: the person is asked which, and nothing is done before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from appeals import at_hand_store
from appeals.draft import readable
from bot.dialogs import choices, ways
from bot.dialogs.appeals import lately, meant, receiving, saved_draft
from bot.dialogs.appeals.states import MyAppeals, Unsure, start_file_appeal, start_unsure
from bot.dialogs.context import answer, context, start_value
from bot.dialogs.kinds import attached
from bot.dialogs.listening import listening
from bot.dialogs.situation import id_of, situation
from bot.dialogs.widgets import Label, Say
from texts.lines import shortened
from texts.speech import say, sentence, translated
from understanding import placing
from understanding.model import Context, Kind

MATTER_CHARS, TEXT_CHARS = 12, 120
BESIDE_WORDS = (Kind.SUPPLEMENT, Kind.MESSAGE, Kind.UNCLEAR)  # words of these kinds stand together
LABELS = {
    "no_contact": sentence("{number} 还没人联系（{matter}）"),
    **dict.fromkeys(("supplement", "message", "unclear"), sentence("补充 {number}（{matter}）")),
    "solved": sentence("{number} 解决了（{matter}）"),
    "not_solved": sentence("{number} 还没解决（{matter}）"),
    "withdraw": sentence("撤回 {number}（{matter}）"),
    "progress": sentence("看 {number} 的进度（{matter}）"),
}


async def _getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx, kind = context(dialog_manager), start_value(dialog_manager, "kind")
    asked = start_value(dialog_manager, "appeals")
    at_hand = [one for one in await at_hand_store.own(ctx.session, ctx.person) if one.id in asked]
    label = translated(LABELS[kind])
    appeals = [
        (one.id, label.format(number=one.number, matter=shortened(" ".join(one.text.split()), MATTER_CHARS)))
        for one in sorted(at_hand, key=lambda one: asked.index(one.id))
    ]
    return {
        "text": shortened(_text(dialog_manager), TEXT_CHARS),
        "files": len(_files(dialog_manager)),
        "appeals": appeals,
    }


async def _appeal(_: CallbackQuery, __: Any, manager: DialogManager, chosen: str) -> None:
    await _choose(manager, int(chosen))


async def _choose(manager: DialogManager, number: int) -> None:
    ctx = context(manager)
    if started := start_value(manager, "started"):
        await saved_draft.drop(started)
    stage = {one.id: one.stage for one in await at_hand_store.own(ctx.session, ctx.person)}.get(number)
    await lately.went_to(manager, number, chosen=True)
    word = meant.Word(number, stage, _text(manager), _files(manager))
    await meant.ACTS[start_value(manager, "kind")](manager, word)


async def _new(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _begin(manager)


async def _begin(manager: DialogManager) -> None:
    await lately.went_to(manager, lately.DRAFT, chosen=True)
    is_press = isinstance(manager.event, CallbackQuery)
    await start_file_appeal(
        manager,
        text=_text(manager),
        files=_files(manager),
        started=start_value(manager, "started"),
        show=ShowMode.EDIT if is_press else ShowMode.SEND,
    )


async def _file(message: Message, _: MessageInput, manager: DialogManager) -> None:
    """The other files of an album come one by one."""
    receiving.keep(manager.dialog_data.setdefault("files", []), message)
    if message.caption:
        manager.dialog_data.setdefault("captions", []).append(readable(message.caption))
    manager.show_mode = ShowMode.EDIT if receiving.is_answered(message, manager) else ShowMode.DELETE_AND_SEND


async def _goes_with_files(message: Message, dialog_manager: DialogManager) -> bool:
    return bool(message.text) and bool(_files(dialog_manager))


async def _caption(message: Message, _: MessageInput, manager: DialogManager) -> None:
    """Words below files that wait to be placed say where they belong, or belong to them."""
    if await answered(manager, message.text or "", await situation(message, manager)):
        return
    manager.dialog_data.setdefault("captions", []).append(readable(message.text or ""))
    await answer(manager, say("收到，和文件放在一起。是哪一种，点一下就行。"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Words about which it was asked where they belong."""

    text: str
    kind: str
    appeals: Sequence[int]
    files: Sequence[str]
    started: str | None


def waiting(manager: DialogManager) -> Waiting | None:
    """What the open window asks about."""
    if not manager.has_context() or manager.current_context().state != Unsure.which:
        return None
    kind, appeals, started = (start_value(manager, name) for name in ("kind", "appeals", "started"))
    return Waiting(_text(manager), kind, appeals, _files(manager), started)


async def answered(manager: DialogManager, text: str, here: Context) -> bool:
    """Whether the text says where the words or files that wait belong; they are placed then."""
    asked = start_value(manager, "appeals")
    numbers = {one.number: id_of(one.number) for one in here.open if id_of(one.number) in asked}
    told = placing.place(text, here, sorted(numbers, key=lambda one: asked.index(numbers[one])))
    if told == placing.NEW:
        await _begin(manager)
    elif told is not None:
        await _choose(manager, numbers[told])
    return told is not None


async def ask_again(manager: DialogManager, before: Waiting | None) -> None:
    """Something else was typed: unless that opened a window that asks, the words before it wait again."""
    now = waiting(manager)
    if before is None or now == before:
        return
    if now is not None and now.kind in BESIDE_WORDS and before.kind in BESIDE_WORDS:
        text, files = f"{before.text}\n{now.text}", (*before.files, *now.files)
        await start_unsure(manager, text, now.kind, now.appeals, files, before.started)
    elif manager.current_context().state == MyAppeals.received and before.kind != Kind.PROGRESS:
        await start_unsure(manager, before.text, before.kind, before.appeals, before.files, before.started)
    else:
        await not_placed(manager, before)


async def not_placed(manager: DialogManager, before: Waiting | None) -> None:
    """Words that went nowhere, as something else was said instead of where they belong."""
    if before is not None and before.text and before.kind != Kind.PROGRESS:
        text = shortened(before.text, MATTER_CHARS)
        await answer(manager, say("前面那句「{text}」还没有放进哪件诉求，要放的话请再发一次。", text=text))


def _text(manager: DialogManager) -> str:
    """What was typed, and below it the words that came with files."""
    return "\n".join(filter(None, (start_value(manager, "text"), *manager.dialog_data.get("captions", ()))))


def _files(manager: DialogManager) -> tuple[str, ...]:
    return (*(start_value(manager, "files") or ()), *manager.dialog_data.get("files", ()))


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say("您说的「{text}」，是哪一种？", when="text"),
            Say("您发来的文件，是哪一种？", when=lambda data, *_: not data["text"]),
            Say("（还有 {files} 个文件，会一起放进去。）", when=lambda data, *_: data["text"] and data["files"]),
            choices.column("appeal", "appeals", _appeal),
            Button(Label("另一件新的事"), id="new", on_click=_new),
            ways.home("都不是"),
            MessageInput(_file, filter=attached),
            MessageInput(_caption, filter=_goes_with_files),
            listening(),
            state=Unsure.which,
            getter=_getter,
        )
    )
