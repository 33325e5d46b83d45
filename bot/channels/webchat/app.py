"""The web server of the chat: its routes, its limits, and what stands around them."""

from collections.abc import Sequence
from typing import Any

from litestar import Litestar, Router
from litestar.datastructures import CacheControlHeader
from litestar.di import Provide
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler

from bot import links
from bot.channels.webchat import errors, headers, limits, page
from bot.channels.webchat.edges import OnlyHere, Speaking
from bot.channels.webchat.file_routes import FileRoutes
from bot.channels.webchat.page_routes import ChatPage, front, health
from bot.channels.webchat.routes import ChatRoutes
from bot.channels.webchat.settings import WebSettings
from bot.channels.webchat.specialists_routes import SpecialistPages
from bot.channels.webchat.stream import Streams
from bot.channels.webchat.web import Face, Web
from bot.demo.demo import Demo
from bot.demo.routes import DemoRoutes
from bot.engine.clock import Clock
from bot.engine.signals import Signals
from directory.service import Snapshot
from storage.database import Database
from storage.files import FileStore

CHAT, SEAT = "/chat", "/demo/seats/{seat:int}/chat"
JSON_BYTES = 256 * 1024  # 10,000 characters, each written as \uXXXX\uXXXX, and some
FORM_BYTES = 64 * 1024  # what a form adds to its file
A_YEAR = 365 * 86_400


def build(
    *,
    db: Database,
    clock: Clock,
    signals: Signals,
    files: FileStore,
    settings: WebSettings,
    secret: str,
    face: Face,
    streams: Streams,
    directory: Snapshot | None = None,
    demo: Demo | None = None,
    wall: Clock | None = None,
    also: Sequence[ControllerRouterHandler] = (),
) -> Litestar:
    """The server. ``secret`` is ``store.secret``'s; ``wall`` is real time unless a test says otherwise.

    ``also`` are routes of other channels that are reached at the same address.
    """
    web = Web(
        db=db, clock=clock, wall=wall or Clock(), signals=signals, files=files,
        settings=settings, face=face, streams=streams, directory=directory or Snapshot(), demo=demo,
    )  # fmt: skip
    pages = page.environment()
    chat, specialists = _chat(CHAT, settings), _specialists(settings)
    app = Litestar(
        route_handlers=[front, health, _static(), *chat, specialists, *(_demo(settings) if demo else []), *also],
        dependencies={
            "web": Provide(lambda: web, sync_to_thread=False),
            "pages": Provide(lambda: pages, sync_to_thread=False),
        },
        exception_handlers=errors.handlers(settings, pages),
        before_send=[headers.add],
        csrf_config=limits.form_tokens(secret, settings),
        request_max_body_size=JSON_BYTES,
        openapi_config=None,
        logging_config=None,
    )
    app.asgi_handler = Speaking(app.asgi_handler, settings.language)
    if demo:
        app.asgi_handler = OnlyHere(app.asgi_handler)
    return app


def _chat(path: str, settings: WebSettings) -> list[ControllerRouterHandler]:
    """The chat under ``path``. Only files may be large."""
    around = _around(settings)
    return [
        Router(path, route_handlers=[ChatPage, ChatRoutes], **around),
        Router(path, route_handlers=[FileRoutes], request_max_body_size=settings.file_bytes + FORM_BYTES, **around),
    ]


def _specialists(settings: WebSettings) -> Router:
    return Router(links.SPECIALISTS, route_handlers=[SpecialistPages], **_around(settings))


def _around(settings: WebSettings) -> dict[str, Any]:
    return {"guards": [limits.refuse_foreign_sites], "middleware": limits.rate_limits(settings)}


def _demo(settings: WebSettings) -> list[ControllerRouterHandler]:
    return [Router("/", route_handlers=[DemoRoutes], guards=[limits.refuse_foreign_sites]), *_chat(SEAT, settings)]


def _static() -> Router:
    kept = CacheControlHeader(public=True, max_age=A_YEAR, immutable=True)
    return create_static_files_router(f"/static/{page.version()}", [page.STATIC], cache_control=kept)
