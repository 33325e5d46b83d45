"""A database that fails while people file appeals: nothing lost, nothing doubled, no update set aside.

Here the disk below SQLite; `make soak-outages` cuts PostgreSQL's connections and restarts it, a hundred times.
"""

from pathlib import Path

from storage.database import sqlite_url
from tests.crash.outages import of_disk
from tests.crash.trial import disturb_while_people_file
from tests.storage.sick_disk import SICKNESSES


async def test_a_disk_that_is_full_read_only_or_broken_for_a_while_changes_nothing(tmp_path: Path) -> None:
    outcome = await disturb_while_people_file(
        sqlite_url(tmp_path / "disturbed.db"),
        tmp_path,
        lambda people, service_db, chance: of_disk(people, service_db, SICKNESSES, chance),
        people_filing=2,
    )
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills == dict.fromkeys(SICKNESSES, 1)
