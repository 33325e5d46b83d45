"""From an appeal's text to the units that should answer for it, with reasons, and to those who must not see it."""

import math
from dataclasses import dataclass
from functools import lru_cache

from directory.accused import accused
from directory.integrity import speaks_of_integrity
from directory.model import Category, Directory, Unit
from directory.plain import clauses
from directory.responsibility import Evidence, Responsibility

FEWEST = 5  # names in every answer, if the directory has as many
TEMPERATURE = 1.6
NOBODY = 2.5  # the score of «none of them»: what a text without real evidence stays under
SURE, LIKELY = 0.55, 0.15


@dataclass(frozen=True, slots=True)
class Candidate:
    unit: Unit
    probability: float  # rough, 0 to 1
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """``decision``: «assign» the first, «ask» which of the first, or leave it to the «office».

    ``ranked`` is responsibility by subject, whatever the decision; ``withheld`` names the units complained about,
    which must not handle it; ``confidential`` only proposes the discipline commission.
    """

    ranked: tuple[Candidate, ...]
    decision: str
    township: str | None = None
    withheld: tuple[str, ...] = ()
    confidential: bool = False


def route(directory: Directory, text: str, top: int = FEWEST) -> Route:
    """At least five candidates if the directory has them. Any text goes in; nothing raises."""
    judge = _judge(directory)
    parts = clauses(text)
    found = judge.evidence(parts)
    ranked = _ranked(directory, found)
    shut_out = tuple(unit.name for unit in accused(judge.names, parts))
    return Route(
        ranked[: max(top, FEWEST)], _decision(ranked, found, shut_out), _township(found, ranked), shut_out,
        speaks_of_integrity(parts),
    )  # fmt: skip


@lru_cache(maxsize=4)
def _judge(directory: Directory) -> Responsibility:
    return Responsibility(directory)


def _ranked(directory: Directory, found: dict[str, Evidence]) -> tuple[Candidate, ...]:
    """All units, best first; those that nothing speaks for follow in the directory's order, the office before them."""
    order = sorted(directory.units, key=lambda unit: (-found[unit.name].score, unit.category is not Category.OFFICE))
    most = max((one.score for one in found.values()), default=0.0)
    weights = {name: math.exp((one.score - most) / TEMPERATURE) for name, one in found.items()}
    whole = sum(weight for name, weight in weights.items() if found[name].score > 0)
    whole += math.exp((NOBODY - most) / TEMPERATURE)
    return tuple(
        Candidate(unit, round(weights[unit.name] / whole, 3) if found[unit.name].score > 0 else 0.0, told)
        for unit in order
        for told in [found[unit.name].told()]
    )


def _decision(ranked: tuple[Candidate, ...], found: dict[str, Evidence], shut_out: tuple[str, ...]) -> str:
    """A complaint about a unit is the office's to place, and so is what nobody is likely for."""
    if shut_out or not ranked or found[ranked[0].unit.name].score < NOBODY or ranked[0].probability < LIKELY:
        return "office"
    return "assign" if ranked[0].probability >= SURE else "ask"


def _township(found: dict[str, Evidence], ranked: tuple[Candidate, ...]) -> str | None:
    return next((one.unit.name for one in ranked if found[one.unit.name].named_as_place), None)
