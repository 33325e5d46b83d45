"""What every dialog may use: the office's details, its appeal policy, the directory."""

from dataclasses import dataclass, field

from appeals.policy import AppealPolicy
from directory.service import Snapshot
from workdays.deadline_rules import DeadlineRules


@dataclass(frozen=True, slots=True)
class Office:
    """The business environment office (营商办) as presented to people."""

    name: str
    phone: str
    region: str


@dataclass(frozen=True, slots=True)
class Services:
    office: Office
    policy: AppealPolicy
    directory: Snapshot = field(default_factory=Snapshot)
    public_url: str = ""  # external address of the chat page, from which links are built

    @property
    def deadline_rules(self) -> DeadlineRules:
        return self.policy.deadline_rules
