"""Two processes on PostgreSQL with one bot: one polls, both answer and send, and the other takes over when it dies."""

from pathlib import Path

from tests.crash.telegram_pair import kill_the_one_that_polls


async def test_one_polls_both_work_and_the_other_takes_over(postgres: str, tmp_path: Path) -> None:
    outcome = await kill_the_one_that_polls(postgres, tmp_path, crowd=150, worked=False)
    print(outcome)
    assert not outcome.failures(), outcome
