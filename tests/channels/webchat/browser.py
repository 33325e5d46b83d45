"""A real browser for tests of the page, and a simple bot that answers there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, BrowserContext, Page

from chats import service
from chats import store as chats
from chats.model import Body, Event, Kind
from tests.channels.webchat.visitor import Website, said

KEYS = {
    "inline_keyboard": [[{"text": "看进度", "callback_data": "edit"}, {"text": "再按一次", "callback_data": "toast"}]]
}


@asynccontextmanager
async def opened(browser: Browser, address: str, width: int = 390) -> AsyncIterator[tuple[Page, list[str]]]:
    """The page, and the errors on its console."""
    context: BrowserContext = await browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN")
    page, complaints = await context.new_page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(address)
    try:
        yield page, complaints
    finally:
        await context.close()


@asynccontextmanager
async def answering(site: Website) -> AsyncIterator[None]:
    """A bot that greets, and echoes with two buttons: one edits the message, the other answers with a toast."""
    ending = asyncio.Event()
    task = asyncio.create_task(_answer_all(site, ending))
    try:
        yield
    finally:
        ending.set()
        await task


async def _answer_all(site: Website, ending: asyncio.Event) -> None:
    while not ending.is_set():
        chat = await _answer_one(site)
        if chat is None:
            await site.signals.inbox.wait(0.2)
        else:
            site.signals.chat(chat).send()


async def _answer_one(site: Website) -> int | None:
    async with site.db.transaction() as session:
        heard = await chats.claim_oldest(session)
        if heard is None:
            return None
        chat, now = heard.chat.id, site.clock.now()
        if press := heard.payload.get("callback_query"):
            await chats.append(session, [_pressed(press, chat, await chats.take_numbers(session, chat, 1), site)])
        else:
            await service.say(session, chat, _reply(heard.payload["message"]), now)
        await chats.close_inbox(session, heard.id, "done")
        return chat


def _pressed(press: Body, chat: int, number: int, site: Website) -> Event:
    message = press["message"]["message_id"]
    if press["data"] == "toast":
        return Event(chat, number, Kind.TOAST, message, {"text": "已经登记过了", "show_alert": False}, site.clock.now())
    return Event(chat, number, Kind.EDIT, message, said("进度：已交办"), site.clock.now())


def _reply(message: Body) -> Body:
    heard = message.get("text") or ("照片" if "photo" in message else message["document"]["file_name"])
    return said("您好，请说。") if heard == "/start" else said(f"收到：{heard}", reply_markup=KEYS)
