"""A person at the Telegram stand-in who types and presses, timed until the bot's answering call arrives there."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import cycle

from bench.walk import Act, Press, Type
from tests.telegram.record import SENDS, Call
from tests.telegram.standin import StandIn

EDITS = ("editMessageText", "editMessageCaption", "editMessageMedia")
PATIENCE = 30.0  # seconds to wait for an answer


class Phone:
    """Performs the acts of ``walk`` one after another, over and over."""

    def __init__(self, telegram: StandIn, number: int, walk: Sequence[Act]) -> None:
        self._calls = telegram.record.calls
        self._person = telegram.person(number)
        self._walk = cycle(walk)
        self._one_at_a_time = asyncio.Lock()

    async def go_on(self) -> tuple[Act, float]:
        """Perform the next act; returns it, and the milliseconds from queueing its update to the answer's arrival.

        If the previous answer is still pending, the time counts from this call.
        """
        act, asked = next(self._walk), _now()
        held_up = self._one_at_a_time.locked()
        async with self._one_at_a_time:
            queued, answered = await self.do(act)
        return act, (answered - (asked if held_up else queued)) * 1000

    async def do(self, act: Act) -> tuple[float, float]:
        """Type or press; returns when the update was queued, and when its answer arrived."""
        heard = len(self._calls)
        if isinstance(act, Type):
            queued = _now()
            await self._person.say(act.text)
            return queued, await self._answered(heard, lambda call: call.method in SENDS)
        shown, data = await self._person.button(act.label)
        heard, queued = len(self._calls), self._person.tap(shown, data).at
        return queued, await self._answered(heard, lambda call: call.method in EDITS and call.message == shown.number)

    async def _answered(self, heard: int, is_answer: Callable[[Call], bool]) -> float:
        """When the first such call for this chat arrived, not counting the first ``heard`` calls."""
        chat, found = self._person.chat, list[float]()

        def look() -> bool:
            nonlocal heard
            new, heard = self._calls[heard:], len(self._calls)
            found.extend(call.at for call in new if call.chat == chat.id and is_answer(call))
            return bool(found)

        if not await chat.pulse.until(look, PATIENCE):
            raise TimeoutError(f"no answer; on the screen stands {[shown.text for shown in self._person.shown()][-2:]}")
        return found[0]


def is_press(act: Act) -> bool:
    return isinstance(act, Press)


def _now() -> float:
    return asyncio.get_running_loop().time()
