"""Engine selection for channel tests: those with SQL of their own run on both, the rest on PostgreSQL only in soak."""

from pathlib import Path

import pytest

WITH_SQL_OF_THEIR_OWN = (
    "test_files",
    "test_files_in",
    "test_hearing_storing",
    "test_menus",
    "test_outages",
    "test_sessions",
    "test_talking",
)


@pytest.hookimpl(tryfirst=True)  # before marks are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        here = Path(__file__).parent in item.path.parents and item.path.stem not in WITH_SQL_OF_THEIR_OWN
        if here and isinstance(item, pytest.Function) and _engine(item) == "postgres":
            item.add_marker(pytest.mark.soak)


def _engine(item: pytest.Function) -> object:
    return item.callspec.params.get("db") if hasattr(item, "callspec") else None
