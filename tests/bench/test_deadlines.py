"""The benchmark of the deadlines runs and says what its table needs."""

import pytest

from bench.deadlines import rows


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_rows_compare_our_times_with_the_peers() -> None:
    table = rows()
    assert [what for what, *_ in table] == ["four deadlines"] * 2 + ["four deadlines with reasons"] * 2
    assert all(ours.endswith("µs") and "µs" in peer and "×" in ratio for _, ours, peer, ratio in table)
