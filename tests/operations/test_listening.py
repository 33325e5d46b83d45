"""Addresses are taken first of all, both or none, and nobody else can take them meanwhile."""

import socket

import pytest

from bot.config.model import ServerSection
from bot.operations.listening import AddressTaken, listening
from tests.crash.website import free_port


def is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def test_both_ports_are_taken_until_the_end() -> None:
    settings = ServerSection(port=free_port(), operations_port=free_port())
    with listening(settings):
        assert not is_free(settings.port)
        assert not is_free(settings.operations_port)
    assert is_free(settings.port)
    assert is_free(settings.operations_port)


@pytest.mark.parametrize("taken", ["port", "operations_port"])
def test_a_taken_port_is_named_with_what_to_do_and_the_other_is_left_free(taken: str) -> None:
    settings = ServerSection(port=free_port(), operations_port=free_port())
    number = getattr(settings, taken)
    with (
        socket.create_server(("127.0.0.1", number)),
        pytest.raises(AddressTaken, match=rf"127\.0\.0\.1:{number} 已经被占用.*没有改动任何数据.*\[server\] {taken} "),
        listening(settings),
    ):
        raise AssertionError("it started all the same")
    assert is_free(settings.port)
    assert is_free(settings.operations_port)


def test_an_address_of_another_machine_is_named_too() -> None:
    with pytest.raises(AddressTaken, match="本机没有这个地址"), listening(ServerSection(host="192.0.2.1")):
        raise AssertionError("it started all the same")
