"""Photos, files and text sent without being asked for: part of the appeal being filed, or of a reply."""

from dataclasses import replace

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message
from aiogram_dialog import DialogManager

from bot.dialogs.appeals import receiving
from bot.dialogs.kinds import attached, typed
from bot.dialogs.situation import situation
from bot.handlers import asides, replies, service_questions, understood, while_filing
from texts.speech import say


def router() -> Router:
    unasked = Router(name="unasked")
    unasked.message.register(_file, attached)
    unasked.message.register(_words, typed)
    return unasked


async def _file(message: Message, dialog_manager: DialogManager) -> None:
    if await receiving.add_to_open(message, dialog_manager) or await replies.file(message, dialog_manager):
        return
    raise SkipHandler


async def _words(message: Message, dialog_manager: DialogManager) -> None:
    text = message.text or ""
    if await asides.done(dialog_manager, text) or await service_questions.asked_while_filing(dialog_manager, text):
        return
    if await while_filing.leads_away(dialog_manager, text):
        await _lead_away(message, dialog_manager)
    elif not (
        await while_filing.kept_apart(dialog_manager, text) or await receiving.add_words(message, dialog_manager)
    ):
        raise SkipHandler


async def _lead_away(message: Message, manager: DialogManager) -> None:
    await message.answer(say("正在写的这件没有提交，替您留着；这句没有写进去。"))
    here = replace(await situation(message, manager), asked=None)
    if not await understood.done(manager, message.text or "", here):
        raise SkipHandler
