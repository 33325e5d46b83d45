"""Documents: PDF, Word and Excel, recognised by content; zip bombs, macros and encrypted files are refused."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from bot.files import refusals

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC, XLS = "application/msword", "application/vnd.ms-excel"
ZIP = "application/zip"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")  # signature of the container format of Office 97 to 2003

OLE_STREAMS = (("WordDocument", DOC, "doc"), ("Workbook", XLS, "xls"), ("Book", XLS, "xls"))
UNPACKED_LIMIT = 200 * 1024 * 1024  # a document of 10 MB unpacks to some tens of MB, a zip bomb to gigabytes
ENTRIES_LIMIT = 5_000


def guess(content: bytes) -> str:
    """The media type of content that ``filetype`` does not recognise; empty if it is not a document either."""
    return "application/x-ole" if content.startswith(OLE) else PDF if b"%PDF-" in content[:1024] else ""


def is_document(content: bytes, kind: str) -> bool:
    return kind in (PDF, DOCX, XLSX, DOC, XLS, ZIP) or content.startswith(OLE)


def check(content: bytes, kind: str) -> tuple[str, str]:
    """The media type and extension of a document that is accepted; raises ``FileRefused`` otherwise."""
    if kind == PDF:
        if b"%%EOF" not in content[-4096:]:
            raise refusals.broken_document()
        return PDF, "pdf"
    return _check_ole(content) if content.startswith(OLE) else _check_zip(content)


def _check_ole(content: bytes) -> tuple[str, str]:
    """The container's directory names, in UTF-16, the program that wrote the file."""
    for stream, kind, extension in OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            return kind, extension
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refusals.locked()
    raise refusals.archive()


def _check_zip(content: bytes) -> tuple[str, str]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise refusals.broken_document() from error
    names = {entry.filename for entry in entries}
    if len(entries) > ENTRIES_LIMIT or sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        raise refusals.bomb()
    if any(entry.endswith("vbaProject.bin") for entry in names):
        raise refusals.macros()
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return DOCX, "docx"
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return XLSX, "xlsx"
    raise refusals.archive()
