"""The chat's protocol: messages, presses, event stream, history, start, language, and signed-in devices."""

from secrets import token_urlsafe
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromQuery, JSONBody
from litestar.response import Stream

from bot.channels.webchat import address, problems, protocol, sessions, store
from bot.channels.webchat.store import WebSession
from bot.channels.webchat.stream import ChatStream
from bot.channels.webchat.web import TheWeb, Web
from bot.dialogs.rights import gives_rights
from bot.engine import updates
from chats import store as chats
from people import service
from people import store as people
from texts import speech

HISTORY_SIZE = 40
MAX_PAGE_NAME = 64
Json = dict[str, Any]
WebRequest = Request[Any, Any, Any]


class ChatRoutes(Controller):
    @post("/start", status_code=202)
    async def start(self, request: WebRequest, data: JSONBody[Json], web: TheWeb) -> Response[Json]:
        """Sign this device in if it is new and send /start to the bot once, or again if there is an invitation code."""
        name, code = protocol.check_id(data.get("id")), _check_code(data.get("code"))
        token, now = None, web.real_clock.now()
        async with web.db.transaction() as session:
            visit = await sessions.find(session, request, now)
            if visit is None:
                if sessions.is_seat(request):
                    raise problems.signed_out()
                web.limits.check_new_chat(request)
                chat = (await chats.open_chat(session, "web", token_urlsafe(16))).id
                token = await sessions.begin(session, chat, _agent(request), web.settings, now)
            else:
                chat = visit.chat
            spoken = await store.has_spoken(session, chat)
            notice = "" if visit else await sessions.why_ended(session, request, now)
        if code or not spoken:
            content = protocol.text_content(f"/start {code}" if code else "/start")
            await _hear(web, chat, name, content)
        cookies = [sessions.cookie(token, request, web.settings)] if token else []
        answer = {"id": name, **({"notice": notice} if notice else {})}
        return Response(answer, status_code=202, cookies=cookies)

    @post("/messages", status_code=202)
    async def say(self, request: WebRequest, data: JSONBody[Json], web: TheWeb) -> Json:
        name = protocol.check_id(data.get("id"))
        text = protocol.check_text(data.get("text"), web.settings.text_limit)
        visit = await web.visit(request)
        await _hear(web, visit.chat, name, protocol.text_content(text))
        return {"id": name}

    @post("/presses", status_code=202)
    async def press(self, request: WebRequest, data: JSONBody[Json], web: TheWeb) -> Response[Json]:
        """A tap that may give the chat rights is answered with a new token, which alone is valid afterwards."""
        name = protocol.check_id(data.get("id"))
        message, pressed_data = protocol.check_press(data.get("message"), data.get("data"))
        async with web.db.reading() as session:
            visit = await web.pressing(session, request, name)
            pressed = await chats.latest(session, visit.chat, message)
        if pressed is None:
            raise problems.unknown_message()
        update = updates.press_update(name, visit.chat, speech.language(), pressed, pressed_data)
        async with web.db.transaction() as session:
            token = await sessions.renew(session, request, visit, name) if gives_rights(pressed_data) else None
            await web.put(session, visit.chat, name, update)
        web.wake(visit.chat)
        cookies = [sessions.cookie(token, request, web.settings)] if token else []
        return Response({"id": name}, status_code=202, cookies=cookies)

    @get("/events")
    async def events(
        self, request: WebRequest, web: TheWeb, after: FromQuery[int] = 0, page: FromQuery[str] = ""
    ) -> Stream:
        visit = await web.visit(request)
        await _note_visit(web, visit)
        last = protocol.check_event_number(request.headers.get("last-event-id", ""))
        start = _within(after) if last is None else last
        place = web.streams.open(visit, page[:MAX_PAGE_NAME], address.of_client(request), web.settings)
        stream = ChatStream(web.db, web.watcher, web.streams, place, start)
        headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
        return Stream(stream.messages(), media_type="text/event-stream", headers=headers)

    @get("/history")
    async def history(
        self,
        request: WebRequest,
        web: TheWeb,
        before: FromQuery[int] = protocol.MAX_EVENT_NUMBER,
        limit: FromQuery[int] = HISTORY_SIZE,
    ) -> Json:
        """The events before number ``before``, oldest first; ``last`` is where the stream continues.

        ``language``: what the bot speaks here."""
        limit = min(max(limit, 1), 200)
        async with web.db.reading() as session:
            visit = await web.visiting(session, request)
            last = await chats.last_event(session, visit.chat)
            found = await chats.events_before(session, visit.chat, _within(before), limit + 1)
            person = await people.of_chat(session, visit.chat)
        events = [protocol.to_json(event) for event in found[-limit:]]
        language = person.language if person else speech.language()
        return {"events": events, "more": len(found) > limit, "last": last, "language": language}

    @post("/language", status_code=200)
    async def language(self, request: WebRequest, data: JSONBody[Json], web: TheWeb) -> Response[Json]:
        """Set the language of the page, stored on the device, and of the bot."""
        wanted = data.get("language")
        if wanted not in speech.LANGUAGES:
            raise problems.unreadable()
        visit = await web.visit(request)
        async with web.db.transaction() as session:
            person = await people.of_chat(session, visit.chat)
            if person is not None:
                await service.choose_language(session, person, str(wanted))
        cookies = sessions.language_cookies(str(wanted), request, web.settings)
        return Response({"language": wanted}, cookies=cookies)

    @get("/sessions")
    async def devices(self, request: WebRequest, web: TheWeb) -> Json:
        visit = await web.visit(request)
        return {"sessions": [_device(found, visit) for found in await _sessions(web, visit)]}

    @post("/sessions", status_code=200)
    async def sign_out(self, request: WebRequest, data: JSONBody[Json], web: TheWeb) -> Response[Json]:
        """``{"end": "others"}`` signs out all other devices, ``{"end": "here"}`` this one."""
        match data.get("end"):
            case "others":
                visit = await web.visit(request)
                ending = [found for found in await _sessions(web, visit) if found.digest != visit.digest]
                return Response({"ended": await _end(web, ending)})
            case "here":
                return await _leave(web, request)
        raise problems.unreadable()


