"""Office files for tests, written part by part: packages of today, and compound files of Office 97 to 2003."""

import struct
from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX, PPTX = "wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation"
MAIN_PARTS = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml", PPTX: "ppt/presentation.xml"}
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5


def package(
    kind: str = DOCX,
    parts: Mapping[str, bytes] = {},  # never changed
    types: Mapping[str, str] = {},
    links: str = "",
    main: str = "",
) -> bytes:
    """A document with further ``parts``, their content ``types`` by name, and ``links`` inside its relationships."""
    named = MAIN_PARTS[kind]
    overrides = {named: main or f"{OFFICE}{kind}.main+xml", **types}
    listed = "".join(f'<Override PartName="/{name}" ContentType="{one}"/>' for name, one in overrides.items())
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        archive.writestr("[Content_Types].xml", f"<Types>{rels}{listed}</Types>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr(named, "<document/>")
        archive.writestr(f"{named.split('/')[0]}/_rels/main.xml.rels", f"<Relationships>{links}</Relationships>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def link(kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="r1" Type="{RELATIONSHIPS}/{kind}" Target="{target}"{mode}/>'


def compound(streams: Mapping[str, bytes], storages: Sequence[str] = ()) -> bytes:
    """A compound file with these streams, and empty storages. Streams are padded to be no mini streams."""
    sectors: list[bytes] = []
    chains: list[int] = []
    entries = [_entry("Root Entry", ROOT, child=1, start=END)]
    names = [*streams, *storages]
    for at, name in enumerate(names, 1):
        right = at + 1 if at < len(names) else FREE
        if name in storages:
            entries.append(_entry(name, STORAGE, right=right))
            continue
        content = streams[name].ljust(4096, b"\0")
        entries.append(_entry(name, STREAM, right=right, start=_append(content, sectors, chains), size=len(content)))
    entries += [bytes(128)] * (-len(entries) % 4)
    first = _append(b"".join(entries), sectors, chains)
    return _header(first, len(sectors)) + b"".join(sectors) + _table(chains)


def _append(content: bytes, sectors: list[bytes], chains: list[int]) -> int:
    """Its first sector."""
    start = len(sectors)
    sectors += [content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR)]
    chains += [*range(start + 1, len(sectors)), END]
    return start


def _table(chains: list[int]) -> bytes:
    table = struct.pack(f"<{len(chains) + 1}I", *chains, FAT)
    assert len(table) <= SECTOR, "too large for one sector of the table"
    return table.ljust(SECTOR, b"\xff")


def _header(directory: int, table: int) -> bytes:
    signature = bytes.fromhex("D0CF11E0A1B11AE1")
    sizes = (0x3E, 3, 0xFFFE, 9, 6)
    places = (0, 1, directory, 0, 4096, END, 0, END, 0)
    return struct.pack("<8s16x5H6x9I", signature, *sizes, *places) + struct.pack("<109I", table, *([FREE] * 108))


def _entry(name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int = 0, size: int = 0) -> bytes:
    text = name.encode("utf-16-le").ljust(64, b"\0")
    return text + struct.pack("<HBBIII16xI16xIQ", len(name) * 2 + 2, kind, 1, FREE, right, child, 0, start, size)


def word(flags: int = 0x0200, template: str = "Normal.dotm", text: bytes = b"", **streams: bytes) -> bytes:
    entries = ("", template, "https://example.com/title")
    names = b"\xff\xff\x03\x00\x00\x00" + b"".join(
        struct.pack("<H", len(one)) + one.encode("utf-16-le") for one in entries
    )
    header = bytearray(0x200)
    struct.pack_into("<H", header, 0x0A, flags)
    struct.pack_into("<II", header, 0x19A, 0, len(names))
    return compound({"WordDocument": bytes(header) + text, "1Table": names, **streams})


def workbook(*records: tuple[int, bytes]) -> bytes:
    begun = (0x809, struct.pack("<HH", 0x600, 5))
    packed = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in (begun, *records, (0x0A, b"")))
    return compound({"Workbook": packed})


def sheet(kind: int) -> tuple[int, bytes]:
    return 0x85, struct.pack("<IBB", 0, 0, kind) + b"\x01\x00A"


def archive(**files: bytes) -> bytes:
    """A plain zip file; an underscore in a name stands for a dot."""
    out = BytesIO()
    with ZipFile(out, "w") as target:
        for name, content in files.items():
            target.writestr(name.replace("_", "."), content)
    return out.getvalue()


def ofd(**files: bytes) -> bytes:
    return archive(OFD_xml=b"<OFD/>", **files)
