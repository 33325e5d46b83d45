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
