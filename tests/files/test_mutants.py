"""Whatever arrives, the answer is a file or a sentence, never a traceback, and the child lives on."""

import asyncio
from io import BytesIO

import pytest

from bot.files.examination import Examined
from bot.files.examiner import ChildDied, Examiner
from bot.files.limits import FileLimits
from bot.files.refusals import FileRefused
from tests.files.mutants import kinds, mutants

LIMITS = FileLimits(megabytes=10, megapixels=64, side=4096)


async def answer(examiner: Examiner, kind: str, content: bytes) -> str:
    """Empty if it is as it should be."""
    try:
        kept: object = await examiner.examine(kind, "", BytesIO(content), LIMITS)
    except ChildDied:
        return f"the child died of a {kind}: {content.hex()}"
    except FileRefused as refused:
        kept = refused
        return "" if "请" in str(refused) else f"no way out for a {kind}: {refused}"
    return "" if isinstance(kept, Examined) else f"{kept!r} for a {kind}"


async def answers(count: int, seed: int) -> set[str]:
    examiner = Examiner()
    return set(await asyncio.gather(*(answer(examiner, *one) for one in mutants(count, seed))))


async def test_undamaged_all_of_them_are_taken() -> None:
    examiner = Examiner()
    sent = [examiner.examine(name, "", BytesIO(content), LIMITS) for name, content in kinds().items()]
    assert len(await asyncio.gather(*sent)) == len(kinds())


async def test_damaged_files_are_taken_or_refused_in_words() -> None:
    assert await answers(2_000, seed=1) == {""}


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 12))
async def test_many_damaged_files_are_taken_or_refused_in_words(seed: int) -> None:
    assert await answers(2_000, seed) == {""}
