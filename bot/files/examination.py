"""Examines uploaded files: what each really is, whether it is accepted, and the name under which it is kept."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

from bot.files import images, kinds, ole, packages, pdf, refusals
from bot.files.limits import FileLimits
from bot.files.refusals import FileRefused
from texts.speech import say

NAME_LIMIT = 80
UNSAFE = re.compile(r'[<>:"|?*\s]+')
CLAIMS = {"audio/": refusals.voice, "video/": refusals.video, "image/": refusals.other_picture}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that is accepted. ``width`` and ``height`` are 0 for documents."""

    name: str
    kind: str  # media type of the content
    content: bytes
    width: int = 0
    height: int = 0

    @property
    def is_photo(self) -> bool:
        return bool(self.width)


def examine(name: str, claimed: str, content: bytes, limits: FileLimits) -> Examined:
    """The file as it will be kept; may raise ``FileRefused``. ``Examiner`` calls it, in a process of limited memory.

    ``claimed`` is the media type that the sender states. It only decides which refusal is most helpful.
    """
    if not content:
        raise refusals.empty()
    if len(content) > limits.bytes:
        raise refusals.too_large(limits.megabytes)
    kind = kinds.kind_of(content)
    if kind in images.KINDS:
        return _photo(name, content, kind, limits)
    if kind in (kinds.OLE, pdf.KIND) or content.startswith(packages.SIGNATURE):
        return _document(name, content, kind)
    raise _not_taken(kind or claimed)


def clean_name(name: str, extension: str) -> str:
    """The sender's file name without folders and unusual characters, with the extension that fits the content."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    stem = UNSAFE.sub(" ", PurePosixPath(name).stem).strip(" .")
    return f"{stem[:NAME_LIMIT] or say('文件')}.{extension}"


def _photo(name: str, content: bytes, kind: str, limits: FileLimits) -> Examined:
    broken = refusals.broken_heic if kind == kinds.HEIC else refusals.broken_image
    picture = _whole(lambda: images.clean(content, kind, limits.megapixels, limits.side), broken)
    return Examined(clean_name(name, picture.extension), picture.kind, picture.content, picture.width, picture.height)


def _document(name: str, content: bytes, kind: str) -> Examined:
    kind, extension = _whole(lambda: _check_document(content, kind), refusals.broken_document)
    return Examined(clean_name(name, extension), kind, content)


def _check_document(content: bytes, kind: str) -> tuple[str, str]:
    if kind == kinds.OLE:
        return ole.check(content)
    if content.startswith(packages.SIGNATURE):
        return packages.check(content)
    pdf.check(content)
    return pdf.KIND, "pdf"


def _whole(read: Callable[[], T], broken: Callable[[], FileRefused]) -> T:
    """What ``read`` returns. Whatever a reader raises but a refusal means that the file is broken: which errors these
    are depends on format and damage."""
    try:
        return read()
    except FileRefused:
        raise
    except Exception as error:
        raise broken() from error


def _not_taken(kind: str) -> FileRefused:
    return next((refused() for claim, refused in CLAIMS.items() if kind.startswith(claim)), refusals.wrong_type())
