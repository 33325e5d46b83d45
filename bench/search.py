"""Searching a district's directory: corrupted queries of many kinds, beside the peers, over the same keys.

``python -m bench search``; for a figure per kind of corruption: ``python -m bench.search``.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from statistics import median, quantiles
from time import perf_counter

from bench import queries, right
from bench.peers.searching import PEERS
from bench.queries import Query
from bench.report import Promise, Report
from directory.keys import Key, keys, phone_keys
from directory.load import load
from directory.match import Finder
from directory.model import Directory

RUNS = 3
SEEDS = (101, 102, 103)  # none of them was used to find the thresholds
PEERS_SHARE = 6  # the slow peers get one in so many queries
Names = list[str]
Search = Callable[[str], Names]


def measure() -> Report:
    directory = load().directory
    ours = [_ours(directory, seed) for seed in SEEDS]
    needs = _needs(directory)
    firsts, amongs = median(one.first for one in ours), median(one.among for one in ours)
    slowest, count = median(one.p99 for one in ours), ours[0].queries
    rows = [("qinqing", *_cells(ours[0]))] + [(name, *_cells(one)) for name, one in _peers(directory).items()]
    return Report(
        title="Searching a district's directory",
        columns=("who", "first", "among three", "median", "p99"),
        rows=rows,
        promises=[
            Promise("generated queries", count, "", 1_800, at_least=True),
            Promise("kinds of corruption", ours[0].kinds, "", 29, at_least=True),
            Promise("search: right one first", firsts, "", 0.975, 0.985, at_least=True),
            Promise("search: right one among three", amongs, "", 0.99, 0.995, at_least=True),
            Promise("needs in other words: among three", needs.among, "", 0.85, at_least=True),
            Promise("search, p99", slowest, "ms", 2),
        ],
        notes=[
            f"The sample district with 40 % of all aliases held out: {ours[0].keys:,} keys are left. {count:,} "
            f"queries, {RUNS} runs with other seeds, medians. Peers get every {PEERS_SHARE}th query of the first run, "
            f"telephones left out. {needs.queries} needs in other words, written apart from the knowledge: first "
            f"{needs.first:.3f}, among three {needs.among:.3f}.",
        ],
    )


class Scored:
    def __init__(self, search: Search, asked: Sequence[Query], keys: int = 0) -> None:
        self.keys = keys
        self.kinds = len({one.kind for one in asked})
        self.places: list[tuple[Query, int]] = []
        times = []
        for one in asked:
            start = perf_counter()
            names = search(one.text)
            times.append((perf_counter() - start) * 1000)
            self.places.append((one, next((place for place, name in enumerate(names) if name in one.right), 99)))
        self.p50, self.p99 = median(times), quantiles(times, n=100)[98]

    @property
    def queries(self) -> int:
        return len(self.places)

    @property
    def first(self) -> float:
        return sum(place == 0 for _, place in self.places) / len(self.places)

    @property
    def among(self) -> float:
        return sum(place < 3 for _, place in self.places) / len(self.places)

    def by_kind(self) -> list[tuple[str, int, float]]:
        """Each kind, its number of queries, and the share of them with the right one first."""
        every = Counter(one.kind for one, _ in self.places)
        good = Counter(one.kind for one, place in self.places if place == 0)
        return [(kind, count, good[kind] / count) for kind, count in every.items()]


def _ours(directory: Directory, seed: int) -> Scored:
    phones = list(phone_keys(directory))
    parted = queries.split(keys(directory), seed)
    finder = Finder(parted.indexed, phones)
    asked = queries.generated(parted, phones, seed)
    return Scored(lambda text: [match.name for match in finder.find(text)], asked, len(parted.indexed) + len(phones))


def _needs(directory: Directory) -> Scored:
    finder = Finder(keys(directory), phone_keys(directory))
    needs = [(one, right.right_units(directory, one)) for one in right.labelled("needs.jsonl", "query")]
    asked = [Query("need in other words", one.text, found) for one, found in needs if found]
    return Scored(lambda text: [match.unit.name for match in finder.find(text)], asked)


def _peers(directory: Directory) -> dict[str, Scored]:
    parted = queries.split(keys(directory), SEEDS[0])
    asked = queries.generated(parted, (), SEEDS[0])[::PEERS_SHARE]
    texts = [key.text for key in parted.indexed]
    return {name: Scored(_named(make(texts), parted.indexed), asked) for name, make in PEERS.items()}


def _named(peer: Callable[[str], Sequence[int]], indexed: Sequence[Key]) -> Search:
    """The keys that a peer finds as names, each once."""

    def search(text: str) -> Names:
        found = (indexed[place] for place in peer(text))
        return list(dict.fromkeys(key.person.name if key.person else key.unit.name for key in found))

    return search


def _cells(one: Scored) -> tuple[str, ...]:
    return f"{one.first:.3f}", f"{one.among:.3f}", f"{one.p50:.2f} ms", f"{one.p99:.2f} ms"


if __name__ == "__main__":
    scored = _ours(load().directory, SEEDS[0])
    for kind, count, good in scored.by_kind():
        print(f"{kind:36} {count:5} {good:.3f}")
    print(f"{'all':36} {scored.queries:5} {scored.first:.3f}, among three {scored.among:.3f}")
