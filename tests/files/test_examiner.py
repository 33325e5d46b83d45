"""Uploads are examined in a child process: whatever happens to it, the next file is examined."""

import asyncio
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image

from bot.files import examination, examiner
from bot.files.examination import Examined
from bot.files.examiner import ChildDied, Examiner
from bot.files.limits import FileLimits
from bot.files.refusals import FileRefused
from tests.files.pictures import exif_without_end, picture
from texts.speech import speaking

LIMITS = FileLimits(megabytes=10, megapixels=64, side=4096)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


async def examine(with_: Examiner, content: bytes, name: str = "a") -> Examined:
    return await with_.examine(name, "", BytesIO(content), LIMITS)


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "bot.files.child" in child.cmdline()]


async def begun() -> psutil.Process:
    """The child, once it runs."""
    while not (found := children()):  # noqa: ASYNC110  only the system knows
        await asyncio.sleep(0.01)
    return found[0]


async def test_what_is_kept_comes_back_from_the_child() -> None:
    kept = await examine(Examiner(), picture("PNG", size=(50, 40)), "照片.jpg")
    assert (kept.name, kept.kind, kept.width, kept.height) == ("照片.png", "image/png", 50, 40)
    assert Image.open(BytesIO(kept.content)).size == (50, 40)


async def test_a_refusal_is_worded_in_the_senders_language() -> None:
    with speaking("en"), pytest.raises(FileRefused, match="This file is empty"):
        await examine(Examiner(), b"")


@pytest.mark.parametrize(
    ("side", "options"),
    [(8000, {"lossless": True}), (4001, {}), (4001, {"exif": b"Exif"})],
    ids=["lossless", "plain", "extended"],
)
def test_a_picture_that_unpacks_to_more_than_its_format_may_is_refused_by_its_size(
    side: int, options: dict[str, Any]
) -> None:
    out = BytesIO()
    Image.new("RGB", (side, side)).save(out, "WEBP", method=0, **options)
    with pytest.raises(FileRefused, match="最多 1400 万像素"):
        examination.examine("a", "", out.getvalue(), LIMITS)


async def test_a_decoder_that_fails_in_an_unusual_way_means_broken() -> None:
    with pytest.raises(FileRefused, match="打不开"):
        await examine(Examiner(), exif_without_end())


async def test_a_child_that_is_killed_costs_one_file_only() -> None:
    subject = Examiner()
    first = asyncio.create_task(examine(subject, picture("PNG", size=(5000, 5000))))
    second = asyncio.create_task(examine(subject, PDF))
    (await begun()).kill()
    with pytest.raises(ChildDied, match="打不开"):
        await first
    assert (await second).kind == "application/pdf"


async def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    subject = Examiner()
    monkeypatch.setattr(examiner, "SECONDS", 0.5)
    first = asyncio.create_task(examine(subject, picture("PNG", size=(5000, 5000))))
    (await begun()).send_signal(signal.SIGSTOP)
    with pytest.raises(ChildDied):
        await first
    assert children() == []
    monkeypatch.undo()
    assert (await examine(subject, PDF)).kind == "application/pdf"


async def test_no_child_stays_when_nobody_waits() -> None:
    subject = Examiner()
    kept = await asyncio.gather(*(examine(subject, PDF, f"{count}.pdf") for count in range(12)))
    assert [one.name for one in kept] == [f"{count}.pdf" for count in range(12)]
    assert children() == []


def test_a_child_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINQING_TELEGRAM__TOKEN", "secret")
    assert set(examiner._environment()) <= {"MALLOC_ARENA_MAX", *examiner.PASSED_ON}


@pytest.mark.parametrize(
    ("act", "error"),
    [("bytearray(400 << 20)", "MemoryError"), ("open('x', 'w').write('x' * 99999)", "OSError")],
    ids=["memory", "writing"],
)
def test_a_child_has_little_memory_and_writes_nothing(act: str, error: str, tmp_path: Path) -> None:
    ignoring = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)"
    code = f"{ignoring}; from bot.files import child; child._limit(); {act}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert error in done.stderr
