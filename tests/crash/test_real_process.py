"""kill -9 of the real process while people talk with it over HTTP."""

from pathlib import Path

from tests.crash.real import kill_the_real_process


async def test_three_kills_of_the_real_process_change_nothing(tmp_path: Path) -> None:
    outcome = await kill_the_real_process(tmp_path, kills=3, seed=1231)
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills == 3