async def _leave(web: Web, request: WebRequest) -> Response[Json]:
    """Ends the session, if it has not been ended before, and what the device remembers: its cookie and pictures."""
    async with web.db.reading() as session:
        visit = await sessions.find(session, request, web.real_clock.now())
    ended = await _end(web, [visit] if visit else [])
    cookies = [sessions.no_cookie(request, web.settings)]
    return Response({"ended": ended}, cookies=cookies, headers={"Clear-Site-Data": '"cache"'})


async def _end(web: Web, ending: list[WebSession]) -> int:
    async with web.db.transaction() as session:
        await store.end_sessions(session, [found.digest for found in ending])
    for found in ending:
        web.signals.chat(found.chat).send()
    return len(ending)


def _within(number: int) -> int:
    """The nearest number that an event can have; no database takes larger ones."""
    return min(max(number, 0), protocol.MAX_EVENT_NUMBER)


async def _hear(web: Web, chat: int, name: str, content: Json) -> None:
    await web.receive(chat, name, protocol.message_update(name, chat, speech.language(), web.clock.now(), content))


async def _note_visit(web: Web, visit: WebSession) -> None:
    now = web.real_clock.now()
    if sessions.is_stale(visit, now):
        async with web.db.transaction() as session:
            await sessions.refresh(session, visit, web.settings, now)


async def _sessions(web: Web, visit: WebSession) -> list[WebSession]:
    async with web.db.reading() as session:
        return await store.sessions_of(session, await store.chats_beside(session, visit.chat), web.real_clock.now())


def _device(found: WebSession, visit: WebSession) -> Json:
    return {"agent": found.agent, "seen_at": found.seen_at.isoformat(), "here": found.digest == visit.digest}


def _check_code(code: object) -> str:
    if code is None:
        return ""
    if not isinstance(code, str) or not protocol.CODE.fullmatch(code):
        raise problems.bad_code()
    return code


def _agent(request: WebRequest) -> str:
    return request.headers.get("user-agent", "")
