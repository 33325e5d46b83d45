"""Documents: PDF, Word and Excel, told apart by content; bombs, macros and locked ones are refused."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from bot.channels.webchat.problems import Problem
from texts.speech import say

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC, XLS = "application/msword", "application/vnd.ms-excel"
ZIP = "application/zip"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")  # the container of Office 97 to 2003

OLE_STREAMS = (("WordDocument", DOC, "doc"), ("Workbook", XLS, "xls"), ("Book", XLS, "xls"))
UNPACKED_LIMIT = 200 * 1024 * 1024  # a document of 10 MB unpacks to some tens of MB; a bomb to gigabytes
ENTRIES_LIMIT = 5_000


def guess(content: bytes) -> str:
    """The media type of what ``filetype`` does not know, empty if it is no document either."""
    return "application/x-ole" if content.startswith(OLE) else PDF if b"%PDF-" in content[:1024] else ""


def is_document(content: bytes, kind: str) -> bool:
    return kind in (PDF, DOCX, XLSX, DOC, XLS, ZIP) or content.startswith(OLE)


def check(content: bytes, kind: str) -> tuple[str, str]:
    """The media type and extension of a document that may be kept."""
    if kind == PDF:
        if b"%%EOF" not in content[-4096:]:
            raise _broken()
        return PDF, "pdf"
    return _check_ole(content) if content.startswith(OLE) else _check_zip(content)


def _check_ole(content: bytes) -> tuple[str, str]:
    """Which program wrote it stands in the container's directory, in UTF-16."""
    for stream, kind, extension in OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            return kind, extension
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Problem(415, "locked", say("这个文件设了密码，请取消密码后再发。"))
    raise _not_office()


def _check_zip(content: bytes) -> tuple[str, str]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise _broken() from error
    names = {entry.filename for entry in entries}
    if len(entries) > ENTRIES_LIMIT or sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        raise Problem(413, "bomb", say("这个文件展开后过大，请另存为较小的文件再发。"))
    if any(entry.endswith("vbaProject.bin") for entry in names):
        raise Problem(415, "macros", say("这个文件带有宏程序，为了安全请另存为不带宏的文件再发。"))
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return DOCX, "docx"
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return XLSX, "xlsx"
    raise _not_office()


def _broken() -> Problem:
    return Problem(415, "broken_document", say("这个文件打不开，可能没有保存完整，请重新保存后再发。"))


def _not_office() -> Problem:
    return Problem(415, "wrong_type", say("压缩包收不了，请把里面的照片、PDF、Word 或 Excel 文件分别发来。"))
