"""Files in the web chat: upload, and download for those signed in to the chat."""

import asyncio
from pathlib import Path
from typing import Any

from litestar import Controller, Request, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.params import FromPath
from litestar.response import File as FileResponse

from bot.channels.webchat import address, headers, problems, protocol
from bot.channels.webchat.settings import WebSettings
from bot.channels.webchat.web import TheWeb, Web
from bot.engine import media
from bot.files import images
from chats import store as chats
from chats.model import File, FileState
from chats.upload_store import Upload
from texts import speech

FORM_BYTES = 64 * 1024  # size of a form in addition to its file
NO_STORE = "no-store"  # after signing out, "back" shows nothing, also where Clear-Site-Data has no effect (plain http)
WebRequest = Request[Any, Any, Any]


class FileRoutes(Controller):
    path = "/files"

    @post("/", status_code=202)
    async def send(self, request: WebRequest, web: TheWeb) -> dict[str, Any]:
        """A form with ``id``, ``file`` and optionally ``caption``. The file is stored before its message is.

        ``id`` in the address as well lets a repeated upload be recognised before it is read.
        """
        visit = await web.visit(request)
        if (name := request.query_params.get("id")) and await web.is_received(visit.chat, protocol.check_id(name)):
            return {"id": name}
        size = _announced_size(request, web.settings)
        request.receive = web.uploads.in_turn(request.receive)
        async with web.uploads.counted(visit.chat, address.of_client(request), size) as upload:
            return {"id": await _receive(web, await request.form(), upload)}

    @get("/{name:str}")
    async def fetch(self, request: WebRequest, name: FromPath[str], web: TheWeb) -> FileResponse:
        visit = await web.visit(request)
        async with web.db.reading() as session:
            file = await chats.get_file(session, name)
        if file is None or file.chat != visit.chat or file.state is not FileState.KEPT:
            raise problems.unknown_file()
        path = web.files.path(file.digest)
        if not await asyncio.to_thread(path.exists):
            raise problems.unknown_file()
        return _response(file, path)


async def _receive(web: Web, form: FormMultiDict, upload: Upload) -> str:
    """Keep the file and put its message into the inbox, unless it is there already; returns the update's id."""
    name, sent = protocol.check_id(form.get("id")), form.get("file")
    caption = protocol.check_caption(form.get("caption"), web.settings.caption_limit)
    if not isinstance(sent, UploadFile):
        raise problems.unreadable()
    if not await web.is_received(upload.chat, name):
        file = await web.uploads.keep(upload, sent)
        content = media.describe(file, "photo" if file.width else "document") | caption
        update = protocol.message_update(name, upload.chat, speech.language(), web.clock.now(), content)
        await web.receive(upload.chat, name, update, file)
    return name


def _announced_size(request: WebRequest, settings: WebSettings) -> int:
    """What the browser announces in bytes; raises a problem if it is too much."""
    announced = request.headers.get("content-length", "")
    size = (
        int(announced) if announced.isascii() and announced.isdigit() and len(announced) < 12 else settings.file_bytes
    )
    if size > settings.file_bytes + FORM_BYTES:
        raise problems.too_large(settings.file_megabytes)
    return size


def _response(file: File, path: Path) -> FileResponse:
    """Photos may be displayed by the browser; anything else is a download."""
    return FileResponse(
        path,
        filename=file.name,
        media_type=file.kind,
        content_disposition_type="inline" if file.kind in images.KINDS else "attachment",
        headers={headers.CSP: headers.SANDBOX, "Cache-Control": NO_STORE},
    )
