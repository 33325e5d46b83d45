"""The reminders of an appeal: its open tasks, and the first ladder, which says who is reminded when."""

from dataclasses import dataclass
from datetime import time

from appeals.model import Stage
from appeals.progress import Progress
from outbox.ladder import Anchor, Ladder, Offset, Rung, Schedule
from people.audience import Audience

_CONFIDENTIAL = {Audience.OFFICE: Audience.DISCIPLINE}


def schedule(state: Progress) -> Schedule:
    replaced = _CONFIDENTIAL if state.confidential else {}
    return Schedule(f"appeal:{state.appeal}", state.deadlines.effective, state.tasks, replaced)


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """When the reminders of the first ladder are sent; times outside working hours move to the next opening."""

    today: Offset = Offset(at=time(16, 30))
    """To the office on the effective day: no appeal should stay unassigned overnight (不过夜)."""
    assign_before: Offset = Offset(at=time(9, 0))
    contact_before: Offset = Offset(at=time(9, 0))
    path_before: Offset = Offset(at=time(9, 0))
    resolve_before: Offset = Offset(workdays=-3, at=time(9, 0))
    late: Offset = Offset()

    def ladder(self) -> Ladder:
        office, unit = (Audience.OFFICE,), (Audience.HANDLER, Audience.CHIEF)
        before = {Stage.CONTACT: self.contact_before, Stage.PATH: self.path_before, Stage.RESOLVE: self.resolve_before}
        return (
            Rung(Stage.ASSIGN, "today", self.today, office, Anchor.EFFECTIVE, until=Anchor.EFFECTIVE),
            Rung(Stage.ASSIGN, "before", self.assign_before, office, until=Anchor.DUE),
            Rung(Stage.ASSIGN, "late", self.late, office),
            Rung(Stage.ANSWER, "before", self.assign_before, office, until=Anchor.DUE),
            Rung(Stage.ANSWER, "late", self.late, office),
            *(Rung(stage, "before", when, (Audience.HANDLER,), until=Anchor.DUE) for stage, when in before.items()),
            *(Rung(stage, "late", self.late, unit) for stage in before),
        )


FIRST_LADDER = ReminderSettings().ladder()
