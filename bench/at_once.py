"""How often a search is answered directly, asked back or finds nothing, and how often it is right, on new queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bench import queries, right
from bench.queries import Query
from bench.report import Promise, Report
from directory.keys import keys, phone_keys
from directory.load import load
from directory.match import Finder, Match, decide
from directory.model import Directory

SEEDS = (201, 202, 203)  # none of them was used to find the thresholds


@dataclass(frozen=True, slots=True)
class Answered:
    """Shares of the queries: answered directly, and of those correctly; asked back; found nothing."""

    at_once: float
    rightly: float
    asked: float
    nothing: float


def measure() -> Report:
    directory = load().directory
    runs = [_run(directory, seed) for seed in SEEDS]
    answered, precision = median(one.at_once for one in runs), median(one.rightly for one in runs)
    finder = Finder(keys(directory), phone_keys(directory))
    junk = right.junk()[::2]
    wrong = [text for text in junk if decide(finder.find(text)) == "answer"]
    asked = sum(decide(finder.find(text)) == "ask" for text in junk)
    return Report(
        title="Answered at once, or asked back",
        columns=("queries", "answered at once", "of these rightly", "asked back", "nothing found"),
        rows=[
            (
                "generated",
                f"{answered:.3f}",
                f"{precision:.4f}",
                f"{median(one.asked for one in runs):.3f}",
                f"{median(one.nothing for one in runs):.3f}",
            ),
            (
                "junk",
                f"{len(wrong) / len(junk):.3f}",
                "–",
                f"{asked / len(junk):.3f}",
                f"{1 - (len(wrong) + asked) / len(junk):.3f}",
            ),
        ],
        promises=[
            Promise("searches answered at once", answered, "", 0.90, at_least=True),
            Promise("answers at once that are right", precision, "", 0.995, at_least=True),
            Promise("junk answered at once", len(wrong), "", 0),
        ],
        notes=[
            f"Three runs of generated queries with seeds, and {len(junk)} junk texts, that the thresholds were not "
            "found on."
        ],
    )


def is_right(matches: Sequence[Match], one: Query) -> bool:
    return matches[0].name in one.right


def asked_of(directory: Directory, seed: int) -> Iterable[tuple[Query, list[Match]]]:
    """Generated queries, and what is found for them with 40 % of the aliases held out."""
    phones = list(phone_keys(directory))
    parted = queries.split(keys(directory), seed)
    finder = Finder(parted.indexed, phones)
    return [(one, finder.find(one.text)) for one in queries.generated(parted, phones, seed)]


def _run(directory: Directory, seed: int) -> Answered:
    found = [(decide(matches), one, matches) for one, matches in asked_of(directory, seed)]
    at_once = [is_right(matches, one) for decision, one, matches in found if decision == "answer"]
    asked = sum(decision == "ask" for decision, *_ in found)
    count = len(found)
    return Answered(
        len(at_once) / count, sum(at_once) / len(at_once), asked / count, 1 - (len(at_once) + asked) / count
    )
