"""The process that examines uploads: `python -m bot.files.child`, started by ``Examiner`` with pipes to talk through.

What it is asked and answers: the length of a JSON object (4 bytes), the object, and as many bytes as its ``size`` says.
"""

import json
import os
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from bot.files.examination import examine
from bot.files.limits import MEGABYTE, FileLimits
from bot.files.refusals import FileRefused
from texts.speech import speaking

DATA_BYTES = 360 * MEGABYTE  # of memory that it writes to; program code comes on top
WORN_BYTES = 96 * MEGABYTE  # once it has held more, it ends: decoders do not return memory
OPEN_FILES = 64
NICENESS = 10  # answering people goes first
Header = dict[str, Any]


def main() -> None:
    _limit()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while (request := read(requests)) is not None:
        header, content = _answer(*request)
        worn = _most_held() > WORN_BYTES
        write(answers, {**header, "last": worn}, content)
        if worn:
            return


def read(source: BinaryIO) -> tuple[Header, bytes] | None:
    """The next object with its content; None at the end."""
    length = source.read(4)
    if len(length) < 4:
        return None
    header: Header = json.loads(source.read(int.from_bytes(length, "big")))
    return header, source.read(header["size"])


def write(target: BinaryIO, header: Header, content: bytes) -> None:
    target.writelines((head(header, len(content)), content))
    target.flush()


def head(header: Mapping[str, Any], size: int) -> bytes:
    """What goes before the content: the object with its length."""
    text = json.dumps({**header, "size": size}).encode()
    return len(text).to_bytes(4, "big") + text


def _limit() -> None:
    """From here on this process can neither use much memory nor write files or dump its memory."""
    os.nice(NICENESS)
    for kind, most in (
        (resource.RLIMIT_DATA, DATA_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(kind, (most, most))


def _most_held() -> int:
    """The most memory that was resident, in bytes. (``getrusage`` counts what the parent held when it started us.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def _answer(header: Header, content: bytes) -> tuple[Header, bytes]:
    limits = FileLimits(**header["limits"])
    with speaking(header["language"]):
        try:
            found = examine(header["name"], header["claimed"], content, limits)
        except FileRefused as refused:
            return {"refused": refused.code, "sentence": str(refused)}, b""
    return {"name": found.name, "kind": found.kind, "width": found.width, "height": found.height}, found.content


if __name__ == "__main__":
    main()
