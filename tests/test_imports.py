"""No file needs, by whatever way, a file that needs it."""

import grimp

from tests.docs.test_docs import PACKAGES


def test_no_import_leads_back_to_where_it_began() -> None:
    graph = grimp.build_graph(*PACKAGES)
    circles = [one for one in sorted(graph.modules) if any(_needs(graph, other, one) for other in _needed(graph, one))]
    assert circles == []


def _needed(graph: grimp.ImportGraph, file: str) -> set[str]:
    return graph.find_modules_directly_imported_by(file)


def _needs(graph: grimp.ImportGraph, file: str, other: str) -> bool:
    return file == other or other in graph.find_upstream_modules(file)
