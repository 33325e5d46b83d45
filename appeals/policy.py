"""How this district applies the 1231 rule: how deadlines are counted, and who is reminded when."""

from dataclasses import dataclass

from appeals.reminders import FIRST_LADDER
from outbox.ladder import Ladder
from workdays.deadline_rules import DeadlineRules


@dataclass(frozen=True, slots=True)
class AppealPolicy:
    deadline_rules: DeadlineRules
    ladder: Ladder = FIRST_LADDER
