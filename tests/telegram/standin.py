"""A stand-in for Telegram's Bot API on loopback: real HTTP, real error texts, faults on demand, exact records.

    async with StandIn() as telegram:
        bot = aiogram.Bot(telegram.token, session=AiohttpSession(api=TelegramAPIServer.from_base(telegram.address)))
        person = telegram.person(1)
        await person.say("/start")
        await person.read("您好")

It knows nothing of this product and uses none of its code.
"""

import asyncio
import inspect
import re
from typing import Any, Self

from aiohttp import web

from tests.telegram.account import Account
from tests.telegram.chat import Chat
from tests.telegram.faults import Fault, Faults, Kind
from tests.telegram.files import Limits
from tests.telegram.methods import METHODS
from tests.telegram.parameters import Parameters, read
from tests.telegram.people import Manners, Person, Shown
from tests.telegram.record import Call, Record, RefusedCall, gaps, most_in_a_second
from tests.telegram.refusals import (
    BAD_GATEWAY,
    BAD_GATEWAY_PAGE,
    JSON,
    NOT_FOUND,
    OTHER_POLL,
    SERVER_ERROR,
    UNAUTHORIZED,
    Refusal,
    conflict,
    too_many_requests,
)
from tests.telegram.updates import Gone

TOKEN = "100001:standin-sample-token"
WELL_FORMED = re.compile(r"\d+:[\w-]+")


Struck = dict[Kind, Fault]


class StandIn:
    """``latency``: seconds between accepting and answering a call; see ``faults`` and ``record`` for the rest."""

    def __init__(self, token: str = TOKEN, latency: float = 0.0) -> None:
        self.accounts: dict[str, Account] = {}
        self.latency = latency
        self.faults = Faults()
        self.record = Record()
        self.manners = Manners()
        self.port = 0
        self.account = self.add_bot(token)
        self._closing = asyncio.Event()
        self._down = False
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=0)
        app.router.add_route("*", "/file/bot{token}/{path:.+}", self._download)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await self._listen(port)

    async def stop(self) -> None:
        self._closing.set()
        for account in self.accounts.values():
            await account.webhook.stop()
            account.updates.cut_poll()
        if self._runner:
            await self._runner.cleanup()

    async def go_down(self) -> None:
        """Stop listening: connections are refused, open ones fail at their next request."""
        self._down = True
        for account in self.accounts.values():
            account.updates.cut_poll()
        if self._site:
            await self._site.stop()

    async def come_up(self) -> None:
        self._down = False
        await self._listen(self.port)

    @property
    def address(self) -> str:
        """The api_base for a bot."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        return self.account.token

    def add_bot(self, token: str, username: str = "sample_standin_bot") -> Account:
        account = Account(token, username)
        account.webhook.faults = self.faults
        self.accounts[token] = account
        return account

    def person(self, number: int, language: str = "zh-hans", account: Account | None = None) -> Person:
        """Somebody with a phone. The bot cannot write to them before they write to it (or ``meet()``)."""
        return Person(account or self.account, self.manners, number, language)

    def group(self, number: int, title: str = "示例群") -> Chat:
        """A group with the bot as a member; ``number`` is negative, as Telegram's are."""
        assert number < 0
        chat = Chat(number, "group", {"title": title})
        return self.account.chats.setdefault(number, chat)

    def upgrade(self, group: Chat, number: int) -> Chat:
        """Turn the group into a supergroup with another id; calls to the old one get that id as an error."""
        group.state, group.moved_to = "upgraded", number
        return self.account.chats.setdefault(number, Chat(number, "supergroup", group.face))

    async def polled(self, seconds: float = 10.0) -> bool:
        """Wait until the first bot is polling."""
        return await self.account.updates.pulse.until(lambda: self.account.updates.polled, seconds)

    def expire_presses(self) -> None:
        """All unanswered presses become too old."""
        for press in self.account.presses.values():
            press.expired = True

    async def _listen(self, port: int) -> None:
        assert self._runner
        self._site = web.TCPSite(self._runner, "127.0.0.1", port, reuse_address=True)
        await self._site.start()
        (socket,) = self._site._server.sockets  # type: ignore[union-attr]  # it exists by now
        self.port = socket.getsockname()[1]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method, at = request.match_info["method"].lower(), asyncio.get_running_loop().time()
        parameters = await read(request)
        chat = parameters.number("chat_id")
        try:
            account = self._account(request.match_info["token"])
            if method not in METHODS:
                raise Refusal(404, NOT_FOUND)
            struck = {fault.kind: fault for fault in self.faults.of_call(method, chat)}
            if self._down or "cut" in struck:
                return _cut(request)
            _refuse(struck)
            result = METHODS[method](account, parameters)
            result = await result if inspect.isawaitable(result) else result
        except Gone:
            return _cut(request)
        except Refusal as refusal:
            if _heard(request):
                self._note_refusal(at, request, chat, refusal)
            await asyncio.sleep(self.latency)
            return _refused(refusal)
        if method == "getupdates":
            self._disturb(result)
        else:
            self._note(at, account, request.match_info["method"], parameters, result)
        return await self._told(request, struck, result)

    async def _told(self, request: web.Request, struck: Struck, result: object) -> web.StreamResponse:
        """The response to an accepted call, delayed or broken off by faults."""
        if "lost" in struck:
            return _cut(request)
        if "hang" in struck:
            await self._closing.wait()
            return _cut(request)
        if "500 accepted" in struck:
            return web.json_response(Refusal(500, SERVER_ERROR).body(), status=500)
        await asyncio.sleep(self.latency + (struck["slow"].seconds if "slow" in struck else 0))
        return web.json_response({"ok": True, "result": result})

    async def _download(self, request: web.Request) -> web.StreamResponse:
        try:
            account = self._account(request.match_info["token"])
            struck = {fault.kind: fault for fault in self.faults.of_call("download", 0)}
            if self._down or "cut" in struck:
                return _cut(request)
            _refuse(struck)
            content = account.files.at(request.match_info["path"])
            if content is None:
                raise Refusal(404, NOT_FOUND)
        except Refusal as refusal:
            return _refused(refusal)
        await asyncio.sleep(self.latency + (struck["slow"].seconds if "slow" in struck else 0))
        return web.Response(body=content, content_type="application/octet-stream")

    def _account(self, token: str) -> Account:
        account = self.accounts.get(token)
        if account and not account.revoked:
            return account
        raise Refusal(401, UNAUTHORIZED) if WELL_FORMED.fullmatch(token) else Refusal(404, NOT_FOUND)

    def _disturb(self, batch: list[Any]) -> None:
        for fault in self.faults.of_batch("getUpdates", len(batch)) if batch else ():
            if fault.kind == "twice":
                batch += batch[:]
            else:
                batch.reverse() if len(batch) == 2 else self.faults.random.shuffle(batch)

    def _note(self, at: float, account: Account, method: str, parameters: Parameters, result: object) -> None:
        chat, number, text = parameters.number("chat_id"), parameters.number("message_id"), parameters.text("text")
        if isinstance(result, dict) and "message_id" in result:
            number, text = result["message_id"], _visible(result)
        self.record.calls.append(Call(at, account.id, method, chat, number, text))

    def _note_refusal(self, at: float, request: web.Request, chat: int, refusal: Refusal) -> None:
        bot = request.match_info["token"].partition(":")[0]
        self.record.refused.append(RefusedCall(
            at, int(bot) if bot.isdigit() else 0, request.match_info["method"], chat, refusal.code, refusal.description
        ))  # fmt: skip


