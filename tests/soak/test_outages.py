"""A database that fails a hundred times while people file and work appeals."""

from pathlib import Path

import pytest

from storage.database import sqlite_url
from tests.crash.outages import of_disk, of_postgres
from tests.crash.real import fail_the_database_of_the_real_process
from tests.crash.trial import disturb_while_people_work
from tests.databases import PostgresServer, durable_postgres
from tests.soak.seed import seed
from tests.storage.sick_disk import SICKNESSES

pytestmark = pytest.mark.soak

CUTS, RESTARTS = 100, 10
SICK_DAYS = 10  # of each kind


async def test_a_hundred_cuts_and_ten_restarts_change_nothing(
    tmp_path: Path, postgres: str, postgres_server: PostgresServer
) -> None:
    outcome = await disturb_while_people_work(
        durable_postgres(postgres, "disturbed"),
        tmp_path,
        lambda people, _, __: of_postgres(people, postgres_server, CUTS, RESTARTS),
        seed=seed(0),
    )
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills == {"cut": CUTS, "restart": RESTARTS}


async def test_the_real_process_goes_on_however_often_its_database_fails(
    tmp_path: Path, postgres: str, postgres_server: PostgresServer
) -> None:
    outcome = await fail_the_database_of_the_real_process(
        tmp_path, durable_postgres(postgres, "real"), postgres_server, cuts=20, restarts=2, seed=seed(0)
    )
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills == 22


async def test_a_sick_disk_changes_nothing(tmp_path: Path) -> None:
    outcome = await disturb_while_people_work(
        sqlite_url(tmp_path / "disturbed.db"),
        tmp_path,
        lambda people, service_db, chance: of_disk(people, service_db, SICKNESSES * SICK_DAYS, chance),
        seed=seed(0),
    )
    print(outcome)
    assert not outcome.complaints, outcome
    assert outcome.kills == dict.fromkeys(SICKNESSES, SICK_DAYS)
