"""Which updates this process is answering, in a file that outlives it: what was begun again and again and never ended
has probably killed the process each time.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from chats import begun_store
from storage.database import Database

NUMBER_BYTES = 8
SUFFIX = ".begun"


class BegunUpdates:
    """The file is locked as long as the process lives, and as long as that it belongs to nobody else."""

    def __init__(self, folder: Path, process: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"{process}{SUFFIX}"
        self._handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        fcntl.flock(self._handle, fcntl.LOCK_EX)
        self._free: list[int] = []
        self._places = 0

    @contextmanager
    def answering(self, update: int) -> Iterator[None]:
        """Note it down until the context ends. Nothing is synced: the system keeps what a killed process wrote."""
        place = self._free.pop() if self._free else self._new_place()
        os.pwrite(self._handle, update.to_bytes(NUMBER_BYTES, "big"), place)
        try:
            yield
        finally:
            os.pwrite(self._handle, bytes(NUMBER_BYTES), place)
            self._free.append(place)

    def close(self) -> None:
        self._file.unlink(missing_ok=True)
        os.close(self._handle)

    def _new_place(self) -> int:
        self._places += 1
        return (self._places - 1) * NUMBER_BYTES


async def begun_too_often(db: Database, folder: Path) -> list[int]:
    """Count what dead processes were answering, and return the updates that were begun too often. Call at the start."""
    with left_behind(folder) as begun:
        async with db.transaction() as session:
            await begun_store.count_begun(session, begun)
            return await begun_store.held(session)


async def hold_again(db: Database, hold: Callable[[Iterable[int]], None]) -> int:
    """Hold what is held: another process may have stopped before it answered its own."""
    async with db.reading() as session:
        hold(await begun_store.held(session))
    return 0


@contextmanager
def left_behind(folder: Path) -> Iterator[list[int]]:
    """What processes were answering that live no more; each is reported once, and again if the context fails."""
    with ExitStack() as locked:
        files = [file for file in sorted(folder.glob(f"*{SUFFIX}")) if _is_taken(file, locked)]
        yield [update for file in files for update in _numbers(file.read_bytes())]
        for file in files:
            file.unlink(missing_ok=True)


def _is_taken(file: Path, locked: ExitStack) -> bool:
    """Lock it until the stack closes; False if its process lives, or another has taken it."""
    try:
        source = locked.enter_context(file.open("rb"))
        fcntl.flock(source, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (FileNotFoundError, BlockingIOError):
        return False
    return file.exists()


def _numbers(content: bytes) -> list[int]:
    numbers = [content[at : at + NUMBER_BYTES] for at in range(0, len(content), NUMBER_BYTES)]
    return [number for one in numbers if (number := int.from_bytes(one, "big"))]
