"""What decoding and shrinking a picture takes in memory, estimated from its header, and the limit for it."""

from PIL import Image

from bot.files import refusals

MILLION = 1_000_000
BUDGET = 280 * 1024 * 1024  # bytes; the child process that decodes has room for these and for itself
LONG_RATIO, LONG_SIDE = 3, 9_000  # Telegram takes photos whose sides are 10,000 pixels together
MODE_BYTES = {"1": 1, "L": 1, "P": 5, "I;16": 6, "I;16B": 6}  # of a pixel, with the copy that averages well; others 4
FORMAT_BYTES = {"WEBP": 20, "HEIF": 11}  # of a pixel: these decoders hold several copies of the whole picture
COEFFICIENT_BYTES = 2  # a progressive JPEG is held as coefficients until its last scan is read


def check(image: Image.Image, megapixels: int) -> None:
    """Refuse a picture that is opened but not yet decoded; raises ``FileRefused``."""
    if image.width * image.height > megapixels * MILLION:
        raise refusals.too_many_pixels(megapixels)
    pixel = _pixel_bytes(image)
    if image.width * image.height * pixel > BUDGET:
        raise refusals.too_many_pixels(int(BUDGET / pixel / MILLION))


def check_webp(content: bytes, megapixels: int) -> None:
    """The same for a WebP, whose decoder reserves its memory when the picture is opened. Too short is checked there."""
    width, height = _webp_size(content)
    most = min(megapixels, int(BUDGET / FORMAT_BYTES["WEBP"] / MILLION))
    if width * height > most * MILLION:
        raise refusals.too_many_pixels(most)


def _webp_size(content: bytes) -> tuple[int, int]:
    """By the three kinds of its first chunk: https://developers.google.com/speed/webp/docs/riff_container."""
    match content[12:16]:
        case b"VP8X":
            return 1 + _little(content[24:27]), 1 + _little(content[27:30])
        case b"VP8L":
            bits = _little(content[21:25])
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case _:
            return _little(content[26:28]) & 0x3FFF, _little(content[28:30]) & 0x3FFF


def _little(part: bytes) -> int:
    return int.from_bytes(part, "little")


def draft(image: Image.Image, side: int) -> None:
    """Let a JPEG be decoded at half, a quarter or an eighth of its size: where that is enough, or all there is room
    for. Other formats have no such way and stay as they are."""
    factor = next((factor for factor in (8, 4, 2) if max(image.size) >= factor * side), 1)
    while factor < 8 and resizing_bytes((image.width // factor, image.height // factor), side) > BUDGET:
        factor *= 2
    image.draft(None, (image.width // factor, image.height // factor))  # only the first call has an effect


def longer_side(size: tuple[int, int], side: int) -> int:
    """How long a picture is kept: a long screenshot of a conversation is evidence, and has to stay readable."""
    return max(side, LONG_SIDE) if max(size) > LONG_RATIO * min(size) else side


def resizing_bytes(size: tuple[int, int], side: int) -> int:
    """For a picture and its shrunk copy, with the one between that has been shrunk in one direction."""
    scale = min(side / max(size), 1)
    width, height = size[0] * scale, size[1] * scale
    return int(4 * (size[0] * size[1] + width * size[1] + width * height))


def _pixel_bytes(image: Image.Image) -> float:
    form = image.format or ""
    if form in ("JPEG", "MPO"):
        return _coefficient_bytes(image)
    return FORMAT_BYTES.get(form, MODE_BYTES.get(image.mode, 4))


def _coefficient_bytes(image: Image.Image) -> float:
    """A plain JPEG is decoded line by line at the size that is wanted, so that only a progressive one has a price."""
    if not image.info.get("progressive"):
        return 0.5
    layers: list[tuple[int, int, int, int]] = getattr(image, "layer", [])  # number, horizontal, vertical, table
    densest = max((across * down for _, across, down, _ in layers), default=1)
    return COEFFICIENT_BYTES * sum(across * down for _, across, down, _ in layers) / max(densest, 1) + 0.5
