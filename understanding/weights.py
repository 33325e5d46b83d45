"""Weighs features into probabilities of the kinds: a softmax regression whose weights were found from people's texts.

``python -m bench.fit_understanding`` finds them.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from understanding.model import Kind

FILE = Path(__file__).with_name("weights.npz")

Floats = npt.NDArray[np.float32]


def probabilities(features: Mapping[str, float]) -> dict[Kind, float]:
    kinds, rows, weights = _weights()
    known = [(rows[name], value) for name, value in features.items() if name in rows]
    scores = weights[[row for row, _ in known]].T @ np.array([value for _, value in known], np.float32)
    shares = np.exp(scores - scores.max())
    return dict(zip(kinds, (shares / shares.sum()).tolist(), strict=True))


@cache
def _weights() -> tuple[list[Kind], dict[str, int], Floats]:
    with np.load(FILE) as stored:
        kinds = [Kind(name) for name in stored["kinds"]]
        rows = {str(name): row for row, name in enumerate(stored["features"])}
        return kinds, rows, stored["weights"].astype(np.float32)
