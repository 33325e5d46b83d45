"""No file needs, by whatever way, a file that needs it; and no subject is forgotten where none may be imported."""

import grimp

from tests.project import PACKAGES, contract

NO_SUBJECT = {"bot", "chats", "migrations", "outbox", "people", "storage", "texts", "workdays"}


def test_no_import_leads_back_to_where_it_began() -> None:
    graph = grimp.build_graph(*PACKAGES)
    circles = [one for one in sorted(graph.modules) if any(_needs(graph, other, one) for other in _needed(graph, one))]
    assert circles == []


def test_what_must_not_lose_a_message_imports_no_subject_package() -> None:
    held = contract("A new subject cannot break what must not lose a message")
    assert set(held["forbidden_modules"]) == set(PACKAGES) - NO_SUBJECT


def _needed(graph: grimp.ImportGraph, file: str) -> set[str]:
    return graph.find_modules_directly_imported_by(file)


def _needs(graph: grimp.ImportGraph, file: str, other: str) -> bool:
    return file == other or other in graph.find_upstream_modules(file)
