"""Examines uploaded files: what each really is, whether it is accepted, and the name under which it is kept."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype  # type: ignore[import-untyped]  # it has no types

from bot.files import documents, images, refusals
from bot.files.limits import FileLimits
from bot.files.refusals import FileRefused
from texts.speech import say

NAME_LIMIT = 80
UNSAFE = re.compile(r'[<>:"|?*\s]+')


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
    """The file as it will be kept; may raise ``FileRefused``. Takes up to seconds: call it in a thread.

    ``claimed`` is the media type that the sender states. It only decides which refusal is most helpful.
    """
    if not content:
        raise refusals.empty()
    if len(content) > limits.bytes:
        raise refusals.too_large(limits.megabytes)
    found = filetype.guess(content)
    kind = found.mime if found else documents.guess(content)
    if kind in images.KINDS:
        picture = images.clean(content, limits.megapixels, limits.side)
        return Examined(
            clean_name(name, picture.extension), picture.kind, picture.content, picture.width, picture.height
        )
    if documents.is_document(content, kind):
        kind, extension = documents.check(content, kind)
        return Examined(clean_name(name, extension), kind, content)
    raise _not_taken(kind or claimed)


def clean_name(name: str, extension: str) -> str:
    """The sender's file name without folders and unusual characters, with the extension that fits the content."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    stem = UNSAFE.sub(" ", PurePosixPath(name).stem).strip(" .")
    return f"{stem[:NAME_LIMIT] or say('文件')}.{extension}"


def _not_taken(kind: str) -> FileRefused:
    if kind.startswith("audio/"):
        return refusals.voice()
    if kind.startswith("video/"):
        return refusals.video()
    return refusals.wrong_type()
