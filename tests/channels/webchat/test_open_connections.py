"""Whoever has too many connections loses its own, oldest first, and nobody else's."""

from dataclasses import dataclass, field

from bot.channels.webchat.open_connections import OpenConnections, Owner

ADDRESS, NEIGHBOUR = Owner("address", "192.0.2.1", 3), Owner("address", "192.0.2.2", 3)
SESSION = Owner("session", "digest", 2)


@dataclass(eq=False)
class Connection:
    is_answering: bool = False
    dropped: list[str] = field(default_factory=list)

    def drop(self, reason: str) -> None:
        self.dropped.append(reason)


def opened(connections: OpenConnections, owner: Owner, count: int) -> list[Connection]:
    found = [Connection() for _ in range(count)]
    for one in found:
        connections.count(one, owner)
    return found


def dropped(connections: list[Connection]) -> list[bool]:
    return [bool(one.dropped) for one in connections]


def test_the_oldest_of_an_address_makes_room_for_its_newest() -> None:
    connections = OpenConnections(100)
    neighbours = opened(connections, NEIGHBOUR, 3)
    many = opened(connections, ADDRESS, 5)
    assert dropped(many) == [True, True, False, False, False]
    assert many[0].dropped == ["address has too many"]
    assert dropped(neighbours) == [False] * 3
    assert len(connections) == 6


def test_what_is_being_answered_goes_last() -> None:
    connections = OpenConnections(100)
    answering = Connection(is_answering=True)
    connections.count(answering, ADDRESS)
    waiting = opened(connections, ADDRESS, 4)
    assert dropped([answering, *waiting]) == [False, True, True, False, False]


def test_who_signs_in_no_longer_counts_for_the_address() -> None:
    connections = OpenConnections(100)
    for number in range(10):
        (one,) = opened(connections, ADDRESS, 1)
        connections.count(one, Owner("session", str(number), 2))
        assert not one.dropped
    assert dropped(opened(connections, ADDRESS, 3)) == [False] * 3


def test_a_session_has_a_limit_of_its_own() -> None:
    connections = OpenConnections(100)
    assert dropped(opened(connections, SESSION, 3)) == [True, False, False]


def test_beyond_the_limit_in_all_whoever_has_most_makes_room() -> None:
    connections = OpenConnections(5)
    first, many = opened(connections, NEIGHBOUR, 1), opened(connections, ADDRESS, 3)
    later = opened(connections, SESSION, 2)
    assert dropped([*first, *many, *later]) == [False, True, False, False, False, False]
    assert many[0].dropped == ["too many in all"]


def test_what_is_closed_is_forgotten() -> None:
    connections = OpenConnections(100)
    for one in opened(connections, ADDRESS, 3):
        connections.discard(one)
        connections.discard(one)
    assert len(connections) == 0
    assert dropped(opened(connections, ADDRESS, 3)) == [False] * 3
