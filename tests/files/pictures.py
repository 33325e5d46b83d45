"""Generated pictures for tests."""

from io import BytesIO

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
TURN_RIGHT = 6  # EXIF orientation: to be rotated by a quarter turn for display


def picture(form: str, size: tuple[int, int] = (80, 60), mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, size, 128 if mode in ("L", "P") else (200, 40, 40) if mode == "RGB" else (200, 40, 40, 90)).save(
        out, form
    )
    return out.getvalue()


def jpeg_with_place() -> bytes:
    """A phone's photo, 80 by 60, red left and blue right, taken upright, with camera maker and location."""
    image = Image.new("RGB", (80, 60), (200, 0, 0))
    image.paste((0, 0, 200), (40, 0, 80, 60))
    exif = Image.Exif()
    exif[ORIENTATION] = TURN_RIGHT
    exif[MAKER] = "SampleMaker"
    place = exif.get_ifd(GPS)
    place[1], place[2] = "N", (IFDRational(39), IFDRational(54), IFDRational(0))
    place[3], place[4] = "E", (IFDRational(116), IFDRational(23), IFDRational(0))
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"SampleMaker's comment")
    return out.getvalue()


def exif_without_end() -> bytes:
    """A photo whose metadata ends in its own header: reading them raises ``struct.error``."""
    out = BytesIO()
    Image.new("RGB", (80, 60)).save(out, "PNG", exif=b"Exif\x00\x00MM\x00*")
    return out.getvalue()


def grey_of_16_bits() -> bytes:
    """From black to white in 16-bit steps, half of them darker than the middle."""
    image = Image.new("I;16", (256, 64))
    image.putdata([column * 257 for _ in range(64) for column in range(256)])
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def two_pictures() -> bytes:
    """A red photo with a blue one behind it, as phones store a preview or a depth map."""
    out = BytesIO()
    Image.new("RGB", (640, 480), (200, 30, 30)).save(
        out, "MPO", save_all=True, append_images=[Image.new("RGB", (640, 480), (30, 30, 200))]
    )
    return out.getvalue()


def heic(size: tuple[int, int] = (80, 60)) -> bytes:
    import pillow_heif

    out = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", size, (200, 40, 40))).save(out, quality=80)
    return out.getvalue()
