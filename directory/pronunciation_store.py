"""Pronunciations on disk, so that the next start need not compute them: a file named by the digest of its content.

Whatever is missing, damaged or of another version is computed again; a folder that cannot be written to stops nothing.
"""

from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

from directory.grams import Grams
from directory.pronunciation import Pronunciation, keep, kept
from storage.files import write_whole

COLUMNS = ("spelt", "initials", "sounded", "blurred")
SUFFIX = ".pronunciation.npz"
CHECKSUM_BYTES = 32  # at the beginning of the file, of all that follows


class Damaged(ValueError):
    """The file is not as it was written."""


log = structlog.get_logger()


def load(folder: Path) -> None:
    """Remember what an earlier process has kept; under another digest nobody asks for it."""
    for file in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            keep(file.name.removesuffix(SUFFIX), _read(file))
        except (OSError, Damaged) as error:
            log.warning("pronunciation on disk is not readable", file=file.name, error=type(error).__name__)
            with suppress(OSError):
                file.unlink()  # so that ``save`` writes it anew


def save(folder: Path) -> None:
    """Keep the one computed last, in place of all others."""
    digest, pronunciation = list(kept().items())[-1]
    target = folder / f"{digest}{SUFFIX}"
    if target.exists():
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(target, _written(pronunciation))
        for other in set(folder.glob(f"*{SUFFIX}")) - {target}:
            other.unlink(missing_ok=True)
    except OSError as error:
        log.info("pronunciation is not kept on disk", folder=str(folder), error=type(error).__name__)


def _read(file: Path) -> Pronunciation:
    stored = file.read_bytes()
    checksum, content = stored[:CHECKSUM_BYTES], stored[CHECKSUM_BYTES:]
    if sha256(content).digest() != checksum:
        raise Damaged
    with np.load(BytesIO(content), allow_pickle=False) as arrays:
        spelt, initials, sounded, blurred, pieces = (_from_bytes(arrays[name]) for name in (*COLUMNS, "pieces"))
        grams = Grams(pieces, arrays["rows"], arrays["ends"], arrays["sums"])
        return Pronunciation(arrays["texts"], spelt, initials, sounded, blurred, grams)


def _written(pronunciation: Pronunciation) -> bytes:
    lines: dict[str, Any] = {name: _to_bytes(getattr(pronunciation, name)) for name in COLUMNS}
    grams: dict[str, Any] = {"pieces": _to_bytes(pronunciation.grams.pieces), **pronunciation.grams.arrays()}
    content = BytesIO()
    np.savez(content, texts=pronunciation.texts, **lines, **grams)
    return sha256(content.getvalue()).digest() + content.getvalue()


def _to_bytes(column: list[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(column).encode("utf-8", "surrogatepass"), np.uint8)


def _from_bytes(stored: NDArray[np.uint8]) -> list[str]:
    content = stored.tobytes().decode("utf-8", "surrogatepass")
    return content.split("\n") if content else []
