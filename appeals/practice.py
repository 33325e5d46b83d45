"""How this district applies the 1231: what the days are counted by, and who is reminded when."""

from dataclasses import dataclass

from appeals.deadlines import Terms
from appeals.ladder import FIRST_LADDER, Rung


@dataclass(frozen=True, slots=True)
class Practice:
    terms: Terms
    ladder: tuple[Rung, ...] = FIRST_LADDER
