"""Files by content: each is stored once, under the digest of its content."""

import fcntl
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from storage.disk import FULL_BELOW_BYTES, free_bytes

DIGEST = re.compile(r"[0-9a-f]{64}")
REMOVED = "removed"
UNFINISHED = ".new-"


class FileStore:
    """A folder of immutable files, spread over 256 subfolders. It blocks: call it in a thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has_room(self) -> bool:
        """Whether the disk has room for more files."""
        return free_bytes(self.folder) >= FULL_BELOW_BYTES

    def put(self, content: bytes) -> str:
        """Store ``content`` so that it survives a power cut; returns its digest. Storing it again makes it new."""
        digest = sha256(content).hexdigest()
        target = self.path(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target.parent):
            if target.exists():
                os.utime(target)
            else:
                write_whole(target, content)
                sync_folder(self.folder)
        return digest

    def read(self, digest: str) -> bytes:
        return self.path(digest).read_bytes()

    def path(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest):
            raise ValueError(f"not a digest: {digest!r}")
        return self.folder / digest[:2] / digest

    def older_than(self, moment: datetime) -> Iterator[list[str]]:
        """The digests of files that were stored before ``moment``, a subfolder at a time."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            yield [file.name for file in folder.iterdir() if DIGEST.fullmatch(file.name) and _is_older(file, moment)]

    def remove(self, digest: str, stored_before: datetime) -> bool:
        """Move a file aside, where it can be found until ``clear``. False if it was stored again meanwhile."""
        file = self.path(digest)
        with _locked(file.parent):
            if not _is_older(file, stored_before):
                return False
            aside = self.folder / REMOVED / digest
            aside.parent.mkdir(exist_ok=True)
            os.utime(file)  # when it was removed
            file.replace(aside)
        return True

    def clear(self, removed_before: datetime, begun_before: datetime) -> None:
        """Delete what was moved aside before one moment, and half files that a process left behind before another."""
        for file in (self.folder / REMOVED).glob("*"):
            if _is_older(file, removed_before):
                file.unlink(missing_ok=True)
        for file in self.folder.glob(f"*/{UNFINISHED}*"):
            if _is_older(file, begun_before):
                file.unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Only one process or thread at a time stores or removes files of the subfolder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _is_older(file: Path, moment: datetime) -> bool:
    try:
        return file.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


def write_whole(target: Path, content: bytes) -> None:
    """Write a temporary file in the same folder and rename it, so that nobody ever reads half a file."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the new name itself durable; Windows has no call for this and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
