"""Word and Excel files of Office 97 to 2003: only streams that are known to hold nothing that runs are let through."""

import struct
from io import BytesIO

import olefile  # type: ignore[import-untyped]  # it has no types

from bot.files import fields, refusals

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
DOC, XLS = "application/msword", "application/vnd.ms-excel"

PROPERTIES = {"\x05summaryinformation", "\x05documentsummaryinformation", "\x01compobj", "\x01ole", "msodatastore"}
SIGNED = {"_signatures", "_xmlsignatures"}
WORD = {"worddocument", "0table", "1table", "data", "wpscustomdata"} | PROPERTIES | SIGNED
EXCEL = {"workbook", "book", "user names", "revision log", "_sx_db_cur", "etextdata"} | PROPERTIES | SIGNED
MACROS = {"macros", "_vba_project_cur", "vba", "_vba_project", "project"}

ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200  # flags in a Word file's header
FLAGS_AT, TEMPLATE_AT = 0x0A, 0x19A  # where that header has its flags, and the place of the names of associated files
BEGIN, SHEET, LOCK, LINK = 0x809, 0x85, 0x2F, 0x1AE  # records of a workbook
MACRO_SHEETS, MACRO_BEGINNINGS = (1, 6), (0x40, 6)
OWN_SHEETS = (0x0401, 0x3A01)  # a link to the workbook itself, or to functions of an add-in


def check(content: bytes) -> tuple[str, str]:
    """The media type and extension; raises ``FileRefused``, and olefile's errors for a broken file."""
    with olefile.OleFileIO(BytesIO(content)) as file:
        paths = [[part.lower() for part in path] for path in file.listdir(streams=True, storages=True)]
        roots = {path[0] for path in paths}
        if "worddocument" in roots:
            _check_word(file, paths)
            return DOC, "doc"
        if roots & {"workbook", "book"}:
            _check_excel(file, paths)
            return XLS, "xls"
    raise _other(roots)


def _check_word(file: olefile.OleFileIO, paths: list[list[str]]) -> None:
    _check_entries(paths, WORD)
    document = file.openstream("WordDocument").read()
    fields.check_old(document)
    header = document[:0x200]
    (flags,) = struct.unpack_from("<H", header, FLAGS_AT)
    if flags & ENCRYPTED:
        raise refusals.locked()
    at, size = struct.unpack_from("<II", header, TEMPLATE_AT)
    template = _template(_table(file, flags)[at : at + size])
    if "://" in template or template.startswith("\\\\"):
        raise refusals.linked()


def _table(file: olefile.OleFileIO, flags: int) -> bytes:
    name = "1Table" if flags & SECOND_TABLE else "0Table"
    return bytes(file.openstream(name).read()) if file.exists(name) else b""


def _template(names: bytes) -> str:
    """The second of a document's names of associated files: FFFF, how many, and each with its length before it."""
    at = 6
    for wanted in (False, True):
        (length,) = struct.unpack_from("<H", names, at) if len(names) >= at + 2 else (0,)
        if wanted:
            return names[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "ignore")
        at += 2 + 2 * length
    return ""


def _check_excel(file: olefile.OleFileIO, paths: list[list[str]]) -> None:
    _check_entries(paths, EXCEL)
    for name in ("Workbook", "Book"):
        if file.exists(name):
            _check_records(file.openstream(name).read())


def _check_records(records: bytes) -> None:
    """All records, those of the sheets too: each its kind, its length and that many bytes."""
    at = 0
    while at + 4 <= len(records):
        kind, size = struct.unpack_from("<HH", records, at)
        _check_record(kind, records[at + 4 : at + 4 + min(size, 8)])
        at += 4 + size


def _check_record(kind: int, start: bytes) -> None:
    if kind == LOCK:
        raise refusals.locked()
    if kind == SHEET and len(start) > 5 and start[5] in MACRO_SHEETS:
        raise refusals.macros()
    if kind == BEGIN and len(start) > 3 and struct.unpack_from("<H", start, 2)[0] in MACRO_BEGINNINGS:
        raise refusals.macros()
    if kind == LINK and len(start) > 3:
        sheets, length = struct.unpack_from("<HH", start)
        if sheets == 0 and length not in OWN_SHEETS:  # another program, by DDE or OLE
            raise refusals.linked()


def _check_entries(paths: list[list[str]], known: set[str]) -> None:
    if any(part in MACROS for path in paths for part in path):
        raise refusals.macros()
    empty_pool = sum(path[0] == "objectpool" for path in paths) == 1  # which Word leaves behind
    if any(path[0] not in known and not (empty_pool and path == ["objectpool"]) for path in paths):
        raise refusals.embedded()


def _other(roots: set[str]) -> refusals.FileRefused:
    if "encryptedpackage" in roots:
        return refusals.locked()
    if "powerpoint document" in roots:
        return refusals.old_slides()
    if "__properties_version1.0" in roots:
        return refusals.mail()
    return refusals.wrong_type()
