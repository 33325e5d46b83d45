"""What a failure means for the work it interrupted: repeat it at once, wait for the database, or look for our bug.

Whatever it means, the transaction was rolled back, so the work can be repeated as a whole.
"""

import errno
import sqlite3
from collections.abc import Iterator
from enum import StrEnum

from sqlalchemy.exc import DBAPIError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Failure(StrEnum):
    CONFLICT = "conflict"  # the database rolled back one of several transactions
    OUTAGE = "outage"  # the database, or the disk below it, cannot work at the moment
    OURS = "ours"  # anything else


CONFLICTS = ("40001", "40P01", "55P03")  # PostgreSQL: serialization failure, deadlock, lock not available
OUTAGES = (
    "08",  # PostgreSQL: the connection failed
    "25006",  # it takes no writes: a standby, until it is promoted
    "53",  # disk full, out of memory, too many connections
    "57P",  # it shuts down, crashed, or is starting
    "58",  # the operating system failed, such as an I/O error
)
SQLITE_OUTAGES = frozenset(
    {
        sqlite3.SQLITE_BUSY,  # for longer than busy_timeout
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_READONLY,
    }
)
SYSTEM_OUTAGES = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN}
)


def failure_of(error: BaseException) -> Failure:
    """Judged by the error and everything that led to it."""
    found = {_kind(one) for one in _chain(error, set())}
    return next(kind for kind in (Failure.OUTAGE, Failure.CONFLICT, Failure.OURS) if kind in found)


def is_passing(error: BaseException) -> bool:
    """Whether the same work may well succeed later, without a change of the program."""
    return failure_of(error) is not Failure.OURS


def _kind(error: BaseException) -> Failure:
    match error:
        case PoolTimeout() | DBAPIError(connection_invalidated=True) | PendingRollbackError(code="8s2b"):
            return Failure.OUTAGE  # the last: the connection was lost, and somebody went on all the same
        case OperationalError() if getattr(error.orig, "sqlstate", "") is None:  # psycopg: no server to give a code
            return Failure.OUTAGE
        case MemoryError():
            return Failure.OUTAGE
        case OSError(errno=number) if number in SYSTEM_OUTAGES:
            return Failure.OUTAGE
    if (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in SQLITE_OUTAGES:  # the low byte is the class
        return Failure.OUTAGE
    return _by_state(getattr(error, "sqlstate", None) or "")


def _by_state(state: str) -> Failure:
    if state.startswith(OUTAGES):
        return Failure.OUTAGE
    return Failure.CONFLICT if state in CONFLICTS else Failure.OURS


def _chain(error: BaseException, seen: set[int]) -> Iterator[BaseException]:
    """The error, its causes, and for a group its members."""
    if id(error) in seen:
        return
    seen.add(id(error))
    yield error
    origin = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    members = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for one in (origin, getattr(error, "orig", None), *members):
        if isinstance(one, BaseException):
            yield from _chain(one, seen)
