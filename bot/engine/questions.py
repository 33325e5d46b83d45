"""Shows an open dialog's window again, below newer messages; does nothing if no dialog is open."""

from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.enums import ChatType
from aiogram.types import Chat, User
from aiogram_dialog import ShowMode
from aiogram_dialog.api.entities import DialogAction, DialogUpdate, DialogUpdateEvent


async def ask_again(dispatcher: Dispatcher, bot: Bot, chat: int, said_with: dict[str, Any]) -> None:
    """Show the open window again, within the current unit of work."""
    event = DialogUpdateEvent(
        from_user=User(id=chat, is_bot=False, first_name=""),
        chat=Chat(id=chat, type=ChatType.PRIVATE),
        action=DialogAction.UPDATE,
        data=None,
        intent_id=None,
        stack_id="",
        thread_id=None,
        business_connection_id=None,
        show_mode=ShowMode.SEND,
    ).as_(bot)
    await dispatcher.propagate_event(  # the way aiogram-dialog's background updates enter, but awaited
        update_type="update",
        event=DialogUpdate(event).as_(bot),
        bot=bot,
        event_from_user=event.from_user,
        event_chat=event.chat,
        event_thread_id=None,
        **dispatcher.workflow_data,
        **said_with,
    )
