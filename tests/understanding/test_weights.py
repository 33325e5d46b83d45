"""The weights: probabilities of all kinds, and names of features that the code still makes."""

import math
from pathlib import Path

import numpy as np
import pytest

from understanding import weights
from understanding.model import Kind


def test_probabilities_are_of_all_kinds_but_several_and_sum_to_one() -> None:
    found = weights.probabilities({"bias": 1.0, "asked None": 1.0, "a feature that nobody knows": 3.0})
    assert set(found) == set(Kind) - {Kind.SEVERAL}
    assert sum(found.values()) == pytest.approx(1, abs=1e-4)


def test_the_file_holds_a_row_for_each_feature() -> None:
    with np.load(weights.FILE) as stored:
        assert stored["weights"].shape == (len(stored["features"]), len(stored["kinds"]))
        known = set(stored["features"].tolist())
    names = [f"rule {kind}" for kind in ("no_contact", "supplement", "new", "wish")]
    names += ["bias", "asked confirm_solved", "has complaint", "unit is likely"]
    assert set(weights.hashes(names).tolist()) <= known


def test_what_is_stored_is_what_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["bias", "piece 灯", "piece 路", "asks"]
    found = np.array([[0, 0], [1, -1], [0, 2], [-4, 0]], np.float32)
    monkeypatch.setattr(weights, "FILE", tmp_path / "weights.npz")
    weights.store([Kind.NEW, Kind.THANKS], names, found)
    weights._stored.cache_clear()
    try:
        shares = [weights.probabilities({name: 1.0})[Kind.NEW] for name in names]
    finally:
        weights._stored.cache_clear()
    assert shares == pytest.approx([1 / (1 + math.exp(thanks - new)) for new, thanks in found], abs=1e-6)
