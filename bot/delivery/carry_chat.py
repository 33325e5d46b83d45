"""One chat's turn: claim it, carry what waits, and write down how far it went."""

import asyncio
from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.carry_claim import ClaimCarrier, needs_call
from bot.delivery.carry_elsewhere import lose
from bot.delivery.outcome import Outcome
from bot.delivery.remote import Moved, Remote, Unreachable
from bot.engine.clock import Clock
from bot.engine.conflicts import A_MOMENT, is_conflict
from bot.engine.signals import Signals
from chats import carrying_store
from chats.carrying_store import Claim
from chats.model import Event, Lane
from storage.database import Database

log = structlog.get_logger()


@dataclass
class ChatCarrier:
    db: Database
    remote: Remote
    clock: Clock
    signals: Signals
    process: str
    carrier: ClaimCarrier

    async def carry(self, chat: int, lane: Lane, tries: int) -> Outcome | None:
        """None if there was nothing to do, or another process does it."""
        claim = await self._claim(chat)
        if claim is None:
            return None
        outcome = await self.carrier.carry(claim, lane, tries)
        for event in await self._settle(claim, outcome):
            self.signals.said(event.chat, event.lane)
        return outcome

    async def _claim(self, chat: int) -> Claim | None:
        """What is to be carried, and nobody else's from now on."""
        async with self.db.transaction() as session:
            claim = await carrying_store.look_into(session, chat, self.process, self.clock.now())
            if claim is None:
                return None
            if any(needs_call(waiting) for waiting in claim.events):
                await carrying_store.hold(session, chat, self.process)
                return claim
            if claim.events:
                await carrying_store.pass_over(session, chat, claim.events[-1].event.number)
        return None

    async def _settle(self, claim: Claim, outcome: Outcome) -> list[Event]:
        """Write it down, and again if another transaction was met: what was sent cannot be unsent.

        Returns what was said elsewhere because this chat is lost.
        """
        while True:
            try:
                async with self.db.transaction() as session:
                    return await self._write(session, claim, outcome)
            except Exception as error:
                if not is_conflict(error):
                    raise
                await asyncio.sleep(A_MOMENT)

    async def _write(self, session: AsyncSession, claim: Claim, outcome: Outcome) -> list[Event]:
        kept = await carrying_store.settle(
            session, claim.chat, self.process, outcome.carried, outcome.sent_at, outcome.names, keep=outcome.unsure
        )
        if not kept:
            log.warning("claim lost", channel=self.remote.channel, chat=claim.chat)
            return []
        match outcome.failure:
            case Unreachable(reason=reason):
                return await lose(session, claim.chat, reason or "unreachable", self.clock.now())
            case Moved(to=to) if not await carrying_store.move(session, claim.chat, to):
                return await lose(session, claim.chat, "moved", self.clock.now())
        return []
