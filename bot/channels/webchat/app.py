"""The web server application that serves the routes of all channels: CSRF tokens, headers, errors, languages."""

from collections.abc import Callable, Sequence

from jinja2 import Environment
from litestar import Litestar
from litestar.di import Provide
from litestar.types import ASGIApp, ControllerRouterHandler

from bot.channels.webchat import errors, headers, limits, page
from bot.channels.webchat.middleware import FirstCookies, FormTokens, Speaking
from bot.channels.webchat.settings import WebSettings

JSON_BYTES = 256 * 1024  # 10,000 characters, each escaped as \uXXXX\uXXXX, plus some overhead

Door = Callable[[ASGIApp], ASGIApp]


def build(
    routes: Sequence[ControllerRouterHandler],
    settings: WebSettings,
    secret: str,
    pages: Environment | None = None,
    door: Door | None = None,
    *,
    asks_device: bool = False,
) -> Litestar:
    """``secret`` is ``store.secret``'s; ``door`` is an outermost middleware that may reject requests.

    ``asks_device``: until a language is chosen, use the browser's instead of the one in the settings.
    """
    templates = pages or page.environment()
    app = Litestar(
        route_handlers=routes,
        dependencies={"pages": Provide(lambda: templates, sync_to_thread=False)},
        exception_handlers=errors.handlers(settings, templates),
        before_send=[headers.add],
        csrf_config=limits.form_tokens(secret, settings),
        request_max_body_size=JSON_BYTES,
        openapi_config=None,
        logging_config=None,
    )
    speaking = Speaking(app.asgi_handler, None if asks_device else settings.language)
    app.asgi_handler = FormTokens(FirstCookies(speaking), secret)
    if door:
        app.asgi_handler = door(app.asgi_handler)
    return app
