"""Kills of the real process while people talk with it over HTTP."""

from pathlib import Path

import pytest

from tests.crash.real import kill_the_real_process
from tests.soak.seed import seed

pytestmark = pytest.mark.soak

KILLS = 10


@pytest.mark.parametrize("trial", range(2))
async def test_kills_of_the_real_process_change_nothing(tmp_path: Path, trial: int) -> None:
    outcome = await kill_the_real_process(tmp_path, kills=KILLS, seed=seed(trial))
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills == KILLS
