"""Files by content: each is stored once, under the digest of its content."""

import os
import re
import tempfile
from hashlib import sha256
from pathlib import Path

DIGEST = re.compile(r"[0-9a-f]{64}")


class FileStore:
    """A folder of immutable files, spread over 256 subfolders. It blocks: call it in a thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Store ``content`` so that it survives a power cut; returns its digest. Storing it again has no effect."""
        digest = sha256(content).hexdigest()
        target = self.path(digest)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, content)
            _sync_folder(self.folder)
        return digest

    def read(self, digest: str) -> bytes:
        return self.path(digest).read_bytes()

    def path(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest):
            raise ValueError(f"not a digest: {digest!r}")
        return self.folder / digest[:2] / digest


def write_whole(target: Path, content: bytes) -> None:
    """Write a temporary file in the same folder and rename it, so that nobody ever reads half a file."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable; Windows has no call for this and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
