"""A database that fails while people file and work appeals: nothing lost, nothing doubled, no update set aside."""

from pathlib import Path

from storage.database import sqlite_url
from tests.crash.outages import of_disk, of_postgres
from tests.crash.trial import disturb_while_people_file
from tests.databases import PostgresServer, durable_postgres
from tests.storage.sick_disk import SICKNESSES


async def test_cut_connections_and_a_restarted_server_change_nothing(
    tmp_path: Path, postgres: str, postgres_server: PostgresServer
) -> None:
    outcome = await disturb_while_people_file(
        durable_postgres(postgres, "disturbed"),
        tmp_path,
        lambda people, _, __: of_postgres(people, postgres_server, cuts=3, restarts=1),
        people_filing=2,
    )
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills == {"cut": 3, "restart": 1}


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
