"""Which connections are open, each counted for a session, an address or the proxy, and which of them makes room.

A newcomer is never refused, because nobody can know who it is before its request has come. Where there are too many,
the oldest that keeps us waiting is closed instead: half requests crowd out half requests, and a hundred pages of one
office that come back at the same moment, each with a whole request, crowd out nobody.
"""

from dataclasses import dataclass
from typing import Protocol

GRACE_SECONDS = 2.0  # so long anything may be on its way


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a connection is counted for, and how many of these there may be."""

    kind: str  # session, address or proxy
    name: str
    limit: int


class Counted(Protocol):
    @property
    def is_waiting(self) -> bool:
        """Whether it is the other side's turn: to send its request, or to read the response."""

    def drop(self, reason: str) -> object:
        """Close it at once."""


class OpenConnections:
    """``now`` is in seconds of any clock that never goes back."""

    def __init__(self, limit: int) -> None:
        self.grace_seconds = GRACE_SECONDS
        self._limit = limit  # in all
        self._owners: dict[Counted, Owner] = {}
        self._owned: dict[Owner, dict[Counted, float]] = {}  # since when it is counted, oldest first

    def __len__(self) -> int:
        return len(self._owners)

    def count(self, connection: Counted, owner: Owner, now: float) -> None:
        """Count the connection for ``owner``, and no longer for the one before."""
        if self._owners.get(connection) == owner:
            return
        self.discard(connection)
        self._owners[connection] = owner
        self._owned.setdefault(owner, {})[connection] = now
        self._make_room(owner, now - self.grace_seconds)
        if len(self._owners) > self._limit:
            most = max(self._owned, key=lambda owner: len(self._owned[owner]))
            self._drop(self._oldest_waiting(most, now) or next(iter(self._owned[most])), "too many in all")

    def discard(self, connection: Counted) -> None:
        owner = self._owners.pop(connection, None)
        if owner is not None:
            del self._owned[owner][connection]
            if not self._owned[owner]:
                del self._owned[owner]

    def _make_room(self, owner: Owner, until: float) -> None:
        while len(self._owned[owner]) > owner.limit:
            oldest = self._oldest_waiting(owner, until)
            if oldest is None:
                return
            self._drop(oldest, f"{owner.kind} has too many")

    def _oldest_waiting(self, owner: Owner, until: float) -> Counted | None:
        for connection, since in self._owned[owner].items():
            if since > until:
                return None
            if connection.is_waiting:
                return connection
        return None

    def _drop(self, connection: Counted, reason: str) -> None:
        self.discard(connection)
        connection.drop(reason)