def _refuse(struck: Struck) -> None:
    """Raises the refusals that faults cause before a call is accepted."""
    if "429" in struck:
        raise too_many_requests(struck["429"].seconds)
    if "409" in struck:
        raise conflict(OTHER_POLL)
    if "500" in struck:
        raise Refusal(500, SERVER_ERROR)
    if "502" in struck:
        raise Refusal(502, BAD_GATEWAY)
    if "502 page" in struck:
        raise Refusal(502, BAD_GATEWAY_PAGE)


def _refused(refusal: Refusal) -> web.Response:
    if refusal.description == BAD_GATEWAY_PAGE:
        return web.Response(status=502, text=BAD_GATEWAY_PAGE, content_type="text/html")
    return web.json_response(refusal.body(), status=refusal.code)


def _visible(message: JSON) -> str:
    text = str(message.get("text") or message.get("caption") or "")
    media = message["photo"][-1] if "photo" in message else message.get("document")
    return f"{text} [file {media['file_unique_id']}]".lstrip() if media else text


def _heard(request: web.Request) -> bool:
    """Whether the client is still connected."""
    return request.transport is not None and not request.transport.is_closing()


def _cut(request: web.Request) -> web.Response:
    """Close the connection; the returned response is never sent."""
    if request.transport:
        request.transport.abort()
    return web.Response()


__all__ = ["TOKEN", "Account", "Fault", "Limits", "Person", "Shown", "StandIn", "gaps", "most_in_a_second"]
