"""`python -m bench.thresholds`: finds when to answer, ask back or leave it; writes directory/thresholds.toml.

Searches: generated queries and half of the junk, with seeds that no benchmark uses. Letters: every other invented
letter, so that the routing benchmark scores texts that nothing was fitted to.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from bench import at_once, right
from bench.right import Labelled
from directory.keys import keys, phone_keys
from directory.load import load
from directory.match import Finder, Match, ahead
from directory.model import Directory
from directory.normalise import clauses
from directory.responsibility import Responsibility
from directory.route import probabilities

FILE = Path(__file__).parents[1] / "directory" / "thresholds.toml"
SEEDS = (1, 2, 3)
PRECISE = 0.9965  # required precision of direct answers; a little above what the benchmark requires on other queries
LOST = 0.01  # share of real queries that may be answered with nothing
ASSIGNED_RIGHTLY = 0.93  # required share of right ones among the letters for which one unit is proposed
SAFETY = 0.07  # junk must stay this far below the threshold: there is more of it than in our list
LEAST_MARGIN = 4  # in steps of .005: a smaller lead is a draw
LIKELY = 0.2  # below that no unit is worth asking about

Curve = tuple[float, float, float]
Scored = tuple[dict[str, float], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    score: float
    ahead: float
    right: bool


def main() -> None:
    directory = load().directory
    search, letters = _search(directory), _letters(directory)
    head = "# Written by `python -m bench.thresholds`."
    lines = [head, "", "[find]", *_lines(search), "", "[route]", *_lines(letters)]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(FILE.read_text("utf-8"))


def _search(directory: Directory) -> dict[str, float]:
    real = [
        _outcome(matches, at_once.is_right(matches, one))
        for seed in SEEDS
        for one, matches in at_once.asked_of(directory, seed)
        if matches
    ]
    finder = Finder(keys(directory), phone_keys(directory))
    junk = [_outcome(matches, False) for text in right.junk()[1::2] if (matches := finder.find(text))]
    steps = [step / 100 for step in range(50, 96)]
    margins = [step / 200 for step in range(LEAST_MARGIN, 21)]
    sure, margin = max(product(steps, margins), key=lambda pair: _answered(real, junk, *pair))
    by_score = sorted(one.score for one in real)
    likely = min(by_score[int(LOST * len(by_score))], sure)
    return {"sure": sure, "margin": margin, "likely": math.floor(likely * 100) / 100}


def _outcome(matches: Sequence[Match], is_right: bool) -> Outcome:
    return Outcome(matches[0].score, ahead(matches), is_right)


def _answered(real: Iterable[Outcome], junk: Iterable[Outcome], sure: float, margin: float) -> tuple[bool, float]:
    """How good a pair of thresholds is: precise first, then how many queries it answers directly."""
    answered = [one.right for one in real if one.score >= sure and one.ahead >= margin]
    nonsense = any(one.score >= sure - SAFETY and one.ahead >= margin for one in junk)
    share = sum(answered) / len(answered) if answered else 0.0
    precise = share >= PRECISE and not nonsense
    return precise, len(answered) if precise else share


def _letters(directory: Directory) -> dict[str, float]:
    judge = Responsibility(directory)
    nobodys = [Labelled(text, ()) for text in right.junk()[1::2]]
    letters = [*right.labelled("letters.jsonl", "text")[::2], *nobodys]
    scored = [
        ({name: found.score for name, found in judge.evidence(clauses(one.text)).items()}, units)
        for one in letters
        if (units := right.right_units(directory, one)) or not one.kinds
    ]
    curves = product(
        [step / 20 for step in range(2, 41)], [step / 50 for step in range(16)], [step / 2 for step in range(17)]
    )
    curve = min(curves, key=lambda curve: _surprise(scored, curve))
    tops = sorted((_top(scores, units, curve) for scores, units in scored if units), reverse=True)
    least, spread, nobody = curve
    return {"least": least, "spread": spread, "nobody": nobody, "sure": _sure(tops), "likely": LIKELY}


def _surprise(scored: Iterable[Scored], curve: Curve) -> float:
    """Log loss of the probabilities: how badly they predicted the right units, or that no unit is responsible."""
    return sum(-math.log(max(1e-6, _foretold(scores, units, curve))) for scores, units in scored)


def _foretold(scores: dict[str, float], units: frozenset[str], curve: Curve) -> float:
    found = probabilities(scores, curve)
    return sum(found[name] for name in units) if units else 1 - sum(found.values())


def _top(scores: dict[str, float], units: frozenset[str], curve: Curve) -> tuple[float, bool]:
    found = probabilities(scores, curve)
    first = max(found, key=lambda name: found[name])
    return found[first], first in units


def _sure(tops: Sequence[tuple[float, bool]]) -> float:
    """The lowest probability from which the proposed unit is right often enough."""
    best = 0.95
    for count in range(20, len(tops) + 1):
        if sum(good for _, good in tops[:count]) / count >= ASSIGNED_RIGHTLY:
            best = tops[count - 1][0]
    return round(best, 2)


def _lines(values: dict[str, float]) -> list[str]:
    return [f"{name} = {value:g}" for name, value in values.items()]


if __name__ == "__main__":
    main()
