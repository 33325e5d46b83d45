"""Splits a text into the matters that it raises, each judged by itself."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from directory.route import Route

Judge = Callable[[str], Route]

HEADS = re.compile(
    r"(?:^|(?<=[\s。;；!！?？,，:：\n]))(?:[（(]?(?:[一二三四五六七八九]|[1-9])[)）、.．:：](?!\d)|[①-⑨]|第[一二三四五六](?=[件个条是、,，:：])|其[一二三四](?=[、,，:：是])|"
    r"一是|二是|三是|四是|首先|其次|另(?=[,，、外有])|此外|还有|再就是|再有|再者|再一个|同时还?|顺便|对了|再说一|再问一?|再(?:加|提|报|反映)一?(?:个|件)|一(?:个|件)是|"
    r"(?:and )?(?:also|another (?:thing|problem|issue)|second(?:ly)?|besides|in addition)\b)"
)
CLAUSES = re.compile(r"[,，;；。!！?？\n]+|(?<=[一-龥])\s+(?=[一-龥])")
# Says that there are several: then every clause may be a matter.
PLURAL = re.compile(
    "(?:[俩两三四几]|好几)(?:个|件|桩|码|样)?(?:事|问题|情况|诉求|麻烦|难题)|[一]?(?:个|件)是.*(?:个|件)是|一并|一起(?:反映|说|报|讲)|赶(?:到)?(?:一块|一起)|"
    "不说.{0,20}还|[；;。]另|还(?:有|加上)|two (?:things|problems|issues)|both"
)
OPENING = re.compile(  # "wait, one more thing:", which says nothing of the matter
    "^(?:等(?:一?下|会儿?)|对了|哦对?|还有|另外|后面|最后|再|我|[,，。 ])*"
    "(?:补充(?:一?(?:句|点|下)|(?:一?个)?情况)?|补一?(?:句|点|下))"
    "[:：，, ]+(?=.)|^(?:please )?add(?: this)?[:,] *(?=.)",
    re.IGNORECASE,
)
MIN_CHARS, MAX_CHARS = 5, 260
SIGNS = " \n\t,，、;；:：。."
MARK = re.compile(
    r"^(?:(?:我|我们)?(?:这(?:里|边|儿)?)?(?:想|要)?(?:有|说|反映|问|还有)?(?:[俩两二三四几]|好几)(?:个|件|桩)(?:事情?|问题|情况)(?:哈|啊|呢|要说)?|一?(?:个|件)是|[一二三四五]是|"
    r"[（(]?(?:[一二三四五六]|[1-9])[)）、.．:：]|[①-⑨]|第[一二三四五六](?!中|小学|人民|医院|实验|名|次|批|季|天|时间|幼儿|线|期|年|代)(?:件|个|条|是)?(?:事情?|问题)?|其[一二三四]|首先|其次|另外|此外|还有(?:个事|件事|一件事|一个)?|"
    r"再就是|再有|再一个|再(?:加|提|报|反映|说)一?(?:个|件)(?:事情?|问题)?|"
    r"同时还?|顺便|对了|(?:and |also |secondly?|besides|firstly?|in addition)\b)"
)
LIKELY, POSSIBLE = 0.45, 0.2


def several(text: str, judge: Judge) -> tuple[str, ...]:
    """The parts of ``text`` that are matters of different units, as pieces of it; empty if it is one matter.

    Long stories name many units on their way and are one matter unless they count.
    """
    if len(text) > MAX_CHARS:
        return ()
    by_heads = _matters(_cut(text, [found.start() for found in HEADS.finditer(text)]), judge)
    if by_heads or not PLURAL.search(text):
        return by_heads
    return _matters(_cut(text, [found.end() for found in CLAUSES.finditer(text)]), judge)


def opens_another(text: str) -> bool:
    """Whether it begins as another matter does: "另外…", "还有一件"."""
    return HEADS.match(text.strip(SIGNS)) is not None


def tidied(matter: str) -> str:
    """A matter without what counts it ("两件事，第一") and without the sign that ends it."""
    bare = matter.strip(SIGNS)
    while (shorter := MARK.sub("", bare, count=1).strip(SIGNS)) != bare and len(shorter) >= MIN_CHARS:
        bare = shorter
    return bare


def without_opening(text: str) -> str:
    """What is added, without the words that say that something is added."""
    return OPENING.sub("", text)


def _cut(text: str, places: Sequence[int]) -> list[str]:
    cuts = sorted({0, *places, len(text)})
    return [text[start:end] for start, end in pairwise(cuts)]


def _matters(pieces: Sequence[str], judge: Judge) -> tuple[str, ...]:
    """Pieces without a unit of their own belong to the one before, or at the beginning to the one after."""
    matters: list[tuple[str, frozenset[str]]] = []
    before = ""
    for piece in pieces:
        units = _units(piece, judge)
        if not units and matters:
            matters[-1] = matters[-1][0] + piece, matters[-1][1]
        elif not units:
            before += piece
        elif matters and units & matters[-1][1]:
            matters[-1] = matters[-1][0] + piece, matters[-1][1] | units
        else:
            matters.append((before + piece, units))
            before = ""
    return tuple(matter.strip() for matter, _ in matters) if len(matters) > 1 else ()


def _units(piece: str, judge: Judge) -> frozenset[str]:
    """The units that may be responsible for a piece; none if none is likely."""
    if len(re.sub(r"[\W_]", "", piece)) < MIN_CHARS:
        return frozenset()
    ranked = judge(piece).ranked
    if not ranked or ranked[0].probability < LIKELY or not ranked[0].reasons:
        return frozenset()
    return frozenset(one.unit.name for one in ranked if one.probability >= POSSIBLE)
