"""PDF documents: refused if they are locked, or if opening them would start something."""

import re
import zlib

from bot.files import refusals

KIND = "application/pdf"
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # a name's characters may be written by number
LOCKED = re.compile(rb"/Encrypt\b")
ACTIVE = re.compile(rb"/(?:Launch|JavaScript)\b")
PACKED = re.compile(rb"/ObjStm\b.*?stream\r?\n", re.DOTALL)  # a stream of further objects follows
UNPACKED_LIMIT = 64 * 1024 * 1024  # bytes of objects in all


def check(content: bytes) -> None:
    """Raises ``FileRefused``. Nothing in a locked file can be looked at, so it is refused even if it opens without a
    password."""
    if b"%%EOF" not in content[-4096:]:
        raise refusals.broken_document()
    for part in (content, *_packed(content)):
        part = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)
        if LOCKED.search(part):
            raise refusals.locked_pdf()
        if ACTIVE.search(part):
            raise refusals.active_pdf()


def _packed(content: bytes) -> list[bytes]:
    """The objects that are stored compressed, one element a stream."""
    parts: list[bytes] = []
    left = UNPACKED_LIMIT
    for found in PACKED.finditer(content):
        parts.append(_unpacked(content[found.end() :], left))
        left -= len(parts[-1])
        if left <= 0:
            raise refusals.bomb()
    return parts


def _unpacked(data: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, limit)
    except zlib.error:
        return b""  # compressed in another way, or broken: readers do not read it either
