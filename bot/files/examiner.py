"""Examines uploads in a child process, so that no file can take the product's memory, hold it up or end it."""

import asyncio
import ctypes
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Protocol

import structlog

from bot.files import child, refusals
from bot.files.examination import Examined
from bot.files.limits import FileLimits
from bot.files.refusals import FileRefused
from texts import speech

SECONDS = 20.0  # for one file; the slowest honest photo takes two on a small server
PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "SYSTEMROOT")  # no secrets

log = structlog.get_logger()


AtTurn = Callable[[], Awaitable[None]]


class Source(Protocol):
    """An open file."""

    def read(self, size: int, /) -> bytes: ...


class ChildDied(FileRefused):
    """The child process ended, or took too long, while it examined the file."""


class Examiner:
    """One file at a time. A child serves the files that wait together, and ends when none is left."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._child: Process | None = None

    async def examine(
        self, name: str, claimed: str, file: Source, limits: FileLimits, at_turn: AtTurn | None = None
    ) -> Examined:
        """The file as it will be kept; may raise ``FileRefused``. ``file`` is read when its turn has come.

        ``claimed`` is the media type that the sender states; ``at_turn`` is awaited before the examination begins.
        """
        self._waiting += 1
        try:
            async with self._turn:
                if at_turn:
                    await at_turn()
                return await self._examine(name, claimed, file, limits)
        finally:
            self._waiting -= 1
            if not self._waiting:
                await self._end()
                _return_memory()

    async def _examine(self, name: str, claimed: str, file: Source, limits: FileLimits) -> Examined:
        content = await asyncio.to_thread(file.read, limits.bytes + 1)
        question = {"name": name, "claimed": claimed, "limits": asdict(limits), "language": speech.language()}
        answer, kept = await self._ask(question, content)
        if "refused" in answer:
            raise FileRefused(answer["refused"], answer["sentence"])
        return Examined(answer["name"], answer["kind"], kept, answer["width"], answer["height"])

    async def _ask(self, question: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        """The child's answer. Without one, the child is replaced and the file refused."""
        running = await self._running()  # if none can be started, that is no fault of the file's
        try:
            async with asyncio.timeout(SECONDS):
                answer, kept = await _exchange(running, question, content)
        except (TimeoutError, EOFError, OSError) as error:
            log.warning("file not examined", error=type(error).__name__, size=len(content))
            await self._end()
            died = refusals.broken_document()
            raise ChildDied(died.code, str(died)) from error
        except BaseException:
            await self._end()
            raise
        if answer["last"]:
            await self._end()
        return answer, kept

    async def _running(self) -> Process:
        if self._child is None:
            self._child = await asyncio.create_subprocess_exec(
                sys.executable, "-m", child.__name__, stdin=PIPE, stdout=PIPE, env=_environment()
            )
        return self._child

    async def _end(self) -> None:
        ending, self._child = self._child, None
        if ending is None:
            return
        assert ending.stdin
        ending.stdin.close()
        with suppress(ProcessLookupError):
            ending.kill()
        await ending.wait()


def _return_memory() -> None:
    """glibc keeps what was freed for later: ask it to give that back now. Other C libraries have no such call."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


async def _exchange(process: Process, question: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Raises EOFError or OSError if the process ends meanwhile."""
    assert process.stdin
    assert process.stdout
    process.stdin.writelines((child.head(question, len(content)), content))
    await process.stdin.drain()
    length = await process.stdout.readexactly(4)
    answer = json.loads(await process.stdout.readexactly(int.from_bytes(length, "big")))
    return answer, await process.stdout.readexactly(answer["size"])


def _environment() -> dict[str, str]:
    """``MALLOC_ARENA_MAX``: with one pool of memory, what one decoder has freed serves the next."""
    return {"MALLOC_ARENA_MAX": "1", **{name: os.environ[name] for name in PASSED_ON if name in os.environ}}
