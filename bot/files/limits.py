"""How large a file may be, and how large a photo is kept."""

from dataclasses import dataclass
from datetime import timedelta

MEGABYTE = 1024 * 1024
WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class FileLimits:
    megabytes: int
    megapixels: int
    side: int  # pixels along the longer side of a photo that is kept
    in_ten_minutes: int = 9  # files from one chat

    @property
    def bytes(self) -> int:
        return self.megabytes * MEGABYTE
