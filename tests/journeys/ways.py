"""The ways on which the journeys are walked, each with the engine below: the same list on all of them."""

from typing import Literal, NamedTuple


class Way(NamedTuple):
    engine: Literal["sqlite", "postgres"]
    channel: Literal["web", "polling", "webhook"]  # Telegram is asked, or tells

    def __str__(self) -> str:
        return f"{self.channel}-{self.engine}"


POLLED = [Way("sqlite", "polling")]
ON_TELEGRAM = [*POLLED, Way("sqlite", "webhook")]
ON_THE_WEB = [Way("sqlite", "web"), Way("postgres", "web")]
EVERY_WAY = [*ON_THE_WEB, *ON_TELEGRAM]
EVERY_WAY_ON_BOTH_ENGINES = [*EVERY_WAY, Way("postgres", "polling"), Way("postgres", "webhook")]
