"""Limits for uploaded files, for the photos that are kept, and for how much one sender may send."""

from dataclasses import dataclass
from datetime import timedelta

MEGABYTE = 1024 * 1024
WINDOW_DURATION = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class FileLimits:
    megabytes: int
    megapixels: int
    side: int  # pixels along the longer side of a photo that is kept
    in_ten_minutes: int = 9  # files per chat
    chat_megabytes_a_day: int = 200
    address_megabytes_a_day: int = 2_000

    @property
    def bytes(self) -> int:
        return self.megabytes * MEGABYTE
