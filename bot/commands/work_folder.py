"""Folders for work in progress. Each is locked while its process lives, so that what a killed process has left behind
is recognised and swept by the next one."""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OF_EARLIER_RELEASES = re.compile(r"\.(backup|restore)-[a-z0-9_]{8}")  # random names, never locked


class InUse(Exception):
    """Another process is working in the folder."""


@contextmanager
def work_folder(folder: Path) -> Iterator[Path]:
    """A new, empty folder, locked, and removed at the end. Raises InUse if another process is working in it."""
    sweep(folder)
    folder.mkdir(mode=0o700)
    with locked(folder):
        try:
            yield folder
        finally:
            shutil.rmtree(folder)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The system drops the lock when the process ends, however it ends."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise InUse(folder) from None
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove the folder if a killed process left it; raises InUse if its process lives."""
    if folder.is_dir():
        with locked(folder):
            shutil.rmtree(folder)


def sweep_beside(place: Path, prefix: str) -> None:
    """Remove what killed processes left in the folder ``place``; what a live process works in stays."""
    for folder in place.glob(f"{prefix}*"):
        if folder.is_dir() and not folder.is_symlink():
            with suppress(InUse):
                sweep(folder)


def sweep_unlocked(place: Path) -> None:
    """Remove what killed processes of earlier releases left in the folder ``place``."""
    for folder in place.iterdir() if place.is_dir() else ():
        if OF_EARLIER_RELEASES.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
            with suppress(InUse):
                sweep(folder)
