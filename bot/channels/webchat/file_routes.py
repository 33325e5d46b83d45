"""Files in the web chat: upload, and download for those signed in to the chat."""

import asyncio
from pathlib import Path
from typing import Any

from litestar import Controller, Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import File as FileResponse

from bot.channels.webchat import headers, problems, protocol, store
from bot.channels.webchat.web import TheWeb, Web
from bot.engine import media
from bot.files import images
from bot.files.examination import Examined, examine
from bot.files.limits import WINDOW_DURATION
from chats import store as chats
from chats.model import File, FileState
from texts import speech

PRIVATE_CACHE = "private, max-age=86400, immutable"  # a file never changes, and may be cached on this device only


class FileRoutes(Controller):
    path = "/files"

    @post("/", status_code=202)
    async def send(self, request: Request[Any, Any, Any], web: TheWeb) -> dict[str, Any]:
        """A form with ``id``, ``file`` and optionally ``caption``. The file is stored before its message is."""
        form = await request.form()
        name, sent = protocol.check_id(form.get("id")), form.get("file")
        caption = protocol.check_caption(form.get("caption"), web.settings.caption_limit)
        if not isinstance(sent, UploadFile):
            raise problems.unreadable()
        visit = await web.visit(request)
        if not await web.is_received(visit.chat, name):
            await _check_count(web, visit.chat)
            file = await _keep(web, visit.chat, sent)
            content = media.describe(file, "photo" if file.width else "document") | caption
            update = protocol.message_update(name, visit.chat, speech.language(), web.clock.now(), content)
            await web.receive(visit.chat, name, update, file)
        return {"id": name}

    @get("/{name:str}")
    async def fetch(self, request: Request[Any, Any, Any], name: FromPath[str], web: TheWeb) -> FileResponse:
        visit = await web.visit(request)
        async with web.db.reading() as session:
            file = await chats.get_file(session, name)
        if file is None or file.chat != visit.chat or file.state is not FileState.KEPT:
            raise problems.unknown_file()
        path = web.files.path(file.digest)
        if not await asyncio.to_thread(path.exists):
            raise problems.unknown_file()
        return _response(file, path)


async def _check_count(web: Web, chat: int) -> None:
    async with web.db.reading() as session:
        count = await store.count_files(session, chat, web.clock.now() - WINDOW_DURATION)
    if count >= web.settings.files_per_ten_minutes:
        raise problems.too_many_files(web.settings.files_per_ten_minutes)


async def _keep(web: Web, chat: int, sent: UploadFile) -> File:
    """Decoding a photo takes memory and time: limited concurrency, in a thread and outside any transaction."""
    content = await sent.read()
    async with web.examining:
        examined = await asyncio.to_thread(examine, sent.filename, sent.content_type, content, web.settings.file_limits)
    digest = await asyncio.to_thread(web.files.put, examined.content)
    return _file(examined, chat, digest)


def _file(examined: Examined, chat: int, digest: str) -> File:
    size = len(examined.content)
    return File(media.new_id(), chat, examined.name, examined.kind, size, digest, examined.width, examined.height)


def _response(file: File, path: Path) -> FileResponse:
    """Photos may be displayed by the browser; anything else is a download."""
    return FileResponse(
        path,
        filename=file.name,
        media_type=file.kind,
        content_disposition_type="inline" if file.kind in images.KINDS else "attachment",
        headers={headers.CSP: headers.SANDBOX, "Cache-Control": PRIVATE_CACHE},
    )
