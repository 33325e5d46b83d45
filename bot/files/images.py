"""Photos: decoded with limits, rotated upright, stripped of metadata and encoded again."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from bot.files import refusals

KINDS = ("image/jpeg", "image/png", "image/webp", "image/gif")
QUALITY = 88  # the lowest at which stamps and small print on licences stay crisp
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    kind: str
    extension: str
    width: int
    height: int


def clean(content: bytes, megapixels: int, side: int) -> Picture:
    """The picture without location, time, device and other metadata, at most ``side`` pixels in each dimension.

    JPEG, PNG and WebP keep their format; the first frame of a GIF is kept as PNG.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own lower limit follows
            image = Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF"))
            if image.width * image.height > megapixels * MILLION:
                raise refusals.too_many_pixels(megapixels)
            return _save(_shrink(_upright(image, side), side), image.format or "PNG")
    except Image.DecompressionBombError as error:
        raise refusals.too_many_pixels(megapixels) from error
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, MemoryError) as error:
        # what Pillow raises for broken files, depending on format and damage
        raise refusals.broken_image() from error


def _upright(image: Image.Image, side: int) -> Image.Image:
    image.draft(None, (side, side))  # decodes a JPEG at half size where that is enough: a quarter of the memory
    return ImageOps.exif_transpose(image)


def _shrink(image: Image.Image, side: int) -> Image.Image:
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    return image


def _save(image: Image.Image, source: str) -> Picture:
    form = "PNG" if source == "GIF" else source
    see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    image = image.convert("RGBA" if see_through and form != "JPEG" else "RGB")
    image.info.clear()  # text blocks, profiles, comments: the encoders would write some of them again
    out = BytesIO()
    match form:
        case "JPEG":
            image.save(out, "JPEG", quality=QUALITY, optimize=True)
        case "WEBP":
            image.save(out, "WEBP", quality=QUALITY)
        case _:
            image.save(out, "PNG", optimize=False)
    extension = {"JPEG": "jpg", "WEBP": "webp"}.get(form, "png")
    return Picture(out.getvalue(), f"image/{form.lower()}", extension, image.width, image.height)
