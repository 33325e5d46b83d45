"""The leave of a specialist in a row of the directory: when, and who in the unit substitutes."""

from collections.abc import Iterable, Iterator

from directory.sheet import Complaint, Row
from people.leave import read_leave
from people.model import SPECIALISTS, Leave, Official, Role
from people.name_key import name_key
from texts.refused import Refused

OF_LEAVE = ("休假", "代办人")


def leave_of(row: Row, role: Role, complaints: list[Complaint]) -> Leave | None:
    """The leave in ``row``, if it has one that can be read; errors are added to ``complaints``."""
    if role not in SPECIALISTS:
        text = "只有首席专员和具办专员可以填写"
        complaints += [Complaint(text, row.number, column) for column in OF_LEAVE if row[column]]
        return None
    try:
        return read_leave(row["休假"]) if row["休假"] else None
    except Refused as wrong:
        complaints.append(Complaint(str(wrong), row.number, "休假"))
        return None


def wrong_substitutes(people: Iterable[tuple[int, Official]]) -> Iterator[Complaint]:
    """Substitutes who are not another specialist of the unit; ``people`` come with their row numbers."""
    people = list(people)
    specialists = {(name_key(one.unit), name_key(one.name)) for _, one in people if one.is_specialist}
    for number, one in people:
        if not one.substitute:
            continue
        if name_key(one.substitute) == name_key(one.name):
            yield Complaint("代办人不能是本人，请填写本单位的另一位专员", number, "代办人")
        elif (name_key(one.unit), name_key(one.substitute)) not in specialists:
            text = f"{one.substitute} 不是{one.unit}的首席专员或具办专员，请填写本单位的另一位专员"
            yield Complaint(text, number, "代办人")
