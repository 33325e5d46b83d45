"""A draft: what an enterprise wants to file, before it becomes an appeal."""

import unicodedata
from dataclasses import dataclass

from appeals.model import ProposedUnit
from texts.folding import without_invisible
from texts.refused import Refused
from texts.speech import say

MAX_TEXT_CHARS = 10_000  # maximum length of an appeal in characters


@dataclass(frozen=True, slots=True)
class Draft:
    """In the filer's words. ``suggested`` and ``accused`` are units; ``files`` are files in the filer's chat."""

    text: str
    category: str
    place: str = ""
    files: tuple[str, ...] = ()
    suggested: int | None = None
    accused: tuple[int, ...] = ()
    enterprise: int | None = None
    enterprise_name: str = ""
    confidential: bool = False
    source: str = "chat"
    proposed: tuple[ProposedUnit, ...] = ()
    urgent: bool = False
    """Whether it says that something will happen on a certain day."""


def readable(text: str, most: int = MAX_TEXT_CHARS) -> str:
    """``text`` without control characters; raises ``Refused`` if nothing is left or it is longer than ``most``."""
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if c == "\n" or unicodedata.category(c) not in _UNSEEN)
    kept = kept.strip()
    if not without_invisible(kept).strip():
        raise Refused(say("没有看到文字，请再输入一次。"))
    if len(kept) > most:
        raise Refused(
            say("文字有点长（{count} 字），请控制在 {most} 字以内，其余可以作为文件发来。", count=len(kept), most=most)
        )
    return kept


_UNSEEN = {"Cc", "Cs", "Co", "Cn"}  # control characters, lone surrogates, private and unassigned code points
