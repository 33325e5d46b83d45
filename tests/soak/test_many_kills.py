"""Hundreds of kills, in trials of thirty. SEED=… from a failure's output repeats its first trial's blows."""

import os
from pathlib import Path
from random import SystemRandom

import pytest

from tests.crash.real import kill_the_real_process
from tests.crash.trial import Outcome, kill_while_people_work

TRIALS, KILLS = 11, 30

pytestmark = pytest.mark.soak


async def test_hundreds_of_kills_change_nothing(tmp_path: Path) -> None:
    seed = _seed()
    outcomes: list[Outcome] = []
    for trial in range(TRIALS):
        folder = tmp_path / str(trial)
        folder.mkdir()
        outcome = await kill_while_people_work(folder, kills=KILLS, seed=seed + trial)
        print(outcome)
        assert not outcome.complaints, outcome
        outcomes.append(outcome)
    kills = sum(outcome.kills.total() for outcome in outcomes)
    print(f"SEED={seed}: {kills} kills, {sum(outcome.conversations for outcome in outcomes)} conversations")
    assert kills >= 300


async def test_twenty_kills_of_the_real_process_change_nothing(tmp_path: Path) -> None:
    outcome = await kill_the_real_process(tmp_path, kills=20, seed=_seed())
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills == 20


def _seed() -> int:
    seed = int(os.environ.get("SEED") or SystemRandom().randrange(10**6))
    print(f"SEED={seed}")
    return seed
