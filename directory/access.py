"""Who may search the directory: everybody."""

from people.access import Operation, Scope
from people.model import Role

SEARCH_DIRECTORY = Operation(
    "search_directory", "search the directory 找单位", {Role.ENTREPRENEUR: frozenset({Scope.ANY})}
)
