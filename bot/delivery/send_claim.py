"""Sends one claim: the pending events of a chat in order, with at most one new message among them.

Only one, so that a crash can duplicate at most one message in each claim.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.metrics import CALLS, SEND_SECONDS
from bot.delivery.outcome import Done, Failed, GivenUp, Outcome, Result, Sent, Wait
from bot.delivery.rate_limit import RateLimit
from bot.delivery.transport import (
    Bug,
    MessageMissing,
    NotSent,
    OutcomeUnknown,
    Rejected,
    Transport,
    TransportError,
    Unchanged,
)
from bot.engine.clock import Clock
from chats.model import Event, Kind, Lane
from chats.outbound_store import SAID_ELSEWHERE
from chats.sending_store import Claim, PendingEvent, SendRecord
from storage.failures import is_passing

MAX_SLEEP_SECONDS = 0.1  # for longer waits the claim is released
MAX_TRIES = 3  # attempts after failures that gave no reason

log = structlog.get_logger()


def needs_call(pending: PendingEvent) -> bool:
    """Whether the event needs an API call: not if the person caused it, or if it was repeated in another chat."""
    event = pending.event
    match event.kind:
        case Kind.TOAST:
            return bool(event.body.get("press"))
        case Kind.DELETE:
            return True
        case _:
            return pending.failed != SAID_ELSEWHERE and _is_ours(event)


def _is_ours(event: Event) -> bool:
    return bool(event.body.get("from", {}).get("is_bot", True))


def _is_deleted(claim: Claim, message: int) -> bool:
    """If so it is not sent again: the process that died had deleted it, and what is uncertain is a later message."""
    return any(pending.event.kind is Kind.DELETE and pending.event.message == message for pending in claim.events)


class ClaimSender:
    """Sends claims one at a time. ``monotonic`` is for the rate limit, ``clock`` gives the time of sending."""

    def __init__(
        self,
        transport: Transport,
        rate: RateLimit,
        clock: Clock,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._transport = transport
        self._rate = rate
        self._clock = clock
        self._monotonic = monotonic
        self._sleep = sleep

    async def send(self, claim: Claim, lane: Lane, tries: int = 0) -> Outcome:
        """``tries``: consecutive attempts so far in which nothing was sent."""
        outcome = await self._send_events(claim, lane, tries)
        left = [pending.event.lane for pending in claim.events if pending.event.number > outcome.last_sent]
        return replace(outcome, lane=min(left, default=Lane.ANSWER))

    async def _send_events(self, claim: Claim, lane: Lane, tries: int) -> Outcome:
        outcome = Outcome(claim.last_sent, unsure=claim.again)
        for pending in claim.events:
            result = await self._try(claim, pending, outcome, lane)
            if isinstance(result, Failed) and isinstance(result.error, Bug) and tries >= MAX_TRIES:
                result = self._give_up(pending.event, result.error)
            outcome = outcome.after(pending.event.number, result)
            if isinstance(result, Wait | Failed):
                return outcome
        return outcome.finished(claim.last_event)

    async def _try(self, claim: Claim, pending: PendingEvent, so_far: Outcome, lane: Lane) -> Result:
        try:
            return await self._call(claim, pending, so_far, lane) if needs_call(pending) else Done()
        except Exception as error:
            return Failed(self._as_transport_error(error, claim), so_far.unsure)

    async def _call(self, claim: Claim, pending: PendingEvent, so_far: Outcome, lane: Lane) -> Result:
        event, external_id = pending.event, so_far.external_id(pending)
        match event.kind:
            case Kind.TOAST:
                await self._do("answered", self._transport.answer(event.body["press"], event.body))
            case Kind.DELETE if external_id is not None:
                await self._do("deleted", self._transport.delete(claim.to, external_id))
            case Kind.EDIT if external_id is not None:
                self._rate.edited(self._monotonic())
                there = await self._do("edited", self._transport.edit(claim.to, external_id, event.body))
                if not there and not _is_deleted(claim, event.message):
                    return await self._send_message(claim, event, so_far, lane)
            case Kind.SEND | Kind.EDIT:  # editing a message that was never accepted: its new content may be
                return await self._send_message(claim, event, so_far, lane)
        return Done()

    async def _do(self, result: str, call: Awaitable[None]) -> bool:
        """Make a call that is safe to repeat. False if its target does not exist (any more)."""
        try:
            await call
        except Unchanged:
            pass
        except MessageMissing:
            return False
        except Rejected as error:
            self._note_rejected(result, error)
            return True
        CALLS.labels(self._transport.channel, result).inc()
        return True

    async def _send_message(self, claim: Claim, event: Event, so_far: Outcome, lane: Lane) -> Result:
        if so_far.sent_at is not None:
            return Wait(self._rate.chat_wait(so_far.sent_at, self._transport.is_group(claim.to), self._clock.now()))
        if wait := await self._wait_for_rate(claim):
            return Wait(wait)
        self._rate.sent(lane, self._monotonic())
        try:
            record = await self._send_now(claim, event, possibly_twice=so_far.unsure)
        except Exception as error:
            failure = self._as_transport_error(error, claim)
            return Failed(failure, so_far.unsure or isinstance(failure, OutcomeUnknown))
        return Sent(record, self._clock.now())  # after the answer: two are then never accepted closer than the limit

    async def _send_now(self, claim: Claim, event: Event, *, possibly_twice: bool) -> SendRecord:
        try:
            external_id = await self._transport.send(claim.to, event.body)
        except (Rejected, MessageMissing, Unchanged) as error:
            self._note_rejected("sent", error)
            return SendRecord(event.message, None, possibly_twice, error.reason or "rejected")
        CALLS.labels(self._transport.channel, "sent").inc()
        SEND_SECONDS.observe(max(0.0, (self._clock.now() - event.at).total_seconds()))
        return SendRecord(event.message, external_id, possibly_twice)

    async def _wait_for_rate(self, claim: Claim) -> float:
        """Sleep if the wait is short; otherwise return the remaining seconds."""
        while wait := max(
            self._rate.delay_seconds(Lane.ANSWER, self._monotonic()),
            self._rate.chat_wait(claim.sent_at, self._transport.is_group(claim.to), self._clock.now()),
        ):
            if wait > MAX_SLEEP_SECONDS:
                return wait
            await self._sleep(wait)
        return 0.0

    def _as_transport_error(self, error: Exception, claim: Claim) -> TransportError:
        """Map any exception to a TransportError; an unexpected one leaves open whether the message was accepted."""
        if isinstance(error, TransportError):
            return error
        log.error("message not sent", channel=self._transport.channel, chat=claim.chat, exc_info=error)
        name = type(error).__name__
        if is_passing(error):  # of the database: a transport reads before its call, and survives failing to write after
            return NotSent(name)
        return OutcomeUnknown(name) if isinstance(error, SQLAlchemyError) else Bug(name)  # database errors pass

    def _give_up(self, event: Event, bug: Bug) -> GivenUp:
        CALLS.labels(self._transport.channel, "rejected").inc()
        return GivenUp((SendRecord(event.message, None, failed=bug.reason),) if event.kind is Kind.SEND else ())

    def _note_rejected(self, what: str, error: TransportError) -> None:
        log.warning("message not taken", channel=self._transport.channel, act=what, reason=error.reason)
        CALLS.labels(self._transport.channel, "rejected").inc()
