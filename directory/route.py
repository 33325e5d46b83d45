"""Routes an appeal's text to the units that should handle it, with reasons, and names those that must not see it."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from directory.accused import accused
from directory.english import in_chinese
from directory.integrity import speaks_of_integrity, speaks_of_integrity_in_english
from directory.learned import Learned, grams
from directory.mentions import Names
from directory.model import Category, Directory, Unit
from directory.normalise import clauses
from directory.reason import Reason, Why
from directory.responsibility import Evidence, Responsibility
from people.model import Official

MIN_CANDIDATES = 5  # minimum number of candidates, if the directory has as many
# Found by `python -m bench.thresholds`, from invented letters that no benchmark scores.
THRESHOLDS = tomllib.loads((Path(__file__).parent / "thresholds.toml").read_text("utf-8"))["route"]
CURVE = THRESHOLDS["least"], THRESHOLDS["spread"], THRESHOLDS["nobody"]
SURE, LIKELY = THRESHOLDS["sure"], THRESHOLDS["likely"]
MIN_PROBABILITY = 1e-3  # probability of a unit without evidence, so that lessons can raise it
MIN_TAUGHT_PROBABILITY = 0.1  # how much likelier lessons make a unit when they are given as a reason


@dataclass(frozen=True, slots=True)
class Candidate:
    unit: Unit
    probability: float
    """Calibrated: of the texts for which it is .8, about 8 in 10 are for that unit."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """``decision``: "assign" the first, "ask" which of the first, or leave it to the "office".

    ``ranked`` is responsibility by subject, whatever the decision; ``withheld`` names the units complained about, which
    must not handle it; ``confidential`` only suggests the discipline commission.
    """

    ranked: tuple[Candidate, ...]
    decision: str
    township: str | None = None
    withheld: tuple[str, ...] = ()
    confidential: bool = False


def route(directory: Directory, text: str, top: int = MIN_CANDIDATES, learned: Learned | None = None) -> Route:
    """At least five candidates if the directory has them. Accepts any text and never raises."""
    judge = _judge(directory)
    parts = clauses(in_chinese(text, directory))
    found = judge.evidence(parts)
    by_rules = probabilities({name: one.score for name, one in found.items()})
    probable = _with_lessons(directory, text, by_rules, learned) if learned and learned.lessons else by_rules
    ranked = _ranked(directory, found, by_rules, probable)
    in_english = speaks_of_integrity_in_english(text)
    shut_out = tuple(unit.name for unit in accused(judge.names, parts)) + _likely(ranked if in_english else ())
    return Route(
        ranked[: max(top, MIN_CANDIDATES)],
        _decision(ranked, found, shut_out),
        _township(found, ranked),
        shut_out,
        in_english or speaks_of_integrity(parts),
    )


def _likely(ranked: Sequence[Candidate]) -> tuple[str, ...]:
    """The unit whose business an English text speaks of: who it complains about cannot be told more exactly."""
    likely = [one for one in ranked[:1] if one.reasons and one.probability >= LIKELY]
    return tuple(one.unit.name for one in likely if "纪委" not in one.unit.name)


def names(directory: Directory) -> Names:
    """The names by which its units and officials are mentioned."""
    return _judge(directory).names


@lru_cache(maxsize=1)
def _judge(directory: Directory) -> Responsibility:
    return _judge_of(directory.units, directory.people)


@lru_cache(maxsize=1)
def _judge_of(units: tuple[Unit, ...], people: tuple[Official, ...]) -> Responsibility:
    """Cached by content, like the search."""
    return Responsibility(Directory(units, people))


def probabilities(scores: Mapping[str, float], curve: tuple[float, float, float] = CURVE) -> dict[str, float]:
    """Probabilities by unit name; the remainder to 1 is the probability that no unit is responsible.

    The more a text says, the higher all scores are, so the scale grows with the highest score.
    """
    least, spread, nobody = curve
    most = max((nobody, *scores.values()))
    temperature = least + spread * most
    weights = {name: math.exp((score - most) / temperature) if score > 0 else 0.0 for name, score in scores.items()}
    whole = sum(weights.values()) + math.exp((nobody - most) / temperature)
    return {name: weight / whole for name, weight in weights.items()}


def _with_lessons(directory: Directory, text: str, by_rules: dict[str, float], learned: Learned) -> dict[str, float]:
    ids = {unit.id: unit.name for unit in directory.units if unit.id is not None}
    given = {number: max(MIN_PROBABILITY, by_rules[name]) for number, name in ids.items()}
    blended = learned.blended(grams(text), given) if given else {}
    return {**by_rules, **{ids[number]: probability for number, probability in blended.items()}}


def _ranked(
    directory: Directory, found: dict[str, Evidence], by_rules: dict[str, float], probable: dict[str, float]
) -> tuple[Candidate, ...]:
    """All units, best first; those without evidence follow in the directory's order, after the office."""

    def order(unit: Unit) -> tuple[float, float, bool]:
        return -probable[unit.name], -found[unit.name].score, unit.category is not Category.OFFICE

    return tuple(
        Candidate(unit, round(probable[unit.name], 3), _reasons(unit, found, by_rules, probable))
        for unit in sorted(directory.units, key=order)
    )


def _reasons(
    unit: Unit, found: dict[str, Evidence], by_rules: dict[str, float], probable: dict[str, float]
) -> tuple[Reason, ...]:
    told = found[unit.name].told()
    taught = probable[unit.name] - by_rules[unit.name] >= MIN_TAUGHT_PROBABILITY
    return (*told, Reason(Why.TAUGHT, (unit.name,))) if taught else told


def _decision(ranked: tuple[Candidate, ...], found: dict[str, Evidence], shut_out: tuple[str, ...]) -> str:
    """Complaints about a unit are left to the office, and so are texts without a likely unit or a reason to give.

    Words that only hint are not enough to assign.
    """
    if shut_out or not ranked or ranked[0].probability < LIKELY or not ranked[0].reasons:
        return "office"
    first = ranked[0]
    is_firm = found[first.unit.name].is_firm or len(first.reasons) > len(found[first.unit.name].told())
    return "assign" if first.probability >= SURE and is_firm else "ask"


def _township(found: dict[str, Evidence], ranked: tuple[Candidate, ...]) -> str | None:
    return next((one.unit.name for one in ranked if found[one.unit.name].named_as_place), None)
