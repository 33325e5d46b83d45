"""Transaction conflicts: the database rolled one of them back, and it can simply be retried."""

from sqlalchemy.exc import DBAPIError, OperationalError

RETRY_SECONDS = 0.01
UNDONE = {"40001", "40P01", "55P03"}  # PostgreSQL: serialization failure, deadlock, lock not available


def is_conflict(error: BaseException) -> bool:
    if isinstance(error, OperationalError) and "database is locked" in str(error):
        return True
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in UNDONE
