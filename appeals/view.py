"""An appeal with its related data: in full, and reduced to what one person may see."""

from dataclasses import dataclass, field

from appeals.handler_choice import Choice
from appeals.model import Appeal
from appeals.progress import Progress
from people.model import Post


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the enterprise. An empty phone means only through the bot."""

    name: str
    phone: str
    hours: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything stored about an appeal, before access rights are applied."""

    appeal: Appeal
    text: str
    notes: dict[int, str]
    names: dict[int, str]  # unit names by id
    handler: Post | None
    contact: Contact
    files: tuple[str, ...]
    reminded: tuple[str, ...]  # keys of the reminders already sent


@dataclass(frozen=True, slots=True)
class View:
    """``contact`` is None for those who may not see it; texts are empty where only the clock may be seen."""

    appeal: Appeal
    progress: Progress
    text: str
    names: dict[int, str]  # unit names by id
    handler: Post | None = None
    contact: Contact | None = None
    notes: dict[int, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    reminded: tuple[str, ...] = ()
    choice: Choice | None = None  # set only right after the assignment: why this handler

    def unit_name(self, unit: int | None) -> str:
        return self.names.get(unit, "") if unit is not None else ""

    @property
    def lead(self) -> str:
        return self.unit_name(self.progress.unit)


@dataclass(frozen=True, slots=True)
class Line:
    """An appeal in a list."""

    id: int
    number: str
    enterprise: str
    head: str  # the beginning of its text; empty where only the clock may be seen
    progress: Progress
    urgent: bool = False
