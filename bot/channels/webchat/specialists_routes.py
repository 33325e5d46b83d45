"""The public pages of specialists by unit: all units, search results, and one unit as a poster."""

import asyncio
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, Response, get, post
from litestar.enums import MediaType
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.template.base import csrf_token

from bot.channels.webchat import problems, sessions, specialists_page
from bot.channels.webchat.web import Pages, TheWeb, Web
from directory.model import Directory
from texts import speech

WebRequest = Request[Any, Any, Any]


class SpecialistPages(Controller):
    """No sign-in, and nothing is stored but the language, on the device itself."""

    @get("/")
    async def show(self, request: WebRequest, web: TheWeb, pages: Pages) -> Response[str]:
        published, query = await _published(web), _query(request)
        here = web.settings.public_url
        # in a thread: the first search after an import builds its index
        found = await asyncio.to_thread(specialists_page.found, published, query, here) if query else []
        groups = [] if query else specialists_page.groups(published, here)
        return _shown(request, web, pages, "specialists.html", query=query, groups=groups, found=found)

    @get("/{unit:int}")
    async def one(self, request: WebRequest, web: TheWeb, pages: Pages, unit: FromPath[int]) -> Response[str]:
        published = await _published(web)
        known = published.by_id.get(unit)
        if known is None:
            raise problems.not_found()
        card = specialists_page.card(published, known, web.settings.public_url)
        return _shown(request, web, pages, "specialists_unit.html", card=card)

    @post(["/", "/{unit:int}"])
    async def speak(self, request: WebRequest, web: TheWeb) -> Redirect:
        """Show the same page in the chosen language, without a script."""
        wanted = (await request.form()).get("language")
        if wanted not in speech.LANGUAGES:
            raise problems.unreadable()
        query = _query(request)
        return Redirect(
            request.url.path + (f"?{urlencode({'q': query})}" if query else ""),
            status_code=303,
            cookies=sessions.language_cookies(wanted, request, web.settings),
        )


async def _published(web: Web) -> Directory:
    async with web.db.reading() as session:
        return (await web.directory.current(session)).published


def _query(request: WebRequest) -> str:
    return specialists_page.search_query(request.query_params.get("q", ""))


def _shown(request: WebRequest, web: Web, pages: Pages, template: str, **values: object) -> Response[str]:
    page = pages.get_template(template).render(
        branding=web.branding,
        public_url=web.settings.public_url,
        today=specialists_page.day(web.clock.now()),
        numbers=specialists_page.numbers,
        form_token=csrf_token({"request": request}),
        **values,
    )
    return Response(page, media_type=MediaType.HTML)
