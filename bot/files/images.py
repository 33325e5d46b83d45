"""Photos: decoded within a budget of memory, shrunk, turned upright, stripped of metadata and encoded again."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from bot.files import pixels

KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF", "image/heic": "HEIF"}
FORMATS = {  # how each format that is taken is kept: its format, and the extension of that
    "JPEG": ("JPEG", "jpg"),
    "MPO": ("JPEG", "jpg"),  # a JPEG with further pictures behind the first
    "HEIF": ("JPEG", "jpg"),  # what iPhones take; few programs of an office open it
    "PNG": ("PNG", "png"),
    "GIF": ("PNG", "png"),  # the first frame
    "WEBP": ("WEBP", "webp"),
}
QUALITY = 88  # the lowest at which stamps and small print on licences stay crisp
GREY = ("1", "L", "I", "I;16", "I;16B", "I;16L", "I;16N", "F")
PALETTES = ("P", "PA")


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    kind: str
    extension: str
    width: int
    height: int


def clean(content: bytes, kind: str, megapixels: int, side: int) -> Picture:
    """The picture without location, time, device and other metadata, at most ``side`` pixels in each dimension
    (more for a long screenshot).

    Formats are kept as ``FORMATS`` says. May raise ``FileRefused``, and any error of the decoder's for a broken file.
    """
    if KINDS[kind] == "HEIF":
        _read_heic()
    if KINDS[kind] == "WEBP":
        pixels.check_webp(content, megapixels)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about large pictures, which have our own limit, and odd metadata
        image = Image.open(BytesIO(content), formats=(KINDS[kind],))
        pixels.check(image, megapixels)
        form, extension = FORMATS[image.format or ""]
        return _save(_upright(_shrunk(image, side)), form, extension)


def _read_heic() -> None:
    """Makes Pillow read HEIC. Its library is imported when the first such photo comes."""
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    """Before it is turned: turning a picture holds it twice."""
    side = pixels.longer_side(image.size, side)
    pixels.draft(image, side)
    image = _even(image)
    while pixels.resizing_bytes(image.size, side) > pixels.BUDGET:
        image = image.reduce(2)
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    return image


def _even(image: Image.Image) -> Image.Image:
    """In a mode whose values can be averaged, with 8 bits a channel."""
    if image.mode in GREY:
        return _grey(image)
    if image.mode in PALETTES:
        return image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    return image


def _grey(image: Image.Image) -> Image.Image:
    """Pillow cuts deeper values off at 255 instead of scaling them, so that a scan comes out white."""
    if image.mode in ("1", "L"):
        return image.convert("L")
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _upright(image: Image.Image) -> Image.Image:
    return ImageOps.exif_transpose(image)


def _save(image: Image.Image, form: str, extension: str) -> Picture:
    image = image.convert(_mode(image, form))
    image.info.clear()  # text blocks, profiles, comments: the encoders would write some of them again
    out = BytesIO()
    match form:
        case "JPEG":
            image.save(out, "JPEG", quality=QUALITY, optimize=True)
        case "WEBP":
            image.save(out, "WEBP", quality=QUALITY)
        case _:
            image.save(out, "PNG", optimize=False)
    return Picture(out.getvalue(), f"image/{form.lower()}", extension, image.width, image.height)


def _mode(image: Image.Image, form: str) -> str:
    if image.mode == "L" and "transparency" not in image.info:
        return "L"
    see_through = image.mode in ("RGBA", "LA") or "transparency" in image.info
    return "RGBA" if see_through and form != "JPEG" else "RGB"
