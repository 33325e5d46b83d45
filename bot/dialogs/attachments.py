"""Showing an appeal's photos and files to whoever may see the appeal."""

from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode

from appeals import reading
from bot.asked import asked
from chats import store as chats


async def show(manager: DialogManager, appeal: int) -> None:
    """Each file as a message of its own; the window follows below."""
    it = asked(manager)
    view = await reading.look(it.session, it.person, appeal, it.house.terms)
    message = manager.event.message  # type: ignore[union-attr]  # only a pressed button comes here
    assert isinstance(message, Message)
    for name in view.files:
        file = await chats.get_file(it.session, name)
        if file is not None and file.kind.startswith("image/"):
            await message.answer_photo(name)
        elif file is not None:
            await message.answer_document(name)
    manager.show_mode = ShowMode.SEND
