"""Kills while people talk at Telegram, in worse weather; and two processes while a notice goes to hundreds."""

from pathlib import Path

import pytest

from tests.crash.telegram_pair import kill_the_one_that_polls
from tests.crash.telegram_trial import LONGEST_START, kill_the_telegram_server
from tests.soak.seed import seed

pytestmark = pytest.mark.soak

KILLS = 10
CROWD = 400


@pytest.mark.parametrize("trial", range(3))
async def test_kills_lose_nothing_and_double_only_what_was_under_way(tmp_path: Path, trial: int) -> None:
    outcome = await kill_the_telegram_server(tmp_path, kills=KILLS, seed=seed(trial), chance_of_faults=0.03)
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills == KILLS
    assert outcome.slowest_start < LONGEST_START, outcome


async def test_one_polls_both_work_and_the_other_takes_over_amid_hundreds(postgres: str, tmp_path: Path) -> None:
    outcome = await kill_the_one_that_polls(postgres, tmp_path, crowd=CROWD, worked=True)
    print(outcome)
    assert not outcome.failures(), outcome
