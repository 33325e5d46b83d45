"""Damaged files: every kind that is taken, with bytes changed, cut out, doubled or mixed with another kind."""

from collections.abc import Iterator
from random import Random

from tests.files import office, pictures

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def kinds() -> dict[str, bytes]:
    return {
        "jpeg": pictures.jpeg_with_place(),
        "jpeg of two": pictures.two_pictures(),
        "png": pictures.picture("PNG"),
        "png of 16 bits": pictures.grey_of_16_bits(),
        "webp": pictures.picture("WEBP", mode="RGBA"),
        "gif": pictures.picture("GIF", mode="P"),
        "heic": pictures.heic(),
        "docx": office.package(office.DOCX),
        "xlsx": office.package(office.XLSX),
        "pptx": office.package(office.PPTX),
        "ofd": office.ofd(),
        "doc": office.word(),
        "xls": office.workbook(office.sheet(0)),
        "pdf": PDF,
    }


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """``count`` damaged files with their kind, spread evenly over the kinds."""
    random, whole = Random(seed), kinds()
    names = list(whole)
    for number in range(count):
        name = names[number % len(names)]
        yield name, _damaged(whole[name], whole[random.choice(names)], random)


def _damaged(content: bytes, other: bytes, random: Random) -> bytes:
    for _ in range(random.randint(1, 4)):
        at, length = random.randrange(len(content) + 1), random.choice((1, 2, 4, 16, 64))
        change = random.choice((_overwritten, _cut, _doubled, _mixed, _ended))
        content = change(content, other, at, length, random)
    return content


def _overwritten(content: bytes, _: bytes, at: int, length: int, random: Random) -> bytes:
    filling = random.choice((random.randbytes(length), b"\xff" * length, b"\0" * length))
    return content[:at] + filling + content[at + length :]


def _cut(content: bytes, _: bytes, at: int, length: int, random: Random) -> bytes:
    return content[:at] + content[at + length :]


def _doubled(content: bytes, _: bytes, at: int, length: int, random: Random) -> bytes:
    return content[: at + length] + content[at:]


def _mixed(content: bytes, other: bytes, at: int, length: int, random: Random) -> bytes:
    start = random.randrange(len(other))
    return content[:at] + other[start : start + length] + content[at:]


def _ended(content: bytes, _: bytes, at: int, length: int, random: Random) -> bytes:
    return content[: max(at, 16)]
