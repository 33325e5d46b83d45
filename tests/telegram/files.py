"""Files at Telegram: identified by a file_id valid for one bot, downloaded by a path."""

import hashlib
import io
from dataclasses import dataclass, field
from itertools import count

from PIL import Image, UnidentifiedImageError

from tests.telegram.parameters import Parameters, Upload
from tests.telegram.refusals import (
    ENTITY_TOO_LARGE,
    FILE_TOO_BIG,
    INVALID_FILE_ID,
    JSON,
    NO_IMAGE,
    PHOTO_DIMENSIONS,
    WRONG_FILE,
    Refusal,
    bad_request,
)

MEGABYTE = 1024 * 1024
THUMB = 90


@dataclass
class Limits:
    """Sizes in bytes. Lower them in a test instead of sending megabytes."""

    download: int = 20 * MEGABYTE
    photo: int = 10 * MEGABYTE
    upload: int = 50 * MEGABYTE


@dataclass
class StoredFile:
    file_id: str
    unique: str
    content: bytes
    path: str
    media: JSON  # the part of a message that shows it: {"photo": […]} or {"document": {…}}
    size: int


@dataclass
class Files:
    bot: int
    limits: Limits = field(default_factory=Limits)
    stored: dict[str, StoredFile] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    _names: "count[int]" = field(default_factory=count)

    def of_call(self, parameters: Parameters, kind: str) -> JSON:
        """The media of a call to sendPhoto or sendDocument: uploaded now, or identified by its file_id."""
        upload = parameters.file(kind)
        if upload is None:
            return self.known(parameters.text(kind), kind)
        if len(upload.content) > self.limits.upload:
            raise Refusal(413, ENTITY_TOO_LARGE)
        return self.photo_sent(upload.content) if kind == "photo" else self.document(upload)

    def known(self, file_id: str, kind: str) -> JSON:
        found = self.stored.get(file_id)
        if found is None or kind not in found.media:
            raise bad_request(WRONG_FILE)
        return found.media

    def photo_sent(self, content: bytes) -> JSON:
        """A photo uploaded by the bot, which Telegram validates."""
        if len(content) > self.limits.photo:
            told = f"file of size {len(content)} bytes is too big for a photo"
            raise bad_request(f"{told}; the maximum size is {self.limits.photo} bytes")
        size = _dimensions(content)
        if size is None:
            raise bad_request(NO_IMAGE)
        if sum(size) > 10_000 or max(size) > 20 * min(size):
            raise bad_request(PHOTO_DIMENSIONS)
        return self.photo(content)

    def photo(self, content: bytes, claimed: int = 0) -> JSON:
        """Sizes from small to large, each a separate file, as Telegram creates them."""
        media: JSON = {"photo": []}
        width, height = _dimensions(content) or (1280, 960)
        small = _smaller(content)
        for part, sides in ((small, (THUMB, THUMB)), (content, (width, height))):
            if part is not None:
                stored = self._store(part, f"photos/file_{next(self._names)}.jpg", media, claimed)
                named = {**_told(stored), "width": sides[0], "height": sides[1], "file_size": stored.size}
                media["photo"].append(named)
        return media

    def document(self, upload: Upload, kind: str = "", claimed: int = 0) -> JSON:
        media: JSON = {}
        stored = self._store(
            upload.content, f"documents/file_{next(self._names)}{_ending(upload.name)}", media, claimed
        )
        told = {**_told(stored), "file_name": upload.name, "file_size": stored.size}
        media["document"] = {**told, "mime_type": kind} if kind else told
        return media

    def get(self, file_id: str) -> JSON:
        """getFile: the path for downloading it."""
        found = self.stored.get(file_id)
        if found is None:
            raise bad_request(INVALID_FILE_ID)
        if found.size > self.limits.download:
            raise bad_request(FILE_TOO_BIG)
        return {**_told(found), "file_size": found.size, "file_path": found.path}

    def at(self, path: str) -> bytes | None:
        found = next((stored for stored in self.stored.values() if stored.path == path), None)
        if found is None:
            return None
        self.fetched.append(found.file_id)
        return found.content

    def forget(self) -> None:
        """Invalidate all file ids, as if they belonged to another bot."""
        self.stored.clear()

    def _store(self, content: bytes, path: str, media: JSON, claimed: int) -> StoredFile:
        number, unique = next(self._names), hashlib.sha256(content).hexdigest()[:12]
        stored = StoredFile(
            f"AgACAgUAAx{self.bot}-{number}", f"AQAD{unique}", content, path, media, claimed or len(content)
        )
        self.stored[stored.file_id] = stored
        return stored


def _told(stored: StoredFile) -> JSON:
    return {"file_id": stored.file_id, "file_unique_id": stored.unique}


def _ending(name: str) -> str:
    return f".{name.rpartition('.')[2]}" if "." in name else ""


def _dimensions(content: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(io.BytesIO(content)) as image:
            return image.size
    except (UnidentifiedImageError, OSError):
        return None


def _smaller(content: bytes) -> bytes | None:
    """The small size; None if it is not an image or already small."""
    size = _dimensions(content)
    if size is None or max(size) <= THUMB:
        return None
    with Image.open(io.BytesIO(content)) as image:
        image.thumbnail((THUMB, THUMB))
        out = io.BytesIO()
        image.convert("RGB").save(out, "JPEG")
        return out.getvalue()
