"""Weighs features into probabilities of the kinds: a softmax regression whose weights were found from people's texts.

``python -m bench.fit_understanding`` finds them. Features are kept by the hash of their name: a hundred thousand names
would take six times the memory of the weights.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from understanding.model import Kind

FILE = Path(__file__).with_name("weights.npz")
HASH_BYTES = 8

Hashes = npt.NDArray[np.uint64]
Halves = npt.NDArray[np.float16]
Floats = npt.NDArray[np.float32]


def probabilities(features: Mapping[str, float]) -> dict[Kind, float]:
    kinds, known, weights = _stored()
    wanted = hashes(features)
    rows = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    is_known = known[rows] == wanted
    given = np.fromiter(features.values(), np.float32, len(features))[is_known]
    scores = weights[rows[is_known]].astype(np.float32).T @ given
    shares = np.exp(scores - scores.max())
    return dict(zip(kinds, (shares / shares.sum()).tolist(), strict=True))


def hashes(names: Iterable[str]) -> Hashes:
    """The same on every machine."""
    digests = b"".join(blake2b(name.encode(), digest_size=HASH_BYTES).digest() for name in names)
    return np.frombuffer(digests, "<u8").astype(np.uint64)


def store(kinds: Iterable[Kind], names: Iterable[str], weights: Floats) -> None:
    """``weights``: a row per name, a column per kind."""
    known = hashes(names)
    order = np.argsort(known)
    columns = np.array([kind.value for kind in kinds])
    np.savez_compressed(FILE, kinds=columns, features=known[order], weights=weights[order].astype(np.float16))


@cache
def _stored() -> tuple[list[Kind], Hashes, Halves]:
    """The kinds, the features' hashes in ascending order, and a row of weights for each."""
    with np.load(FILE) as stored:
        return [Kind(name) for name in stored["kinds"]], stored["features"], stored["weights"]
