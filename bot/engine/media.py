"""Files in messages: a file shown in another chat gets its own record there and shares the stored content."""

from dataclasses import replace
from secrets import token_urlsafe

from bot.engine.unit_of_work import UnitOfWork
from chats import store as chats
from chats.model import Body, File, FileState


def new_id() -> str:
    """An unguessable file id: knowing one does not help to guess another."""
    return token_urlsafe(16)


async def attach(work: UnitOfWork, kind: str, name: str) -> Body | None:
    """The part of a message's body that shows the file; None if there is no such file or no content of it (yet)."""
    file = await chats.get_file(work.session, name)
    if file is None or file.state is not FileState.KEPT:
        return None
    if file.chat != work.chat:
        file = replace(file, id=new_id(), chat=work.chat)
        await chats.add_file(work.session, file, work.now)
    return describe(file, kind)


def describe(file: File, kind: str) -> Body:
    """A file as the Bot API describes it, as a ``photo`` or a ``document``."""
    reference = {"file_id": file.id, "file_unique_id": file.digest[:16] or file.id, "file_size": file.size}
    if kind == "photo":
        return {"photo": [{**reference, "width": file.width, "height": file.height}]}
    return {"document": {**reference, "file_name": file.name, "mime_type": file.kind}}
