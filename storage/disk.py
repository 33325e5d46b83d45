"""Free space on the disks that hold our data."""

import shutil
from pathlib import Path

FULL_BELOW_BYTES = 1024**3  # below this a disk counts as full: SQLite's log and a backup need room beside the data


def free_bytes(folder: Path) -> int:
    """On the disk of the folder, which need not exist yet."""
    return shutil.disk_usage(next(place for place in (folder, *folder.absolute().parents) if place.is_dir())).free
