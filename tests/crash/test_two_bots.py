"""Two processes on PostgreSQL with one bot: one polls, both answer and send, and the other takes over when it dies."""

from pathlib import Path

from tests.crash.telegram_pair import kill_the_one_that_polls

PER_SECOND = 30
TAKEOVER = 30.0  # seconds


async def test_one_polls_both_work_and_the_other_takes_over(postgres: str, tmp_path: Path) -> None:
    outcome = await kill_the_one_that_polls(postgres, tmp_path)
    print(outcome)
    assert not outcome.complaints, outcome
    assert not outcome.conflicts, outcome
    assert not outcome.overlaps, outcome
    assert all(sent for sent, _ in outcome.work), f"one sent nothing: {outcome}"
    assert all((outcome.work[0][1], outcome.heir[1])), f"one answered nothing: {outcome}"
    assert outcome.busiest <= PER_SECOND, outcome
    assert outcome.took_over < TAKEOVER, outcome
