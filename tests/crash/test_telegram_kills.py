"""kill -9 of the real process while people talk with it at Telegram: nothing lost, and doubled only what is marked."""

from pathlib import Path

from tests.crash.telegram_trial import LONGEST_START, kill_the_telegram_server


async def test_three_kills_lose_nothing_and_double_only_what_was_under_way(tmp_path: Path) -> None:
    outcome = await kill_the_telegram_server(tmp_path, kills=3, seed=1231, chance_of_faults=0.02)
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills == 3
    assert outcome.slowest_start < LONGEST_START, outcome
