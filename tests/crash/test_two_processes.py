"""Two processes on one PostgreSQL: every chat in its own order, nothing handled twice, even if they are killed."""

from pathlib import Path

from tests.crash.trial import share_chats


async def test_two_processes_share_the_chats_and_each_is_killed_once(postgres: str, tmp_path: Path) -> None:
    outcome = await share_chats(postgres, tmp_path, people_filing=15)
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills.total() == 2
