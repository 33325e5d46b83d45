"""Word, Excel and PowerPoint files of today, and OFD: zip files whose parts are all known to hold nothing that runs."""

import re
from io import BytesIO
from xml.etree import ElementTree as XML
from zipfile import ZipFile, ZipInfo

from bot.files import fields, ole, pdf, refusals

SIGNATURE = b"PK\x03\x04"
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = f"{OFFICE}wordprocessingml.document"
XLSX = f"{OFFICE}spreadsheetml.sheet"
PPTX = f"{OFFICE}presentationml.presentation"
OFD = "application/ofd"
MAIN = {  # content type of the part that makes a file what it is
    f"{DOCX}.main+xml": (DOCX, "docx"),
    f"{XLSX}.main+xml": (XLSX, "xlsx"),
    f"{PPTX}.main+xml": (PPTX, "pptx"),
}
TEMPLATES = re.compile(r"\.(?:template|slideshow)\.main\+xml$")
BINARY_SHEET = "application/vnd.ms-excel.sheet.binary.macroenabled.main"

TYPES = "[Content_Types].xml"
KNOWN = re.compile(  # content types that hold text, numbers, pictures or fonts
    r"application/xml|text/xml|text/plain|application/inkml\+xml|image/[\w.+-]+|application/x-font-ttf|application/x-fontdata"
    r"|application/vnd\.openxmlformats-(?:officedocument|package)\.(?!oleobject|activex|vbaproject|spreadsheetml\.(?:connections|querytable))[\w.+-]+"
    r"|application/vnd\.wps-officedocument\.[\w.-]+\+xml"
    r"|application/vnd\.ms-(?:office|word|excel|powerpoint)\.(?![\w.-]*(?:macro|vba|activex|keymap|webextension))[\w.-]+\+xml"
)
MACROS = re.compile(r"macro|vba|activex|keymap")
RUNS = re.compile(
    r"/(?:vbaProject|wordVbaData|oleObject|control|activeXControlBinary|xl\w*macrosheet|keyMap\w*)$", re.I
)
OFD_PARTS = re.compile(r"\.(?:xml|png|jpe?g|jb2|bmp|gif|tiff?|ttf|ttc|otf|cff|esl|dat|pdf|xbrl|txt)$", re.IGNORECASE)
OWN_DISK = re.compile(r"(?:file:///?)?[A-Za-z]:|(?!//|\\\\)[^:]*$")
LOCAL = re.compile(r"/(?:attachedTemplate|externalLinkPath)$")  # on the author's disk; the reader has no such file
LINK = re.compile(r"/hyperlink$")  # opened only when a reader taps it

ENTRIES_LIMIT = 5_000
UNPACKED_LIMIT = 200 * 1024 * 1024  # a document of 10 MB unpacks to some tens of MB, a zip bomb to gigabytes
XML_LIMIT = 2 * 1024 * 1024
CHUNK_BYTES = 256 * 1024
DEPTH = 2  # a chart carries its table as a file of its own


def check(content: bytes, depth: int = DEPTH) -> tuple[str, str]:
    """The media type and extension; raises ``FileRefused``, and errors of the zip and XML readers for a broken file."""
    with ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES_LIMIT:
            raise refusals.bomb()
        if any(entry.flag_bits & 1 for entry in entries):
            raise refusals.locked()
        _check_contents(archive, entries, depth)
        names = _names(entries)
        if TYPES in names:
            return _check_office(archive, names)
        if "OFD.xml" in names:
            _check_ofd(names)
            return OFD, "ofd"
    raise refusals.archive()


def _names(entries: list[ZipInfo]) -> set[str]:
    """Of two parts whose names differ in case only, or not at all, programs may read the one that we do not."""
    names = {entry.filename for entry in entries}
    if len({name.replace("\\", "/").lower() for name in names}) < len(entries):
        raise refusals.broken_document()
    return names


def _check_ofd(names: set[str]) -> None:
    if any(not name.endswith("/") and not OFD_PARTS.search(name) for name in names):
        raise refusals.embedded()


def _check_contents(archive: ZipFile, entries: list[ZipInfo], depth: int) -> None:
    """Every part is unpacked, for the sizes that a zip file states may be false."""
    left = UNPACKED_LIMIT
    for entry in entries:
        start, size = _unpacked(archive, entry, left)
        left -= size
        if start.startswith(ole.SIGNATURE):
            raise refusals.embedded()
        if start.startswith(SIGNATURE):
            _check_inner(archive, entry, depth)
        if pdf.SIGNATURE in start:
            pdf.check(archive.read(entry))


def _unpacked(archive: ZipFile, entry: ZipInfo, limit: int) -> tuple[bytes, int]:
    """How a part begins, and its size; refused beyond ``limit`` bytes."""
    start, size = b"", 0
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK_BYTES):
            start, size = start or chunk[: pdf.HEADER_BYTES], size + len(chunk)
            if size > limit:
                raise refusals.bomb()
    return start, size


def _check_inner(archive: ZipFile, entry: ZipInfo, depth: int) -> None:
    """A document inside the document has to be acceptable itself."""
    if depth == 1:
        raise refusals.embedded()
    check(archive.read(entry), depth - 1)


def _check_office(archive: ZipFile, names: set[str]) -> tuple[str, str]:
    types_of = _content_types(archive, names)
    types = set(types_of.values())
    if BINARY_SHEET in types:
        raise refusals.binary_sheet()
    for unknown in (one for one in types if not KNOWN.fullmatch(one)):
        raise refusals.macros() if MACROS.search(unknown) else refusals.embedded()
    for name in names:
        if name.lower().endswith(".rels"):
            _check_relationships(_xml(archive, name))
        if name.lower().endswith(".xml") or types_of.get(name, "").endswith(("+xml", "/xml")):
            with archive.open(name) as part:
                fields.check(part)
    if any(TEMPLATES.search(one) for one in types):
        raise refusals.template()
    found = [MAIN[one] for one in types if one in MAIN]
    if len(found) != 1:
        raise refusals.wrong_type()
    return found[0]


def _content_types(archive: ZipFile, names: set[str]) -> dict[str, str]:
    """By part, and for those that are listed without a part by what they are listed for."""
    found = {
        one.get("PartName", one.get("Extension", "")): one.get("ContentType", "").partition(";")[0].strip().lower()
        for one in _xml(archive, TYPES)
    }
    return found | {name: found[f"/{name}"] for name in names if f"/{name}" in found}


def _check_relationships(relationships: XML.Element) -> None:
    for one in relationships:
        kind = one.get("Type", "")
        if RUNS.search(kind):
            raise refusals.macros() if "vba" in kind.lower() or "macro" in kind.lower() else refusals.embedded()
        if one.get("TargetMode") == "External" and not _is_harmless(kind, one.get("Target", "")):
            raise refusals.linked()


def _is_harmless(kind: str, target: str) -> bool:
    return bool(LINK.search(kind) or (LOCAL.search(kind) and OWN_DISK.match(target)))


def _xml(archive: ZipFile, name: str) -> XML.Element:
    with archive.open(name) as part:
        text = part.read(XML_LIMIT + 1)
    if len(text) > XML_LIMIT or b"<!DOCTYPE" in text:
        raise refusals.broken_document()
    return XML.fromstring(text)  # noqa: S314  # without a document type there is nothing that could grow
