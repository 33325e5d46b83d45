"""The contracts by file name see what breaks them."""

from collections.abc import Iterable

from grimp import ImportGraph

from tests.contracts import NamesByFile, PureByName

PURE = {"packages": ["talks"], "except_files": ["*store", "*service"], "forbidden_modules": ["storage", "sqlalchemy"]}
SQL = {"libraries": ["sqlalchemy"], "allowed": ["sqlalchemy.ext.asyncio.AsyncSession"]}


def graph(*imports: tuple[str, str]) -> ImportGraph:
    made = ImportGraph()
    for module in ("talks", "talks.rules", "talks.talk_store", "storage", "storage.tables", "sqlalchemy"):
        made.add_module(module)
    for importer, imported in imports:
        made.add_import(importer=importer, imported=imported)
    return made


def chains(made: ImportGraph) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = PureByName("pure", {}, PURE).check(made, verbose=False).metadata["chains"]
    return found


def names(packages: Iterable[str], except_files: Iterable[str]) -> list[str]:
    options = {**SQL, "packages": list(packages), "except_files": list(except_files)}
    found: list[str] = NamesByFile("names", {}, options).check(graph(), verbose=False).metadata["found"]
    return found


def test_what_takes_a_session_may_reach_the_database() -> None:
    assert chains(graph(("talks.talk_store", "sqlalchemy"), ("talks.talk_store", "storage.tables"))) == []


def test_a_decision_may_not_by_whatever_way() -> None:
    through = ("talks.rules", "talks.talk_store", "sqlalchemy")
    assert chains(graph(("talks.rules", "storage.tables"))) == [("talks.rules", "storage.tables")]
    assert chains(graph(through[:2], through[1:])) == [through]


def test_nor_may_what_stands_in_the_package_itself() -> None:
    assert chains(graph(("talks", "sqlalchemy"))) == [("talks", "sqlalchemy")]


def test_sql_is_found_outside_of_stores() -> None:
    assert names(["outbox"], ["*store"]) == []
    found = names(["outbox"], ["nothing"])
    assert found
    assert all("outbox/store.py" in one for one in found)
    assert not any(one.endswith("AsyncSession") for one in found)
