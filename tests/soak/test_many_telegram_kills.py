"""Thirty kills while people talk at Telegram, in worse weather. SEED=… from a failure's output repeats the blows."""

import os
from pathlib import Path
from random import SystemRandom

import pytest

from tests.crash.telegram_trial import kill_the_telegram_house

pytestmark = pytest.mark.soak


async def test_thirty_kills_lose_nothing_and_double_only_what_was_under_way(tmp_path: Path) -> None:
    seed = int(os.environ.get("SEED") or SystemRandom().randrange(10**6))
    print(f"SEED={seed}")
    outcome = await kill_the_telegram_house(tmp_path, kills=30, seed=seed, chance_of_faults=0.03)
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills == 30
    assert outcome.slowest_start < 30, outcome
