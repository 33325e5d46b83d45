"""How routing would have done on past appeals in chronological order: each is routed before it is learnt from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from directory.learned import Learned, grams
from directory.model import Directory
from directory.route import route

TOP_COUNT = 3


@dataclass(frozen=True, slots=True)
class PastAppeal:
    """An appeal's text, and the id of the unit that the office finally assigned it to."""

    text: str
    unit: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The number of appeals, and the shares in which the right unit was first and among the first three."""

    appeals: int = 0
    first: float = 0.0
    among: float = 0.0


@dataclass(frozen=True, slots=True)
class EvaluationBucket:
    """A run of consecutive appeals: results by rules alone, and with lessons from the earlier appeals."""

    rules: Accuracy
    taught: Accuracy


def evaluate_in_order(directory: Directory, appeals: Iterable[PastAppeal], size: int) -> Iterator[EvaluationBucket]:
    """One bucket per ``size`` appeals. Appeals of units that no longer exist are skipped."""
    learned = Learned()
    left = (one for one in appeals if one.unit in directory.by_id)
    while some := list(islice(left, size)):
        rules, taught = [], []
        for one in some:
            rules.append(_place(directory, one, None))
            taught.append(_place(directory, one, learned))
            learned.teach(grams(one.text), one.unit)
        yield EvaluationBucket(accuracy(rules), accuracy(taught))


def accuracy(places: list[int]) -> Accuracy:
    """``places`` count from 0; what was not found has a place beyond all others."""
    count = len(places)
    if not count:
        return Accuracy()
    return Accuracy(
        count, sum(place == 0 for place in places) / count, sum(place < TOP_COUNT for place in places) / count
    )


def _place(directory: Directory, one: PastAppeal, learned: Learned | None) -> int:
    ranked = route(directory, one.text, len(directory.units), learned).ranked
    return next(place for place, candidate in enumerate(ranked) if candidate.unit.id == one.unit)
