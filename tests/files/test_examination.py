"""What a file is decided by its content; its name is made harmless; pictures come out clean."""

import contextlib
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageStat
from PIL.PngImagePlugin import PngInfo

from bot.files import examination, images
from bot.files.examination import Examined
from bot.files.limits import FileLimits
from bot.files.refusals import FileRefused
from tests.files.pictures import grey_of_16_bits, heic, picture, two_pictures

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


def test_a_scan_of_16_bits_keeps_its_brightness() -> None:
    kept = Image.open(BytesIO(examine("a.png", grey_of_16_bits()).content))
    assert ImageStat.Stat(kept).mean == [pytest.approx(127.5, abs=1)]


def test_the_first_of_two_pictures_in_a_jpeg_is_kept_as_a_jpeg() -> None:
    sent = two_pictures()
    kept = examine("a.jpg", sent)
    assert (kept.kind, kept.name) == ("image/jpeg", "a.jpg")
    assert len(kept.content) < len(sent)
    assert ImageStat.Stat(Image.open(BytesIO(kept.content))).mean == pytest.approx([200, 30, 30], abs=3)


def test_an_iphones_photo_becomes_a_jpeg() -> None:
    kept = examine("IMG_0001.HEIC", heic())
    assert (kept.name, kept.kind, kept.width, kept.height) == ("IMG_0001.jpg", "image/jpeg", 80, 60)
    assert ImageStat.Stat(Image.open(BytesIO(kept.content))).mean == pytest.approx([200, 40, 40], abs=6)


def test_a_torn_iphone_photo_is_refused_with_how_to_send_it() -> None:
    with pytest.raises(FileRefused, match="兼容性最佳"):
        examine("IMG_0001.HEIC", heic()[:300])


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photo_of_50_megapixels_is_kept_within_the_size_we_keep(progressive: bool) -> None:
    out = BytesIO()
    Image.new("RGB", (8160, 6120), (10, 200, 90)).save(out, "JPEG", progressive=progressive)
    kept = examine("a.jpg", out.getvalue())
    assert (kept.width, kept.height) == (4080, 3060)


def test_a_large_photo_is_made_smaller_in_proportion() -> None:
    kept = examination.examine("a.jpg", "", picture("JPEG", size=(3000, 1500)), replace(LIMITS, side=1000))
    assert (kept.width, kept.height) == (1000, 500)


def test_a_long_screenshot_stays_readable() -> None:
    kept = examine("a.png", picture("PNG", size=(1080, 20_000)))
    assert (kept.width, kept.height) == (486, 9000)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(FileRefused) as refused:
        images.clean(picture("PNG", size=(1500, 1500)), "image/png", 2, 4096)
    assert refused.value.code == "too_many_pixels"
    assert "200 万像素" in str(refused.value)


def test_a_decompression_bomb_is_refused() -> None:
    header = picture("PNG", size=(10, 10), mode="L")
    bomb = header[:16] + (60_000).to_bytes(4, "big") * 2 + header[24:]
    with pytest.raises(FileRefused):
        examine("bomb.png", bomb)


@pytest.mark.parametrize("form", ["BMP", "TIFF", "ICO"])
def test_a_rare_kind_of_picture_is_refused_with_which_to_send(form: str) -> None:
    with pytest.raises(FileRefused, match="另存为 JPG"):
        examine("a.jpg", picture(form))


def test_a_file_a_little_too_large_is_refused_too() -> None:
    content = b"%PDF-1.4\n".ljust(LIMITS.bytes - 4, b" ") + b"%%EOF"
    with pytest.raises(FileRefused) as refused:
        examine("a.pdf", content)
    assert (refused.value.code, str(refused.value)) == ("too_large", "文件超过 10 MB，请压缩或分成几个再发。")
    assert examine("a.pdf", content.replace(b" ", b"", 1)).name == "a.pdf"


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
