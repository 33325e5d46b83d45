"""An appeal's photos and files: shown to those who may see the appeal, counted for the person filing it."""

from collections.abc import Sequence

from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.appeals.looking import look
from bot.dialogs.context import context
from chats import store as chats
from chats.model import File, FileState
from texts.speech import say


async def show(manager: DialogManager) -> None:
    """Send each file as a message, then a line for each without content; the window follows below."""
    ctx, view = context(manager), await look(manager)
    message = manager.event.message  # type: ignore[union-attr]  # only called for button presses
    assert message is not None
    files = await chats.get_files(ctx.session, view.files)
    for file in files:
        if file.state is FileState.KEPT:
            await (message.answer_photo if file.kind.startswith("image/") else message.answer_document)(file.id)
    if lines := [_instead(file) for file in files if file.state is not FileState.KEPT]:
        await message.answer("\n".join(lines))
    manager.show_mode = ShowMode.SEND


async def accepted_files(manager: DialogManager, names: Sequence[str]) -> list[File]:
    """The files that are kept or still being received; refused ones are not part of an appeal."""
    found = await chats.get_files(context(manager).session, names) if names else []
    return [file for file in found if file.state is not FileState.REFUSED]


def counted(files: Sequence[File]) -> str:
    waiting = sum(file.state is FileState.WAITING for file in files)
    if waiting:
        return say("<b>附件</b>：{count} 个（{waiting} 个正在接收）", count=len(files), waiting=waiting)
    return say("<b>附件</b>：{count} 个", count=len(files))


def _instead(file: File) -> str:
    if file.state is FileState.WAITING:
        return say("「{name}」正在接收，请过一会儿再看。", name=file.name)
    return say("「{name}」没有收下，内容看不到。", name=file.name)
