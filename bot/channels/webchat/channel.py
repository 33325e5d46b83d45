"""The web chat as a channel, with the public pages. Its page reads the chat log itself, so there is no sender."""

import asyncio
from collections.abc import Sequence

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.di import Provide
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler, Guard

from bot.channels.channel import Work
from bot.channels.webchat import limits, page
from bot.channels.webchat.file_routes import FORM_BYTES, FileRoutes
from bot.channels.webchat.page_routes import ChatPage, front, health
from bot.channels.webchat.routes import ChatRoutes
from bot.channels.webchat.specialists_routes import SpecialistPages
from bot.channels.webchat.web import Web
from bot.dialogs import links
from bot.engine.jobs import Job

CHAT, SEAT = "/chat", "/demo/seats/{seat:int}/chat"
YEAR_SECONDS = 365 * 86_400


class WebChat:
    name = "web"
    jobs: Sequence[Job] = ()

    def __init__(self, web: Web) -> None:
        chats = [*_chat(CHAT, web), *(_chat(SEAT, web) if web.seats else [])]
        handlers = [front, health, _static(), *chats, _specialists(web)]
        known = {"web": Provide(lambda: web, sync_to_thread=False)}
        self.routes: Sequence[ControllerRouterHandler] = [Router("/", route_handlers=handlers, dependencies=known)]

    def tasks(self, stopping: asyncio.Event) -> Sequence[Work]:
        return ()

    def has_room(self) -> bool:
        return True

    async def close(self) -> None:
        """Nothing to close: the server ends the streams."""


def _chat(path: str, web: Web) -> list[ControllerRouterHandler]:
    """The routes of the chat under ``path``. Only file uploads may be large."""
    guards, file_bytes = _guards(web), web.settings.file_bytes
    return [
        Router(path, route_handlers=[ChatPage, ChatRoutes], guards=guards),
        Router(path, route_handlers=[FileRoutes], request_max_body_size=file_bytes + FORM_BYTES, guards=guards),
    ]


def _specialists(web: Web) -> Router:
    return Router(links.SPECIALISTS, route_handlers=[SpecialistPages], guards=_guards(web))


def _guards(web: Web) -> list[Guard]:
    return [limits.refuse_foreign_sites, web.limits.guard()]


def _static() -> Router:
    kept = CacheControlHeader(public=True, max_age=YEAR_SECONDS, immutable=True)
    return create_static_files_router(f"/static/{page.version()}", [page.STATIC], cache_control=kept)
