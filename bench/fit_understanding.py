"""Finds the weights of ``understanding/weights.npz`` from texts that no figure of the benchmark is measured on.

New matters are typed into other contexts too, and after words that begin a thank-you, an answer or a supplement: there
they would be taken for these.

``python -m bench.fit_understanding`` writes them; with ``--check`` it leaves out each writer in turn and prints how
often texts of a writer who was left out are understood.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from bench.understanding import DATA, FITTED, Router, Written, news, texts
from directory.load import load
from understanding.features import features
from understanding.meaning import MATTERS
from understanding.model import Context, Kind
from understanding.readers import readings
from understanding.said import Said
from understanding.weights import FILE, store

MIN_COUNT = 2  # texts that have a piece
PENALTY = 0.03
STEPS, RATE = 260, 0.25
ELSEWHERE = 4  # other contexts in which each new matter stays one, beside the one where nothing is known
ALSO_SHARE = 0.3  # of a label, for other kinds that its writer accepts
KINDS: list[Kind] = [kind for kind in Kind if kind is not Kind.SEVERAL]  # told apart by its parts

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    writer: int
    features: dict[str, float]
    kinds: tuple[Kind, ...]
    is_new_only: bool = False  # from the sets of new matters, which are easier


@dataclass(frozen=True, slots=True)
class Fitted:
    names: list[str]
    weights: Floats

    def likeliest(self, given: dict[str, float]) -> Kind:
        rows = {name: row for row, name in enumerate(self.names)}
        known = [(rows[name], value) for name, value in given.items() if name in rows]
        scores = sum((value * self.weights[row] for row, value in known), np.zeros(len(KINDS), np.float32))
        return KINDS[int(np.argmax(scores))]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.fit_understanding", description=__doc__)
    parser.add_argument("--check", action="store_true", help="leave out each writer in turn")
    examples = list(_examples())
    if parser.parse_args().check:
        _check(examples)
        return 0
    fitted = _fitted(examples)
    store(KINDS, fitted.names, fitted.weights)
    print(f"{len(examples)} examples, {len(fitted.names)} features, {FILE.stat().st_size:,} bytes")
    return 0


def _check(examples: Sequence[Example]) -> None:
    right: Counter[int] = Counter()
    count: Counter[int] = Counter()
    for writer in sorted({one.writer for one in examples}):
        fitted = _fitted([one for one in examples if one.writer != writer])
        for one in examples:
            if one.writer == writer and not one.is_new_only:
                count[writer] += 1
                right[writer] += fitted.likeliest(one.features) in one.kinds
        print(f"writer {writer}: {right[writer] / count[writer]:.3f} of {count[writer]}", flush=True)
    print(f"all: {right.total() / count.total():.3f}")


def _examples() -> Iterator[Example]:
    directory = load().directory
    router = Router(directory)

    def example(writer: int, one: Written, is_new_only: bool = False) -> Example:
        said = Said(one.text, one.context, directory, router)
        kinds = tuple(Kind.NEW if kind == Kind.SEVERAL else Kind(kind) for kind in one.kinds)
        return Example(writer, features(said, readings(said)), kinds, is_new_only)

    written = {writer: list(texts([writer])) for writer in FITTED}
    chosen, beginnings = random.Random(1), (DATA / "beginnings.txt").read_text("utf-8").splitlines()
    contexts = [
        one.context for every in written.values() for one in every if one.context.open and not one.context.is_staff
    ]
    for writer, every in written.items():
        yield from (example(writer, one) for one in every)
        matters = [one.text for one in every if one.kinds[0] in MATTERS] + [text for text, _ in news([writer])]
        for text in matters:
            for context in (*chosen.sample(contexts, ELSEWHERE), Context()):
                yield example(writer, Written(text, context, (Kind.NEW,), None, hard=False), True)
            begun, context = chosen.choice(beginnings) + text, chosen.choice(contexts)
            yield example(writer, Written(begun, context, (Kind.NEW,), None, hard=False), True)


def _fitted(examples: Sequence[Example]) -> Fitted:
    """By gradient descent with momentum over all examples; the penalty keeps rare pieces from deciding."""
    counts = Counter(name for one in examples for name in one.features)
    names = sorted(name for name, count in counts.items() if count >= MIN_COUNT)
    wanted = np.zeros((len(examples), len(KINDS)), np.float32)
    for place, one in enumerate(examples):
        for kind in one.kinds:
            wanted[place, KINDS.index(kind)] = 1.0 if kind is one.kinds[0] else ALSO_SHARE
    wanted /= wanted.sum(axis=1, keepdims=True)
    return Fitted(names, _descended(_matrix(examples, names), wanted))


def _matrix(examples: Sequence[Example], names: Sequence[str]) -> csr_array:
    """A row for each example, a column for each feature; sparse, as a text has few of them."""
    columns = {name: column for column, name in enumerate(names)}
    given = [[(columns[name], value) for name, value in one.features.items() if name in columns] for one in examples]
    ends = np.cumsum([0, *map(len, given)])
    flat = [pair for row in given for pair in row]
    values = np.array([value for _, value in flat], np.float32)
    return csr_array((values, [column for column, _ in flat], ends), shape=(len(examples), len(names)))


def _descended(given: csr_array, wanted: Floats) -> Floats:
    """Adam, whose steps suit features that are rare as well as those that all texts have."""
    weights = np.zeros((given.shape[1], wanted.shape[1]), np.float32)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    by_feature = given.T.tocsr()
    for step in range(1, STEPS + 1):
        scores = given @ weights
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        slope = by_feature @ (shares - wanted) + PENALTY * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        weights -= RATE * (1 - step / STEPS) * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-6)
    return weights


if __name__ == "__main__":
    raise SystemExit(main())
