"""How this district applies the 1231: what the days are counted by, and who is reminded when."""

from dataclasses import dataclass

from appeals.ladder import FIRST_LADDER, Rung
from workdays.deadline_rules import DeadlineRules


@dataclass(frozen=True, slots=True)
class Practice:
    terms: DeadlineRules
    ladder: tuple[Rung, ...] = FIRST_LADDER
