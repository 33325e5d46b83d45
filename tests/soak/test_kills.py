"""Hundreds of kills while people file and work appeals, in trials of thirty."""

from pathlib import Path

import pytest

from tests.crash.trial import kill_while_people_work, share_chats
from tests.soak.seed import seed

pytestmark = pytest.mark.soak

TRIALS, KILLS = 11, 30
PEOPLE = 40


@pytest.mark.parametrize("trial", range(TRIALS))
async def test_hundreds_of_kills_change_nothing(tmp_path: Path, trial: int) -> None:
    outcome = await kill_while_people_work(tmp_path, kills=KILLS, seed=seed(trial))
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills.total() == KILLS


async def test_two_processes_share_forty_chats_and_each_is_killed_once(postgres: str, tmp_path: Path) -> None:
    outcome = await share_chats(postgres, tmp_path, people_filing=PEOPLE)
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills.total() == 2
