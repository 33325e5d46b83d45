"""Replaces database and files by those of an unpacked backup, in steps that can be repeated after a kill at any moment.

Everything lies ready beside its place first; then a plan is written, and from then on there are only renames. A process
that dies before the plan is written has changed nothing; one that dies later is continued by the next command.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.commands import work_folder
from bot.commands.archive import DATABASE
from storage.files import sync_folder, write_whole

PREFIX = ".restore-"
PLAN = "plan.json"
ENDINGS = ("", "-wal", "-shm")  # of the files that make up an SQLite database; without the first none is opened


@dataclass(frozen=True, slots=True)
class Places:
    """Where database and files belong, and where they are prepared: always on the same disk."""

    database: Path
    files: Path

    @property
    def work(self) -> Path:
        return self.database.with_name(PREFIX + self.database.name)

    @property
    def new_files(self) -> Path:
        return self.files.with_name(PREFIX + self.files.name)

    def occupied(self) -> Iterator[Path]:
        """What exists already: any of the database's files, and the folder of files unless it is empty."""
        yield from filter(os.path.lexists, (_with_ending(self.database, ending) for ending in ENDINGS))
        if holds_anything(self.files):
            yield self.files


def holds_anything(place: Path) -> bool:
    return any(place.iterdir()) if place.is_dir() else os.path.lexists(place)


@contextmanager
def preparing(places: Places) -> Iterator[Path]:
    """The folder to unpack into. Raises InUse if another restore is at work."""
    places.database.parent.mkdir(parents=True, exist_ok=True)
    places.files.parent.mkdir(parents=True, exist_ok=True)
    finish(places)
    places.work.mkdir(mode=0o700)
    with work_folder.locked(places.work):
        try:
            yield places.work
        finally:
            _tidy(places)


def replace(places: Places, stamp: str) -> list[Path]:
    """Put what has been unpacked in its place. Returns where the previous data is, renamed with ``stamp``."""
    unpacked = places.work / "files"
    unpacked.mkdir(exist_ok=True)
    shutil.move(unpacked, places.new_files)  # a copy, if files are kept on another disk
    aside = _free_name(places, f".before-{stamp}")
    write_whole(places.work / PLAN, json.dumps({"aside": aside}).encode())
    return _carry_out(places, aside)


def finish(places: Places) -> bool:
    """Continue what a killed restore has begun, or sweep it; returns whether one was completed. Raises InUse."""
    for place in {places.database.parent, places.files.parent}:
        work_folder.sweep_unlocked(place)
    if not places.work.is_dir():
        return False
    with work_folder.locked(places.work):
        planned = (places.work / PLAN).is_file()
        if planned:
            _carry_out(places, json.loads((places.work / PLAN).read_bytes())["aside"])
        _tidy(places)
    return planned


def _carry_out(places: Places, aside: str) -> list[Path]:
    """Each step leaves things so that all steps can be done again; the database comes last."""
    if places.new_files.is_dir():
        _move_aside(places.files, aside)
        places.new_files.rename(places.files)
    _replace_database(places, aside)
    for folder in {places.database.parent, places.files.parent}:
        sync_folder(folder)
    moved = (_with_ending(place, aside) for place in (places.database, places.files))
    return [place for place in moved if any(os.path.lexists(_with_ending(place, ending)) for ending in ENDINGS)]


def _replace_database(places: Places, aside: str) -> None:
    if (places.work / DATABASE).is_file():
        for ending in ENDINGS:
            part = _with_ending(places.database, ending)
            if os.path.lexists(part):
                part.rename(_with_ending(places.database, aside + ending))
        (places.work / DATABASE).rename(places.database)


def _with_ending(place: Path, ending: str) -> Path:
    return place.with_name(place.name + ending)


def _move_aside(files: Path, aside: str) -> None:
    if holds_anything(files):
        files.rename(files.with_name(files.name + aside))
    elif files.is_dir():
        files.rmdir()


def _free_name(places: Places, aside: str) -> str:
    """``aside``, with a number if something of that name already lies there."""
    names = [aside, *(f"{aside}-{number}" for number in range(2, 1000))]
    for name in names:
        taken = [_with_ending(places.database, name + ending) for ending in ENDINGS]
        if not any(os.path.lexists(place) for place in (*taken, _with_ending(places.files, name))):
            return name
    raise FileExistsError(names[-1])


def _tidy(places: Places) -> None:
    """Remove what was prepared, unless a plan is still to be carried out: an error stopped it halfway."""
    if (places.work / PLAN).is_file() and (places.work / DATABASE).is_file():
        return
    if places.new_files.is_dir():
        shutil.rmtree(places.new_files)
    shutil.rmtree(places.work)
