"""Keeps Telegram's command lists up to date: a default one per language, and one for each chat that needs another.

By default Telegram shows the list for the language of the user's app. Staff, people whose language is not the source
language, and chats that ever had their own list get a list for their chat.
"""

from datetime import timedelta

import structlog
from aiogram import Bot

from bot.channels.telegram import calls, store
from bot.channels.telegram.offers import ANYBODY, Offer, name_of, offer
from bot.channels.telegram.process_lease import ProcessLease
from bot.channels.telegram.store import StaleMenu
from bot.delivery.transport import ChatMoved, MessageMissing, Rejected, TransportError, Unreachable
from bot.dialogs.menu_item import Menu
from bot.engine.clock import Clock
from chats import outbound_store
from storage.database import Database
from texts.speech import LANGUAGES, SOURCE

CALLS_PER_ROUND = 20
LEASE, LEASE_DURATION = "telegram menus", timedelta(minutes=2)

log = structlog.get_logger()


class Menus:
    def __init__(self, bot: Bot, db: Database, clock: Clock, process: str, menu: Menu) -> None:
        self._bot = bot
        self._db = db
        self._menu = menu
        self._account = f"{bot.id}:"
        self._lease = ProcessLease(db, clock, LEASE, process, LEASE_DURATION)
        self._common = False  # whether the default lists are set
        self._rejected: set[tuple[int, str]] = set()  # lists that Telegram rejected; not tried again

    async def run(self) -> int:
        """One round, in one process only; returns how many lists were set. Failures are retried in the next round."""
        if not await self._lease.acquire():
            return 0
        done = 0
        try:
            if not self._common:
                done += await self._put_common()
            for wanting in await self._wanting():
                done += await self._put(wanting)
        except TransportError as error:
            log.warning("menus wait", reason=error.reason, kind=type(error).__name__)
        return done

    async def _put_common(self) -> int:
        for language in LANGUAGES:
            await self._ask(
                offer(self._menu, ANYBODY, language), {} if language == SOURCE else {"language_code": language}
            )
        self._common = True
        return len(LANGUAGES)

    async def _put(self, wanting: StaleMenu) -> int:
        name = name_of(self._menu, wanting.person)
        scope = {"type": "chat", "chat_id": wanting.external.removeprefix(self._account)}
        try:
            await self._ask(offer(self._menu, wanting.person, wanting.person.language), {"scope": scope})
        except Unreachable as gone:
            async with self._db.transaction() as session:
                await outbound_store.mark_unreachable(session, wanting.chat, gone.reason)
            return 0
        except (Rejected, MessageMissing, ChatMoved) as error:
            log.warning("menu not taken", chat=wanting.chat, reason=error.reason)
            self._rejected.add((wanting.chat, name))
            return 0
        async with self._db.transaction() as session:
            await store.keep_menu(session, wanting.chat, name)
        return 1

    async def _ask(self, commands: Offer, where: dict[str, object]) -> None:
        await calls.ask(self._bot, calls.SetMyCommands(commands=commands, **where))

    async def _wanting(self) -> list[StaleMenu]:
        async with self._db.reading() as session:
            particular = await store.particular_menus(session, self._account)
        return [
            wanting
            for wanting, menu in particular
            if menu != name_of(self._menu, wanting.person)
            and (wanting.chat, name_of(self._menu, wanting.person)) not in self._rejected
        ][:CALLS_PER_ROUND]
