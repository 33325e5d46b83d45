"""What a file is decided by its content; its name is made harmless; pictures come out clean."""

import contextlib
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.files import examination, images
from bot.files.examination import Examined
from bot.files.limits import FileLimits
from bot.files.refusals import FileRefused
from tests.files.pictures import picture

LIMITS = FileLimits(megabytes=10, megapixels=64, side=4096)
SIGNATURES = [b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"PK\x03\x04", b"%PDF-1.4"]


def examine(name: str, content: bytes, claimed: str = "") -> Examined:
    return examination.examine(name, claimed, content, LIMITS)


@pytest.mark.parametrize(
    ("form", "extension", "kind"),
    [
        ("JPEG", "jpg", "image/jpeg"),
        ("PNG", "png", "image/png"),
        ("WEBP", "webp", "image/webp"),
        ("GIF", "png", "image/png"),
    ],
)
def test_pictures_are_known_by_content_whatever_their_name(form: str, extension: str, kind: str) -> None:
    kept = examine("照片.pdf", picture(form))
    assert (kept.name, kept.kind, kept.is_photo) == (f"照片.{extension}", kind, True)


def test_a_png_renamed_jpg_gets_its_own_extension() -> None:
    assert examine("a.jpg", picture("PNG")).name == "a.png"


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_kind_of_pixel_can_be_saved(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (50, 40)).save(out, "PNG")
    assert (examine("a.png", out.getvalue()).width, examine("a.png", out.getvalue()).height) == (50, 40)


def test_a_cmyk_print_file_becomes_a_photo() -> None:
    out = BytesIO()
    Image.new("CMYK", (50, 40)).save(out, "JPEG")
    assert Image.open(BytesIO(examine("a.jpg", out.getvalue()).content)).mode == "RGB"


def test_text_inside_a_png_is_gone() -> None:
    info, out = PngInfo(), BytesIO()
    info.add_text("Location", "SamplePlace")
    Image.new("RGB", (50, 40)).save(out, "PNG", pnginfo=info)
    assert b"SamplePlace" in out.getvalue()
    assert b"SamplePlace" not in examine("a.png", out.getvalue()).content


def test_comments_and_profiles_inside_a_jpeg_are_gone() -> None:
    out = BytesIO()
    Image.new("RGB", (50, 40)).save(out, "JPEG", comment=b"SamplePlace", icc_profile=b"SampleScreen" * 20)
    assert b"SamplePlace" in out.getvalue()
    kept = examine("a.jpg", out.getvalue()).content
    assert b"SamplePlace" not in kept
    assert b"SampleScreen" not in kept


def test_what_hangs_behind_a_picture_is_gone() -> None:
    assert b"<script>" not in examine("a.jpg", picture("JPEG") + b"<script>alert(1)</script>").content


def test_a_large_photo_is_made_smaller_in_proportion() -> None:
    kept = examination.examine("a.jpg", "", picture("JPEG", size=(3000, 1500)), replace(LIMITS, side=1000))
    assert (kept.width, kept.height) == (1000, 500)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(FileRefused) as refused:
        images.clean(picture("PNG", size=(1500, 1500)), 2, 4096)
    assert refused.value.code == "too_many_pixels"
    assert "200 万像素" in str(refused.value)


def test_a_decompression_bomb_is_refused() -> None:
    header = picture("PNG", size=(10, 10), mode="L")
    bomb = header[:16] + (60_000).to_bytes(4, "big") * 2 + header[24:]
    with pytest.raises(FileRefused):
        examine("bomb.png", bomb)


def test_a_file_a_little_too_large_is_refused_too() -> None:
    content = b"%PDF-1.4\n".ljust(LIMITS.bytes - 4, b" ") + b"%%EOF"
    with pytest.raises(FileRefused) as refused:
        examine("a.pdf", content)
    assert (refused.value.code, str(refused.value)) == ("too_large", "文件超过 10 MB，请压缩或分成几个再发。")
    assert examine("a.pdf", content.replace(b" ", b"", 1)).name == "a.pdf"


def office_file(*names: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("names", "extension"),
    [
        (("[Content_Types].xml", "word/document.xml"), "docx"),
        (("docProps/app.xml", "a.xml", "b.xml", "c.xml", "d.xml", "xl/workbook.xml", "[Content_Types].xml"), "xlsx"),
    ],
)  # fmt: skip
def test_office_files_are_known_by_their_parts(names: tuple[str, ...], extension: str) -> None:
    assert examine("表格", office_file(*names)).name == f"表格.{extension}"


@pytest.mark.parametrize(("stream", "extension"), [("WordDocument", "doc"), ("Workbook", "xls")])
def test_office_files_of_old_are_known_by_their_streams(stream: str, extension: str) -> None:
    old = bytes.fromhex("D0CF11E0A1B11AE1") + b"\x00" * 504 + stream.encode("utf-16-le") + b"\x00" * 500
    assert examine(f"old.{extension}", old).name == f"old.{extension}"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (office_file("a.txt"), "wrong_type"),
        (office_file("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
        (office_file("[Content_Types].xml", "word/document.xml")[:60], "broken_document"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\x00" * 600, "wrong_type"),
    ],
    ids=["archive", "macros", "torn", "locked", "unknown"],  # their bytes hold the time of day
)
def test_archives_macros_and_locked_files_are_refused(content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        examine("a.docx", content)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\张示例\\合同.PDF", "合同.pdf"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("合同: 终稿?.docx", "合同 终稿.pdf"),
        ("....", "文件.pdf"),
        ("", "文件.pdf"),
        ("长" * 300 + ".pdf", "长" * 80 + ".pdf"),
    ],
)
def test_names_are_made_harmless(name: str, kept: str) -> None:
    assert examination.clean_name(name, "pdf") == kept


@given(st.text(st.characters()))
def test_any_name_becomes_a_plain_one(name: str) -> None:
    kept = examination.clean_name(name, "pdf")
    kept.encode()
    assert len(kept) <= 84
    assert "/" not in kept
    assert kept.isprintable()


@given(st.binary(max_size=300), st.sampled_from(SIGNATURES))
def test_no_bytes_break_the_examination(content: bytes, start: bytes) -> None:
    with contextlib.suppress(FileRefused):
        examine("a", start + content)
