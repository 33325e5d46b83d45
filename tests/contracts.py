"""Import contracts by file name, which apply to new files without listing them; import-linter's own contracts only know
modules."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

ROOT = Path(__file__).parents[1]


class PureByName(Contract):
    """Files of ``packages`` import ``forbidden_modules`` neither directly nor indirectly, except files whose names
    match ``except_files``."""

    type_name = "pure_by_name"
    packages = fields.SetField(subfield=fields.StringField())
    except_files = fields.SetField(subfield=fields.StringField())
    forbidden_modules = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        chains = [chain for module in self._held(graph) for chain in self._chains(graph, module)]
        return ContractCheck(kept=not chains, metadata={"chains": chains})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for chain in check.metadata["chains"]:
            output.print_error(" -> ".join(chain))

    def _held(self, graph: ImportGraph) -> Iterator[str]:
        for module in sorted(graph.modules):
            package, _, file = module.partition(".")
            held = package in _words(self.packages) and not _matches(file.rpartition(".")[2], _words(self.except_files))
            if held:
                yield module

    def _chains(self, graph: ImportGraph, module: str) -> Iterator[tuple[str, ...]]:
        for forbidden in sorted(_words(self.forbidden_modules) & graph.modules):
            for target in (forbidden, *sorted(_inside(graph, forbidden))):
                if chain := graph.find_shortest_chain(module, target):
                    yield chain


class NamesByFile(Contract):
    """Files of ``packages`` import only the ``allowed`` names from ``libraries``, except files whose names match
    ``except_files``."""

    type_name = "names_by_file"
    packages = fields.SetField(subfield=fields.StringField())
    except_files = fields.SetField(subfield=fields.StringField())
    libraries = fields.SetField(subfield=fields.StringField())
    allowed = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        files = [file for package in sorted(_words(self.packages)) for file in sorted((ROOT / package).rglob("*.py"))]
        assert files, "a contract that holds nothing"
        held = (file for file in files if not _matches(file.stem, _words(self.except_files)))
        found = [f"{file.relative_to(ROOT)}:{line} {name}" for file in held for line, name in self._imported(file)]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["found"]:
            output.print_error(line)

    def _imported(self, file: Path) -> Iterator[tuple[int, str]]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for name in _names(node):
                if name.partition(".")[0] in _words(self.libraries) and not _matches(name, _words(self.allowed)):
                    yield getattr(node, "lineno", 0), name


def _inside(graph: ImportGraph, module: str) -> set[str]:
    return set() if graph.is_module_squashed(module) else graph.find_descendants(module)


def _names(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), names=names):
            return [f"{module}.{alias.name}" for alias in names]
    return []


def _words(field: object) -> set[str]:
    """import-linter assigns the parsed set to the declared field."""
    return cast(set[str], field)


def _matches(name: str, patterns: set[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)
