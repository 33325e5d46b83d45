"""One chat's turn: claim it, send what is pending, and store the outcome."""

import asyncio
from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.outcome import Outcome
from bot.delivery.reroute import reroute
from bot.delivery.send_claim import ClaimSender, needs_call
from bot.delivery.transport import ChatMoved, Transport, Unreachable
from bot.engine.clock import Clock
from bot.engine.retry import Retry
from bot.engine.run_loop import note_failure
from bot.engine.signals import Signals
from chats import sending_store
from chats.model import Event, Lane
from chats.sending_store import Claim
from storage.database import Database
from storage.failures import is_passing

log = structlog.get_logger()


@dataclass
class ChatSender:
    db: Database
    transport: Transport
    clock: Clock
    signals: Signals
    process: str
    claims: ClaimSender

    async def send(self, chat: int, lane: Lane, tries: int) -> Outcome | None:
        """Claim and send; None if nothing is pending or another process has claimed the chat."""
        claim = await self._claim(chat)
        if claim is None:
            return None
        outcome = await self.claims.send(claim, lane, tries)
        for event in await self._settle(claim, outcome):
            self.signals.said(event.chat, event.lane)
        return outcome

    async def _claim(self, chat: int) -> Claim | None:
        """The pending events, claimed by this process from now on; None if there are none to send."""
        async with self.db.transaction() as session:
            claim = await sending_store.look_into(session, chat, self.process, self.clock.now())
            if claim is None:
                return None
            if any(needs_call(pending) for pending in claim.events):
                await sending_store.hold(session, chat, self.process)
                return claim
            if claim.events:
                await sending_store.pass_over(session, chat, claim.events[-1].event.number)
        return None

    async def _settle(self, claim: Claim, outcome: Outcome) -> list[Event]:
        """Store the outcome, however long the database cannot: what was sent cannot be unsent.

        Returns the messages repeated in another chat because this one is unreachable.
        """
        retry = Retry()
        while True:
            try:
                async with self.db.transaction() as session:
                    return await self._write(session, claim, outcome)
            except Exception as error:
                if not is_passing(error):
                    raise
                await asyncio.sleep(note_failure("send", error, retry))

    async def _write(self, session: AsyncSession, claim: Claim, outcome: Outcome) -> list[Event]:
        kept = await sending_store.settle(
            session, claim.chat, self.process, outcome.last_sent, outcome.sent_at, outcome.records, keep=outcome.unsure
        )
        if not kept:
            log.warning("claim lost", channel=self.transport.channel, chat=claim.chat)
            return []
        match outcome.failure:
            case Unreachable(reason=reason):
                return await reroute(session, claim.chat, reason or "unreachable", self.clock.now())
            case ChatMoved(to=to) if not await sending_store.move(session, claim.chat, to):
                return await reroute(session, claim.chat, "moved", self.clock.now())
        return []
