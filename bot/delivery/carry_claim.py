"""Carrying one claim: the waiting events of a chat in their order, with at most one new message among them.

One message at a time, so that after a crash no more than one in each claim can be doubled.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.metrics import CARRIED, CARRY_SECONDS
from bot.delivery.outcome import Done, Failed, GivenUp, Outcome, Result, Sent, Wait
from bot.delivery.pace import Pace
from bot.delivery.remote import Bug, Missing, Rejected, Remote, RemoteError, Unchanged, Unsure
from bot.engine.clock import Clock
from chats.carrying_store import Claim, Named, ToCarry
from chats.model import Event, Kind, Lane
from chats.remote_store import SAID_ELSEWHERE

A_MOMENT = 0.1  # seconds that are worth waiting with the chat in one's hands
PATIENCE = 3  # times that what failed without saying why is tried again

log = structlog.get_logger()


def needs_call(waiting: ToCarry) -> bool:
    """Whether the other side has to hear of it: not what the person did there, nor what was said elsewhere."""
    event = waiting.event
    match event.kind:
        case Kind.TOAST:
            return bool(event.body.get("press"))
        case Kind.DELETE:
            return True
        case _:
            return waiting.failed != SAID_ELSEWHERE and _is_ours(event)


def _is_ours(event: Event) -> bool:
    return bool(event.body.get("from", {}).get("is_bot", True))


def _is_deleted(claim: Claim, message: int) -> bool:
    """Then it is not sent anew: whoever died with this claim had deleted it, and the doubt is about what follows."""
    return any(waiting.event.kind is Kind.DELETE and waiting.event.message == message for waiting in claim.events)


class ClaimCarrier:
    """Carries claims one at a time. ``monotonic`` is the pace's clock; ``clock`` tells when a chat was sent to last."""

    def __init__(
        self,
        remote: Remote,
        pace: Pace,
        clock: Clock,
        monotonic: Callable[[], float],
        nap: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._remote = remote
        self._pace = pace
        self._clock = clock
        self._monotonic = monotonic
        self._nap = nap

    async def carry(self, claim: Claim, lane: Lane, tries: int = 0) -> Outcome:
        """``tries``: how often nothing at all could be carried before."""
        outcome = await self._carry(claim, lane, tries)
        left = [waiting.event.lane for waiting in claim.events if waiting.event.number > outcome.carried]
        return replace(outcome, lane=min(left, default=Lane.ANSWER))

    async def _carry(self, claim: Claim, lane: Lane, tries: int) -> Outcome:
        outcome = Outcome(claim.carried, unsure=claim.again)
        for waiting in claim.events:
            result = await self._try(claim, waiting, outcome, lane)
            if isinstance(result, Failed) and isinstance(result.error, Bug) and tries >= PATIENCE:
                result = self._give_up(waiting.event, result.error)
            outcome = outcome.after(waiting.event.number, result)
            if isinstance(result, Wait | Failed):
                return outcome
        return outcome.finished(claim.last_event)

    async def _try(self, claim: Claim, waiting: ToCarry, so_far: Outcome, lane: Lane) -> Result:
        try:
            return await self._call(claim, waiting, so_far, lane) if needs_call(waiting) else Done()
        except Exception as error:
            return Failed(self._understood(error, claim), so_far.unsure)

    async def _call(self, claim: Claim, waiting: ToCarry, so_far: Outcome, lane: Lane) -> Result:
        event, remote = waiting.event, so_far.remote(waiting)
        match event.kind:
            case Kind.TOAST:
                await self._do("answered", self._remote.answer(event.body["press"], event.body))
            case Kind.DELETE if remote is not None:
                await self._do("deleted", self._remote.delete(claim.to, remote))
            case Kind.EDIT if remote is not None:
                self._pace.edited(self._monotonic())
                there = await self._do("edited", self._remote.edit(claim.to, remote, event.body))
                if not there and not _is_deleted(claim, event.message):
                    return await self._send(claim, event, so_far, lane)
            case Kind.SEND | Kind.EDIT:  # an edit of what was never taken: what it says now may be
                return await self._send(claim, event, so_far, lane)
        return Done()

    async def _do(self, result: str, call: Awaitable[None]) -> bool:
        """A call that does no harm when it is made twice. False if there was nothing (any more) to do it to."""
        try:
            await call
        except Unchanged:
            pass
        except Missing:
            return False
        except Rejected as error:
            self._note_rejected(result, error)
            return True
        CARRIED.labels(self._remote.channel, result).inc()
        return True

    async def _send(self, claim: Claim, event: Event, so_far: Outcome, lane: Lane) -> Result:
        if so_far.sent_at is not None:
            return Wait(self._pace.chat_wait(so_far.sent_at, self._remote.is_group(claim.to), self._clock.now()))
        if wait := await self._wait_for_turn(claim):
            return Wait(wait)
        self._pace.sent(lane, self._monotonic())
        try:
            named = await self._send_now(claim, event, possibly_twice=so_far.unsure)
        except Exception as error:
            failure = self._understood(error, claim)
            return Failed(failure, so_far.unsure or isinstance(failure, Unsure))
        return Sent(named, self._clock.now())  # after the answer: two are then never accepted closer than the pace

    async def _send_now(self, claim: Claim, event: Event, *, possibly_twice: bool) -> Named:
        try:
            remote = await self._remote.send(claim.to, event.body)
        except (Rejected, Missing, Unchanged) as error:
            self._note_rejected("sent", error)
            return Named(event.message, None, possibly_twice, error.reason or "rejected")
        CARRIED.labels(self._remote.channel, "sent").inc()
        CARRY_SECONDS.observe(max(0.0, (self._clock.now() - event.at).total_seconds()))
        return Named(event.message, remote, possibly_twice)

    async def _wait_for_turn(self, claim: Claim) -> float:
        """Waits if it is worth it; returns the seconds that are still to be waited otherwise."""
        while wait := max(
            self._pace.wait(Lane.ANSWER, self._monotonic()),
            self._pace.chat_wait(claim.sent_at, self._remote.is_group(claim.to), self._clock.now()),
        ):
            if wait > A_MOMENT:
                return wait
            await self._nap(wait)
        return 0.0

    def _understood(self, error: Exception, claim: Claim) -> RemoteError:
        """A failure as one of the ways in which a call may fail; what should not happen leaves everything open."""
        if isinstance(error, RemoteError):
            return error
        log.error("message not carried", channel=self._remote.channel, chat=claim.chat, exc_info=error)
        name = type(error).__name__
        return Unsure(name) if isinstance(error, SQLAlchemyError) else Bug(name)  # a database comes back

    def _give_up(self, event: Event, bug: Bug) -> GivenUp:
        CARRIED.labels(self._remote.channel, "rejected").inc()
        return GivenUp(Named(event.message, None, failed=bug.reason) if event.kind is Kind.SEND else None)

    def _note_rejected(self, what: str, error: RemoteError) -> None:
        log.warning("message not taken", channel=self._remote.channel, act=what, reason=error.reason)
        CARRIED.labels(self._remote.channel, "rejected").inc()
