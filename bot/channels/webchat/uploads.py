"""Files that people send: what each really is, whether it is taken, and under which name it is kept."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype  # type: ignore[import-untyped]

from bot.channels.webchat import documents, images, problems
from bot.channels.webchat.problems import Problem
from bot.channels.webchat.settings import WebSettings
from texts.speech import say

NAME_LIMIT = 80
UNSAFE = re.compile(r'[<>:"|?*\s]+')


@dataclass(frozen=True, slots=True)
class Upload:
    """A file fit to be kept. ``width`` and ``height`` are 0 for documents."""

    name: str
    kind: str  # the content's media type
    content: bytes
    width: int = 0
    height: int = 0

    @property
    def is_photo(self) -> bool:
        return bool(self.width)


def examine(name: str, claimed: str, content: bytes, settings: WebSettings) -> Upload:
    """The file as it is kept; refused with a sentence for the sender. Takes up to seconds: call it in a thread.

    ``claimed`` is the media type the browser names. It decides nothing except which refusal is most helpful.
    """
    if not content:
        raise Problem(400, "empty_file", say("这个文件是空的，请检查后重新选择。"))
    if len(content) > settings.file_bytes:
        raise problems.too_large(settings.file_megabytes)
    found = filetype.guess(content)
    kind = found.mime if found else documents.guess(content)
    if kind in images.KINDS:
        picture = images.clean(content, settings.image_megapixels, settings.image_side)
        return Upload(clean_name(name, picture.extension), picture.kind, picture.content, picture.width, picture.height)
    if documents.is_document(content, kind):
        kind, extension = documents.check(content, kind)
        return Upload(clean_name(name, extension), kind, content)
    raise _not_taken(kind or claimed)


def clean_name(name: str, extension: str) -> str:
    """The sender's name of the file without folders and odd characters, with the extension that its content has."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    stem = UNSAFE.sub(" ", PurePosixPath(name).stem).strip(" .")
    return f"{stem[:NAME_LIMIT] or say('文件')}.{extension}"


def _not_taken(kind: str) -> Problem:
    if kind.startswith("audio/"):
        return Problem(415, "voice", say("语音暂时听不了，请打字告诉我，短短一句也可以。"))
    if kind.startswith("video/"):
        return Problem(415, "video", say("视频暂时看不了，请发几张照片，或用文字说明。"))
    return Problem(415, "wrong_type", say("这种文件收不了，请发照片（JPG、PNG、WebP、GIF）、PDF、Word 或 Excel 文件。"))
