"""What every dialog may ask for: the office's name, how it applies the 1231, the directory."""

from dataclasses import dataclass, field

from appeals.policy import AppealPolicy
from directory.service import Snapshot
from workdays.deadline_rules import DeadlineRules


@dataclass(frozen=True, slots=True)
class Office:
    """The business environment office (营商办) as it is named to people."""

    name: str
    phone: str
    region: str


@dataclass(frozen=True, slots=True)
class Services:
    office: Office
    policy: AppealPolicy
    directory: Snapshot = field(default_factory=Snapshot)
    public_url: str = ""  # where the chat page is reached from outside; links are made of it

    @property
    def deadline_rules(self) -> DeadlineRules:
        return self.policy.deadline_rules
