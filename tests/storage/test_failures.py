"""What each kind of error means, on the errors that drivers really raise."""

import errno
import sqlite3

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, PendingRollbackError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.database import Database
from storage.failures import Failure, failure_of, is_passing
from tests.storage.sick_disk import SICKNESSES, SickDisk, Sickness
from texts.refused import Refused

LOST = psycopg.OperationalError("consuming input failed: server closed the connection unexpectedly")


def wrapped(error: Exception, kind: type[DBAPIError] = OperationalError) -> DBAPIError:
    """As SQLAlchemy raises it."""
    made = kind("SELECT 1", None, error)
    made.__cause__ = error
    return made


def sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("said by SQLite")
    error.sqlite_errorcode = code
    return error


OUTAGES = [
    PoolTimeout(),
    DBAPIError("SELECT 1", None, ValueError(), connection_invalidated=True),
    wrapped(LOST),
    wrapped(errors.ConnectionFailure()),
    wrapped(errors.SqlclientUnableToEstablishSqlconnection()),
    wrapped(errors.DiskFull()),
    wrapped(errors.OutOfMemory()),
    wrapped(errors.TooManyConnections()),
    wrapped(errors.AdminShutdown()),
    wrapped(errors.CrashShutdown()),
    wrapped(errors.CannotConnectNow()),
    wrapped(errors.IoError()),
    wrapped(errors.ReadOnlySqlTransaction()),
    *(
        wrapped(sqlite(code))
        for code in (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_FULL,
            sqlite3.SQLITE_IOERR_WRITE,
            sqlite3.SQLITE_READONLY_DBMOVED,
        )
    ),
    OSError(errno.ENOSPC, "No space left on device"),
    ExceptionGroup("several", [ValueError(), wrapped(errors.AdminShutdown())]),
]
CONFLICTS = [wrapped(one()) for one in (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable)]
OURS = [
    TypeError(),
    LookupError(),
    FileNotFoundError(errno.ENOENT, "gone"),
    Refused("请先登录"),
    PendingRollbackError(),
    wrapped(errors.UniqueViolation(), IntegrityError),
    wrapped(errors.UndefinedTable(), ProgrammingError),
    wrapped(errors.QueryCanceled()),
    wrapped(sqlite(sqlite3.SQLITE_ERROR)),
    wrapped(sqlite(sqlite3.SQLITE_CONSTRAINT_UNIQUE), IntegrityError),
]
TABLE = [
    *((error, Failure.OUTAGE) for error in OUTAGES),
    *((error, Failure.CONFLICT) for error in CONFLICTS),
    *((error, Failure.OURS) for error in OURS),
]


@pytest.mark.parametrize(("error", "kind"), TABLE, ids=lambda one: one if isinstance(one, str) else repr(one)[:60])
def test_each_class_of_error_has_its_meaning(error: Exception, kind: Failure) -> None:
    assert failure_of(error) is kind
    assert is_passing(error) is (kind is not Failure.OURS)


def test_what_an_outage_led_to_is_an_outage() -> None:
    error = LookupError()
    error.__context__ = wrapped(LOST)
    assert failure_of(error) is Failure.OUTAGE


# Errors of real databases


async def error_of(db: Database, *statements: str) -> DBAPIError:
    async def act() -> None:
        async with db.transaction() as session:
            for statement in statements:
                await session.execute(text(statement))

    with pytest.raises(DBAPIError) as raised:
        await act()
    return raised.value


async def test_what_is_wrong_with_a_statement_is_ours(db: Database) -> None:
    doubled = "INSERT INTO meta VALUES ('one', 'x')"
    assert failure_of(await error_of(db, "SELECT 1 FROM nothing")) is Failure.OURS
    assert failure_of(await error_of(db, doubled, doubled)) is Failure.OURS


async def test_a_server_that_cuts_connections_takes_no_writes_or_cannot_be_reached_is_an_outage(postgres: str) -> None:
    db, away = Database(postgres), Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert failure_of(await error_of(db, "SELECT pg_terminate_backend(pg_backend_pid())")) is Failure.OUTAGE
    assert failure_of(await error_of(db, "SET TRANSACTION READ ONLY", "CREATE TABLE t (x int)")) is Failure.OUTAGE
    assert failure_of(await error_of(away, "SELECT 1")) is Failure.OUTAGE
    await db.close()
    await away.close()


async def write_whatever_happens(db: Database) -> None:
    async with db.transaction() as session:
        try:
            for _ in range(1000):
                await session.execute(text("INSERT INTO meta VALUES (hex(randomblob(16)), hex(randomblob(50000)))"))
        except DBAPIError:
            await session.execute(text("INSERT INTO meta VALUES ('in spite', 'of all')"))


@pytest.mark.parametrize("sickness", SICKNESSES)
@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
async def test_a_disk_that_takes_no_writes_is_an_outage_and_leaves_nothing_half_written(
    db: Database, sickness: Sickness
) -> None:
    """Even if somebody catches the error and goes on: SQLite has rolled back, and would commit each statement."""
    async with SickDisk(db).sick(sickness):
        with pytest.raises((DBAPIError, PendingRollbackError)) as raised:
            await write_whatever_happens(db)
        assert failure_of(raised.value) is Failure.OUTAGE
    async with db.transaction() as session:
        assert (await session.execute(text("SELECT count(*) FROM meta"))).scalar_one() == 0
        await session.execute(text("INSERT INTO meta VALUES ('well', 'again')"))
