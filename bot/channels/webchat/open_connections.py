"""Which connections are open, each counted for a session, an address or the proxy, and which of them makes room.

A newcomer is never refused, because nobody can know who it is before its request has come: the oldest connection of
whoever has too many is closed instead, first one that only waits. So half requests crowd out half requests.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a connection is counted for, and how many of these there may be."""

    kind: str  # session, address or proxy
    name: str
    limit: int


class Counted(Protocol):
    @property
    def is_answering(self) -> bool:
        """Whether its request is complete and the response under way."""

    def drop(self, reason: str) -> object:
        """Close it at once."""


class OpenConnections:
    def __init__(self, limit: int) -> None:
        self._limit = limit  # in all
        self._owners: dict[Counted, Owner] = {}
        self._owned: dict[Owner, dict[Counted, None]] = {}  # oldest first

    def __len__(self) -> int:
        return len(self._owners)

    def count(self, connection: Counted, owner: Owner) -> None:
        """Count the connection for ``owner``, and no longer for the one before."""
        if self._owners.get(connection) == owner:
            return
        self.discard(connection)
        self._owners[connection] = owner
        self._owned.setdefault(owner, {})[connection] = None
        if len(self._owned[owner]) > owner.limit:
            self._close_one(owner, f"{owner.kind} has too many")
        if len(self._owners) > self._limit:
            self._close_one(max(self._owned, key=lambda owner: len(self._owned[owner])), "too many in all")

    def discard(self, connection: Counted) -> None:
        owner = self._owners.pop(connection, None)
        if owner is not None:
            del self._owned[owner][connection]
            if not self._owned[owner]:
                del self._owned[owner]

    def _close_one(self, owner: Owner, reason: str) -> None:
        owned = self._owned[owner]
        oldest = next((one for one in owned if not one.is_answering), next(iter(owned)))
        self.discard(oldest)
        oldest.drop(reason)
