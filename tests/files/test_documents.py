"""Documents: what holds a program, a foreign file or a lock is refused with what to do; plain ones are taken."""

import struct
import zlib

import pytest

from bot.files import examination
from bot.files.limits import FileLimits
from bot.files.refusals import FileRefused
from tests.files.office import DOCX, OFFICE, PPTX, XLSX, archive, compound, link, ofd, package, sheet, word, workbook
from tests.files.pictures import picture

LIMITS = FileLimits(megabytes=10, megapixels=64, side=4096)
VBA = "application/vnd.ms-office.vbaProject"
OLD = bytes.fromhex("D0CF11E0A1B11AE1")


def code_of(content: bytes) -> str:
    """Why it is refused; the extension if it is taken."""
    try:
        return examination.examine("文件.bin", "", content, LIMITS).name.rpartition(".")[2]
    except FileRefused as refused:
        return refused.code if "请" in str(refused) else "does not say what to do"


def pdf(body: bytes, trailer: bytes = b"") -> bytes:
    return b"%PDF-1.7\n" + body + b"\ntrailer<</Root 1 0 R" + trailer + b">>\nstartxref\n9\n%%EOF\n"


def packed(objects: bytes) -> bytes:
    data = zlib.compress(objects)
    return (
        b"5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(data) + data + b"\nendstream"
    )


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (package(DOCX), "docx"),
        (package(links=link("attachedTemplate", "file:///C:\\Users\\x\\gw.dotx", external=True)), "docx"),
        (package(XLSX, links=link("externalLinkPath", "2023.xlsx", external=True)), "xlsx"),
        (
            package(types={"word/ink.xml": "application/inkml+xml", "word/a.xml": "application/xml;charset=utf-8"}),
            "docx",
        ),
        (compound({"WordDocument": bytes(512)}, storages=["ObjectPool"]), "doc"),
        (package(XLSX), "xlsx"),
        (package(PPTX), "pptx"),
        (package(links=link("hyperlink", "https://example.com", external=True)), "docx"),
        (package(parts={"word/media/a.png": picture("PNG")}, types={"word/media/a.png": "image/png"}), "docx"),
        (package(parts={"word/b.xlsx": package(XLSX)}, types={"word/b.xlsx": f"{OFFICE}{XLSX}"}), "docx"),
        (package(XLSX, types={"xl/cellimages.xml": "application/vnd.wps-officedocument.cellimage+xml"}), "xlsx"),
        (ofd(Doc_xml=b"<x/>"), "ofd"),
        (word(), "doc"),
        (workbook(sheet(0), sheet(2)), "xls"),
        (pdf(b"1 0 obj<</Type/Catalog>>endobj"), "pdf"),
        (pdf(packed(b"6 0 <</Type/Font>>")), "pdf"),
    ],
    ids=[
        "docx",
        "own template",
        "linked table",
        "ink",
        "empty pool",
        "xlsx",
        "pptx",
        "web link",
        "picture",
        "table of a chart",
        "WPS",
        "ofd",
        "doc",
        "xls",
        "pdf",
        "packed",
    ],
)
def test_plain_documents_are_taken(content: bytes, extension: str) -> None:
    assert code_of(content) == extension


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (package(parts={"word/vbaProject.bin": OLD}, types={"word/vbaProject.bin": VBA}), "embedded"),
        (package(types={"word/VBAPROJECT.BIN": VBA}), "macros"),
        (package(types={"word/styles2.xml": VBA}), "macros"),
        (package(parts={"word/a.png": OLD + b"\0" * 600}, types={"word/a.png": "image/png"}), "embedded"),
        (package(main="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (package(XLSX, types={"xl/macrosheets/s.xml": "application/vnd.ms-excel.macrosheet+xml"}), "macros"),
        (package(XLSX, main="application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "wrong_type"),
        (package(types={"word/activeX1.xml": "application/vnd.ms-office.activeX+xml"}), "macros"),
        (package(types={"word/a.bin": f"{OFFICE}oleObject"}), "embedded"),
        (package(links=link("oleObject", "a.bin")), "embedded"),
        (package(links=link("vbaProject", "media/logo.png")), "macros"),
        (package(links=link("attachedTemplate", "https://example.com/a.dotm", external=True)), "linked"),
        (package(links=link("image", "https://example.com/seen.png", external=True)), "linked"),
        (package(links=link("attachedTemplate", r"\\example\a.dotm", external=True)), "linked"),
        (package(links=link("attachedTemplate", "file://example/a.dotm", external=True)), "linked"),
        (package(parts={"word/_rels/main.xml.RELS": b"<a/>"}), "broken_document"),
        (package(parts={"o.xml": b"<d><instrText>DDE</instrText><instrText>AUTO c:\\x</instrText></d>"}), "linked"),
        (package(XLSX, parts={"xl/e.xml": b'<ddeLink ddeService="cmd"/>'}), "linked"),
        (package(parts={"o.xml": b'<w:d xmlns:w="w"><w:fldSimple w:instr="DDEAUTO c:"/></w:d>'}), "linked"),
        (package(parts={"o.xml": b'<d xmlns:x="w"><x:instrText>&#68;deauto c:</x:instrText></d>'}), "linked"),
        (package(parts={"o.xml": "<ddeLink/>".encode("utf-16")}), "linked"),
        (package(parts={"o.dat": b"<ddeLink/>"}, types={"o.dat": f"{OFFICE}wordprocessingml.footnotes+xml"}), "linked"),
        (ofd(a_pdf=pdf(b"4 0 obj<</S/Launch/F(a)>>endobj")), "active"),
        (package(types={"word/w.xml": "application/vnd.ms-office.webextension+xml"}), "embedded"),
        (ofd(evil_exe=b"MZ"), "embedded"),
        (package(parts={"word/a.docx": package(types={"word/v.bin": VBA})}), "macros"),
        (package()[:200], "broken_document"),
        (archive(a_txt=b"x"), "wrong_type"),
        (ofd(Run=OLD), "embedded"),
        (package(links="<!DOCTYPE a>"), "broken_document"),
        (package(PPTX, main=f"{OFFICE}presentationml.slideshow.main+xml"), "wrong_type"),
    ],
)  # fmt: skip
def test_office_files_that_run_or_fetch_something_are_refused(content: bytes, code: str) -> None:
    assert code_of(content) == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (compound({"WordDocument": bytes(512)}, storages=["Macros"]), "macros"),
        (compound({"WordDocument": bytes(512)}, storages=["ObjectPool", "_1234"]), "embedded"),
        (compound({"Workbook": b""}, storages=["_VBA_PROJECT_CUR"]), "macros"),
        (compound({"Workbook": b""}, storages=["MBD00012345"]), "embedded"),
        (word(flags=0x0300), "locked"),
        (word(template="https://example.com/a.dotm"), "linked"),
        (word(template=r"\\example\a.dotm"), "linked"),
        (word(text=b"\x13 DDEAUTO c:\\x \x14"), "linked"),
        (word(text="表\x13 dde c:\\x \x14".encode("utf-16-le")), "linked"),
        (workbook(sheet(1)), "macros"),
        (workbook(sheet(0), (0x0A, b""), (0x809, struct.pack("<HH", 0x600, 0x40))), "macros"),
        (workbook((0x1AE, struct.pack("<HH", 0, 9) + b"\0cmd\x03/c x")), "linked"),
        (workbook((0x2F, b"\0" * 6), sheet(0)), "locked"),
        (compound({"EncryptedPackage": b""}), "locked"),
        (compound({"PowerPoint Document": b""}), "wrong_type"),
        (compound({"__properties_version1.0": b""}), "wrong_type"),
        (compound({"\u4840\u3f3f\u4577": b""}), "wrong_type"),
        (OLD + b"\0" * 700, "broken_document"),
    ],
    ids=["doc macros", "doc object", "xls macros", "xls object", "doc locked", "template", "share", "field",
         "wide field", "XLM", "later XLM", "DDE", "xls locked", "package locked", "ppt", "msg", "msi", "torn"],
)  # fmt: skip
def test_old_office_files_that_run_or_hold_something_are_refused(content: bytes, code: str) -> None:
    assert code_of(content) == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf(b"", trailer=b"/Encrypt 3 0 R"), "locked"),
        (pdf(b"4 0 obj<</S/Launch/F(a)>>endobj"), "active"),
        (pdf(b"4 0 obj<</S/L#61unch/F(a)>>endobj"), "active"),
        (pdf(packed(b"6 0 <</S/Launch/F(a)>>")), "active"),
        (pdf(packed(b"6 0 <</S/JavaScript/JS(a)>>")), "active"),
        (pdf(packed(b"6 0 <</S/Launch/F(a)>>").replace(b"ObjStm", b"Obj#53tm")), "active"),
        (pdf(packed(b"6 0 <</Type/Font>>").replace(b"/FlateDecode", b"[/ASCIIHexDecode/FlateDecode]")), "active"),
        (pdf(b"4 0 obj<</Type/Filespec/F(\xe5.exe)>>endobj"), "active"),
        (
            pdf(b"4 0 obj<</Type/Filespec/UF<FEFF" + "账单.EXE".encode("utf-16-be").hex().encode() + b">>>endobj"),
            "active",
        ),
        (pdf(b"4 0 obj<</Type/Filespec/UF(\xfe\xff" + "账单.exe".encode("utf-16-be") + b")>>endobj"), "active"),
        (pdf(packed(b"6 0 <</S/Launch/F(a)>>").replace(b"/Type", b"/X(obj)/Type")), "active"),
        (pdf(packed(b"6 0 <</S/Launch/F(a)>>").replace(b"/N", b"/X(>>stream\n)/N")), "active"),
        (pdf(packed(b"6 0 <</XFA[(template)7 0 R]>>")), "active"),
        (pdf(b"4 0 obj<</S/SubmitForm/F(https://example.com)>>endobj"), "active"),
        (b"%PDF-1.4 and no end", "broken_document"),
    ],
    ids=[
        "locked",
        "launch",
        "escaped",
        "packed",
        "script",
        "named",
        "filters",
        "program",
        "program in hex",
        "program in UTF-16",
        "false begin",
        "false end",
        "form",
        "sending",
        "torn",
    ],
)
def test_pdf_files_that_are_locked_or_start_something_are_refused(content: bytes, code: str) -> None:
    assert code_of(content) == code


@pytest.mark.parametrize("kind", [DOCX, XLSX, PPTX])
def test_a_template_is_refused_with_how_to_save_it(kind: str) -> None:
    template = f"{OFFICE}{kind.partition('.')[0]}.template.main+xml"
    with pytest.raises(FileRefused, match="另存为普通的"):
        examination.examine("文件.bin", "", package(kind, main=template), LIMITS)


def test_a_zip_that_lies_about_its_sizes_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.files.packages.UNPACKED_LIMIT", 100_000)
    honest = package(parts={"word/long.xml": b"\0" * 200_000}, types={"word/long.xml": "application/xml"})
    false = honest.replace((200_000).to_bytes(4, "little"), (2_000).to_bytes(4, "little"))
    assert false != honest
    assert (code_of(honest), code_of(false)) in {("bomb", "bomb"), ("bomb", "broken_document")}


def test_a_pdf_of_nothing_but_beginnings_is_judged_at_once() -> None:
    assert code_of(pdf(b"/ObjStm " * 400_000)) == "active"
    assert code_of(pdf(b"obj<</ObjStm>>stream\n" * 100_000)) == "bomb"
