"""Whoever has too many connections loses its own, oldest first, and nobody else's."""

from dataclasses import dataclass, field

from bot.channels.webchat.open_connections import GRACE_SECONDS, OpenConnections, Owner

ADDRESS, NEIGHBOUR = Owner("address", "192.0.2.1", 3), Owner("address", "192.0.2.2", 3)
SESSION = Owner("session", "digest", 2)


@dataclass(eq=False)
class Connection:
    is_waiting: bool = True
    dropped: list[str] = field(default_factory=list)

    def drop(self, reason: str) -> None:
        self.dropped.append(reason)


def opened(
    connections: OpenConnections, owner: Owner, count: int, now: float = 0, waiting: bool = True
) -> list[Connection]:
    found = [Connection(waiting) for _ in range(count)]
    for one in found:
        connections.count(one, owner, now)
    return found


def dropped(connections: list[Connection]) -> list[bool]:
    return [bool(one.dropped) for one in connections]


def test_the_oldest_of_an_address_make_room_for_its_newest() -> None:
    connections = OpenConnections(100)
    neighbours, many = opened(connections, NEIGHBOUR, 3), opened(connections, ADDRESS, 3)
    later = opened(connections, ADDRESS, 2, now=GRACE_SECONDS)
    assert dropped([*many, *later]) == [True, True, False, False, False]
    assert many[0].dropped == ["address has too many"]
    assert dropped(neighbours) == [False] * 3
    assert len(connections) == 6


def test_many_that_come_at_the_same_moment_may_all_send_their_requests() -> None:
    connections = OpenConnections(100)
    crowd = opened(connections, ADDRESS, 50)
    assert dropped(crowd) == [False] * 50
    opened(connections, ADDRESS, 1, now=GRACE_SECONDS)
    assert dropped(crowd) == [True] * 48 + [False] * 2


def test_whoever_waits_for_us_is_not_closed() -> None:
    connections = OpenConnections(100)
    asked, silent = opened(connections, ADDRESS, 3, waiting=False), opened(connections, ADDRESS, 1)
    opened(connections, ADDRESS, 1, now=GRACE_SECONDS)
    assert dropped([*asked, *silent]) == [False, False, False, True]


def test_who_signs_in_no_longer_counts_for_the_address() -> None:
    connections = OpenConnections(100)
    people = opened(connections, ADDRESS, 10)
    for number, one in enumerate(people):
        connections.count(one, Owner("session", str(number), 2), 1)
    opened(connections, ADDRESS, 3, now=9)
    assert dropped(people) == [False] * 10
    assert len(connections) == 13


def test_a_session_has_a_limit_of_its_own() -> None:
    connections = OpenConnections(100)
    assert dropped(opened(connections, SESSION, 2) + opened(connections, SESSION, 1, now=9)) == [True, False, False]


def test_beyond_the_limit_in_all_whoever_has_most_makes_room_at_once() -> None:
    connections = OpenConnections(5)
    first, many = opened(connections, NEIGHBOUR, 1), opened(connections, ADDRESS, 3)
    later = opened(connections, SESSION, 2)
    assert dropped([*first, *many, *later]) == [False, True, False, False, False, False]
    assert many[0].dropped == ["too many in all"]


def test_beyond_the_limit_in_all_even_what_is_answered_is_closed() -> None:
    connections = OpenConnections(3)
    many = opened(connections, ADDRESS, 3, waiting=False)
    assert dropped([*many, *opened(connections, SESSION, 1)]) == [True, False, False, False]


def test_what_is_closed_is_forgotten() -> None:
    connections = OpenConnections(100)
    for one in opened(connections, ADDRESS, 3):
        connections.discard(one)
        connections.discard(one)
    assert len(connections) == 0
    assert dropped(opened(connections, ADDRESS, 4, now=9)) == [False] * 4
