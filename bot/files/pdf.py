"""PDF documents: refused if they are locked, or if opening them would start or fetch something."""

import re
import zlib
from collections.abc import Iterator

from bot.files import refusals

KIND = "application/pdf"
SIGNATURE, HEADER_BYTES = b"%PDF-", 1024  # which begins within so many bytes
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # a name's characters may be written by number
LOCKED = re.compile(rb"/Encrypt\b")
ACTIVE = re.compile(rb"/(?:Launch|JavaScript|GoToR|GoToE|ImportData|RichMedia|SubmitForm|XFA)\b")
PROGRAM = re.compile(rb"\.(?:exe|com|scr|bat|cmd|js|jse|vbs|vbe|hta|lnk|ps1|jar|msi)\s*$", re.IGNORECASE)
FILE_NAME = re.compile(rb"/U?F\s*(?:\(([^()]{0,400})\)|<([0-9A-Fa-f\s]{0,1600})>)")
PACKED = re.compile(
    rb"/(?:O|#4[Ff])(?:b|#62)(?:j|#6[Aa])(?:S|#53)(?:t|#74)(?:m|#6[Dd])\b"
)  # ObjStm: objects compressed
STREAM = re.compile(rb">>\s*stream\r?\n")
DICTIONARY = re.compile(rb"obj\s*<<[^()%]*$")  # holds names, numbers and references: a string could hide where it ends
OTHER_FILTERS = re.compile(rb"Hex|85|LZW|RunLength|DecodeParms|/DP\b|Crypt")
DICTIONARY_BYTES = 4096  # around the name, where the stream's dictionary begins and ends
MAX_PACKED = 20_000
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
        if ACTIVE.search(part) or any(PROGRAM.search(name) for name in _file_names(part)):
            raise refusals.active_pdf()


def _file_names(part: bytes) -> Iterator[bytes]:
    """The names of attached and other files, in whichever way they are written."""
    for found in FILE_NAME.finditer(part):
        digits = b"".join((found[2] or b"").split())
        name = found[1] or bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
        yield name.replace(b"\0", b"")  # of UTF-16 the plain letters are left


def _packed(content: bytes) -> Iterator[bytes]:
    """The objects that are stored compressed, one element a stream."""
    left = UNPACKED_LIMIT
    for count, found in enumerate(PACKED.finditer(content)):
        part = _unpacked(content, found.start(), left)
        left -= len(part)
        if left <= 0 or count > MAX_PACKED:
            raise refusals.bomb()
        yield part


def _unpacked(content: bytes, name_at: int, limit: int) -> bytes:
    """What cannot be unpacked in the usual way is refused: some reader may know how."""
    stream = STREAM.search(content, name_at, name_at + DICTIONARY_BYTES)
    if stream is None:
        raise refusals.odd_pdf()
    earliest = max(0, name_at - DICTIONARY_BYTES)
    begin = max(content.rfind(b"obj", earliest, name_at), earliest)
    dictionary = content[begin : stream.start()]
    if not DICTIONARY.match(dictionary) or OTHER_FILTERS.search(dictionary):
        raise refusals.odd_pdf()
    if b"Filter" not in dictionary and b"#" not in dictionary:
        return b""  # not compressed, so it was looked at already
    try:
        return zlib.decompressobj().decompress(memoryview(content)[stream.end() :], limit)
    except zlib.error as error:
        raise refusals.odd_pdf() from error
