"""What a file is, by its content alone."""

import filetype  # type: ignore[import-untyped]  # it has no types

from bot.files import ole, pdf

HEIC = "image/heic"
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
OLE = "application/x-ole"


def kind_of(content: bytes) -> str:
    """The media type; empty if it is not known."""
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return HEIC
    if content.startswith(ole.SIGNATURE):
        return OLE
    found = filetype.guess(content)
    if found:
        return str(found.mime)
    return pdf.KIND if pdf.SIGNATURE in content[: pdf.HEADER_BYTES] else ""
