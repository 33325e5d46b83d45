"""The addresses that this process serves: taken before anything else, so that a second process touches nothing."""

import errno
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bot.config.model import ServerSection

LOOPBACK = "127.0.0.1"
BACKLOG = 2048  # connections that wait until the server is built


class AddressTaken(Exception):
    """The process cannot serve at an address; the message says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Sockets that listen already; whoever connects waits until the server is built."""

    public: list[socket.socket]
    operations: list[socket.socket]


@contextmanager
def listening(settings: ServerSection) -> Iterator[Listening]:
    """Listen until the end of the context; raises AddressTaken."""
    with ExitStack() as stack:
        public = _listen(stack, settings.host, settings.port, "port")
        yield Listening(public, _listen(stack, LOOPBACK, settings.operations_port, "operations_port"))


def _listen(stack: ExitStack, host: str, port: int, setting: str) -> list[socket.socket]:
    """One socket for each address that the name has on this machine."""
    try:
        found = dict.fromkeys(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE))
        return [
            stack.enter_context(socket.create_server(address[:2], family=family, backlog=BACKLOG))
            for family, _, _, _, address in found
        ]
    except OSError as error:
        raise AddressTaken(_explained(error, f"{host}:{port}", setting)) from error


def _explained(error: OSError, address: str, setting: str) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"{address} 已经被占用，没有启动，也没有改动任何数据。可能亲清已经在运行：请直接使用它，或先停止它；"
                f"要同时运行别的程序，请把 [server] {setting} 改成空闲的端口。"
            )
        case errno.EACCES:
            return f"{address}：当前账号不能使用这个端口，没有启动。请把 [server] {setting} 改成 1024 以上的端口。"
    return f"{address}：本机没有这个地址，没有启动（{error.strerror}）。请核对 [server] 的 host 和 {setting}。"
