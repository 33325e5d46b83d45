"""Routes for the chat page, the QR code to open it elsewhere, the front page's redirect, and the health check."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.datastructures import Cookie
from litestar.enums import MediaType
from litestar.params import FromQuery
from litestar.response import Redirect
from litestar.template.base import csrf_token

from bot.channels.webchat import headers, page, problems, protocol, qr, sessions
from bot.channels.webchat.web import Pages, TheWeb, Web
from bot.dialogs import links
from storage import meta_store

WebRequest = Request[Any, Any, Any]


class ChatPage(Controller):
    @get("/")
    async def show(self, request: WebRequest, web: TheWeb, pages: Pages) -> Response[str]:
        """Viewing does not sign anyone in; the page's script does. Only a demo seat is signed in by viewing."""
        cookies = await _renew(request, web)
        shown = pages.get_template("chat.html").render(
            branding=web.branding,
            settings=web.settings,
            words=page.words(),
            quick_replies=page.quick_replies(web.menu),
            promises=page.promises(),
            form_token=csrf_token({"request": request}),
            demo=sessions.is_seat(request),
            signed_in=bool(cookies),
        )
        policy = headers.policy(frame_ancestors="'self'") if sessions.is_seat(request) else headers.policy()
        return Response(shown, media_type=MediaType.HTML, cookies=cookies, headers={headers.CSP: policy})

    @get("/link.svg")
    async def link(self, request: WebRequest, web: TheWeb, code: FromQuery[str]) -> Response[bytes]:
        """The link that opens this chat on another device with a one-time code, to be scanned from the screen."""
        await web.visit(request)
        if not protocol.CODE.fullmatch(code):
            raise problems.bad_code()
        return Response(qr.image(links.on_page(web.settings.public_url, code)), media_type="image/svg+xml")


@get("/", sync_to_thread=False)
def front(web: TheWeb) -> Redirect:
    return Redirect(web.front)


@get("/healthz")
async def health(web: TheWeb) -> dict[str, str]:
    """Reports only that the process serves requests and the database answers."""
    async with web.db.reading() as session:
        await meta_store.require_answer(session)
    return {"status": "ok"}


async def _renew(request: WebRequest, web: Web) -> list[Cookie]:
    """Extend a returning device's session, in the database and in its cookie."""
    now = web.real_clock.now()
    async with web.db.reading() as session:
        visit = await sessions.find(session, request, now)
    if visit is None:
        return await _take_seat(request, web)
    if sessions.is_stale(visit, now):
        async with web.db.transaction() as session:
            await sessions.refresh(session, visit, web.settings, now)
    return [sessions.cookie(request.cookies[sessions.COOKIE], request, web.settings)]


async def _take_seat(request: WebRequest, web: Web) -> list[Cookie]:
    if not sessions.is_seat(request):
        return []
    agent = request.headers.get("user-agent", "")
    seat = request.path_params["seat"]
    token = await web.seats.sign_in(seat, web.settings, agent, web.real_clock.now()) if web.seats else None
    if token is None:
        raise problems.not_found()
    return [sessions.cookie(token, request, web.settings)]
