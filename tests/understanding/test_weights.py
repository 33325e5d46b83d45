"""The weights: probabilities of all kinds, and names of features that the code still makes."""

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
        names = {str(name) for name in stored["features"]}
    assert {f"rule {kind}" for kind in ("no_contact", "supplement", "new", "wish")} <= names
    assert {"bias", "asked confirm_solved", "has complaint", "unit is likely"} <= names
