"""kill -9 while people file and work appeals: nothing lost, nothing doubled, every chat as if nothing had happened."""

from pathlib import Path

from tests.crash.trial import kill_while_people_work, kill_without_transactions


async def test_twelve_kills_change_nothing(tmp_path: Path) -> None:
    outcome = await kill_while_people_work(tmp_path, kills=12, seed=1231)
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills.total() == 12


async def test_the_same_kills_do_harm_where_every_write_is_committed_by_itself(tmp_path: Path) -> None:
    """The control: it shows that the kills strike in the middle of steps and that the check sees the harm."""
    outcome = await kill_without_transactions(tmp_path, kills=10, people_filing=3, seed=1231)
    print(outcome)
    assert outcome.kills.total() > 5
    assert any(line.startswith(("appeals of", "events of", "«", "outbox")) for line in outcome.complaints), outcome
