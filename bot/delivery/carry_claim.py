"""Carrying one claim: the waiting events of a chat in their order, with at most one new message among them.

One message at a time, so that after a crash no more than one in each claim can be doubled.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.metrics import CARRIED, CARRY_SECONDS
from bot.delivery.pace import Pace
from bot.delivery.remote import Missing, Rejected, Remote, RemoteError, Unchanged, Unsure
from bot.engine.clock import Clock
from chats.carrying_store import Claim, Named, ToCarry
from chats.model import Event, Kind, Lane
from chats.remote_store import SAID_ELSEWHERE

A_MOMENT = 0.1  # seconds that are worth waiting with the chat in one's hands
PATIENCE = 3  # times that what failed without saying why is tried again

log = structlog.get_logger()


@dataclass
class Outcome:
    """How far a claim went, and why no further."""

    carried: int
    names: list[Named] = field(default_factory=list)
    sent_at: datetime | None = None
    more: bool = False  # something follows
    wait: float = 0.0  # seconds until it may leave, if only the pace holds it up
    unsure: bool = False  # the next new message may have been accepted already
    failure: RemoteError | None = None
    lane: Lane = Lane.ANSWER  # of what is left


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
        """What stopped it stands in the outcome. ``tries``: how often nothing at all could be carried before."""
        outcome = Outcome(claim.carried, unsure=claim.again)
        await self._carry(claim, lane, tries, outcome)
        left = [waiting.event.lane for waiting in claim.events if waiting.event.number > outcome.carried]
        outcome.lane = min(left, default=Lane.ANSWER)
        return outcome

    async def _carry(self, claim: Claim, lane: Lane, tries: int, outcome: Outcome) -> None:
        names = {waiting.event.message: waiting.remote for waiting in claim.events}
        for waiting in claim.events:
            try:
                if needs_call(waiting) and not await self._call(claim, waiting.event, names, outcome, lane):
                    return
            except RemoteError as error:
                outcome.failure = error
                return
            except Exception as bug:
                log.exception("message not carried", channel=self._remote.channel, chat=claim.chat)
                if tries < PATIENCE or isinstance(bug, SQLAlchemyError):  # a database comes back
                    outcome.failure = Unsure(type(bug).__name__)
                    return
                self._give_up(waiting.event, outcome, type(bug).__name__)
            outcome.carried = waiting.event.number
        outcome.unsure = False
        outcome.more = outcome.carried < claim.last_event

    async def _call(
        self, claim: Claim, event: Event, names: dict[int, str | None], outcome: Outcome, lane: Lane
    ) -> bool:
        """False if a new message must wait."""
        remote = names.get(event.message)
        match event.kind:
            case Kind.TOAST:
                await self._do("answered", self._remote.answer(event.body["press"], event.body))
            case Kind.DELETE:
                if remote is not None:
                    await self._do("deleted", self._remote.delete(claim.to, remote))
            case Kind.EDIT if remote is not None:
                self._pace.edited(self._monotonic())
                there = await self._do("edited", self._remote.edit(claim.to, remote, event.body))
                if not there and not _is_deleted(claim, event.message):
                    return await self._send(claim, event, names, outcome, lane)
            case _:  # an edit of what was never taken: what it says now may be
                return await self._send(claim, event, names, outcome, lane)
        return True

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

    async def _send(
        self, claim: Claim, event: Event, names: dict[int, str | None], outcome: Outcome, lane: Lane
    ) -> bool:
        if outcome.sent_at is not None:
            outcome.more = True
            outcome.wait = self._pace.chat_wait(outcome.sent_at, self._remote.is_group(claim.to), self._clock.now())
            return False
        outcome.wait = await self._wait_for_turn(claim)
        if outcome.wait:
            return False
        twice, outcome.unsure = outcome.unsure, True
        self._pace.sent(lane, self._monotonic())
        try:
            name = Named(event.message, await self._remote.send(claim.to, event.body), twice)
        except (Rejected, Missing, Unchanged) as error:
            self._note_rejected("sent", error)
            name = Named(event.message, None, twice, error.reason or "rejected")
        except RemoteError as error:
            outcome.unsure = twice or isinstance(error, Unsure)
            raise
        else:
            CARRIED.labels(self._remote.channel, "sent").inc()
            CARRY_SECONDS.observe(max(0.0, (self._clock.now() - event.at).total_seconds()))
        outcome.unsure = False
        outcome.sent_at = self._clock.now()  # after the answer: two can then never be accepted closer than the pace
        outcome.names.append(name)
        names[event.message] = name.remote
        return True

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

    def _give_up(self, event: Event, outcome: Outcome, reason: str) -> None:
        """It will never be taken as it is, and everything behind it waits."""
        CARRIED.labels(self._remote.channel, "rejected").inc()
        outcome.unsure = False
        if event.kind is Kind.SEND:
            outcome.names.append(Named(event.message, None, failed=reason))

    def _note_rejected(self, what: str, error: RemoteError) -> None:
        log.warning("message not taken", channel=self._remote.channel, act=what, reason=error.reason)
        CARRIED.labels(self._remote.channel, "rejected").inc()
