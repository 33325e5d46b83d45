"""The answer, in words, to which of several appeals something belongs to, or whether it is a new matter."""

import re
from collections.abc import Sequence

from texts.folding import folded
from understanding import ordinals
from understanding.model import Context
from understanding.numbers import appeals_named

NEW = "new"
MAX_CHARS = 60  # characters that are looked at
A_NEW_ONE = re.compile(
    "(?:是|这是|就是|都|算)?(?:另(?:外)?一件|新的?)(?:新的?)?(?:事|诉求|问题|一件)?(?:的|吧)?|"
    "(?:a|it.sa|the)?new(?:one|matter)?"
)
THIS = re.compile(
    "(?:嗯|对|是|好|行|就|给|yes|ok|please|it.s|for|to|add|[,，])*(?:补充|加|放|发|属于)?(?:到|进|给|在)?"
    "(?:这|那|原来|刚才|this|that|it|the)(?:个|件|条|one)?(?:诉求|事|appeal)?(?:的|里|上|去|吧|,)*"
    "(?:照片|图片?|文件|材料|证据|photo|file|picture)?(?:了|吧|[。.])?|(?:补充|加上?)(?:吧|的)?"
)
NUMBER = re.compile("(?:是|就|补充|放|加|到|给|在|[,， ])*(?:sq)?[0-9 -]{1,16}(?:号|件|的|那|里|吧)*")
NAMES = re.compile(  # "环评那件", "是路灯的", "the licence one"
    "(?:是|就|补充|放|加|到|给|在|说的|我|[,， ])*(?P<which>[一-龥]{1,8}?)"
    "(?:(?:那|这)一?(?:件|个|条|边)(?:事情?|诉求)?|"
    "的(?:事情?|诉求)?)(?:里|上|吧|呀|啊|的)*|"
    "(?:是|就|要|[,， ])*(?:补充|交|发|转)?给(?P<unit>[一-龥]{2,8}?)(?:的|吧|看|办|就行)*|"
    "(?:it.s |to )?the (?P<english>[a-z ]{2,20}) (?:one|appeal)"
)


def place(text: str, context: Context, numbers: Sequence[str]) -> str | None:
    """Which of ``numbers`` the text answers, or ``NEW``; None if it says anything else. What is said of an appeal, and
    be it a denial, is no answer."""
    said = folded(text, MAX_CHARS + 1).strip(" 。.!！")
    nth, bare = ordinals.ordinal(said), said.replace(" ", "")
    if A_NEW_ONE.fullmatch(bare):
        return NEW
    if nth is not None and nth < len(numbers):
        return numbers[nth]
    if THIS.fullmatch(bare) and len(numbers) == 1:
        return numbers[0]
    named = appeals_named(said, context) if NUMBER.fullmatch(said) else _by_words(said, context)
    return named[0] if len(named) == 1 and named[0] in numbers else None


def _by_words(said: str, context: Context) -> list[str]:
    """The appeals in whose matter or unit the words stand by which one is called."""
    found = NAMES.fullmatch(said)
    which = next(filter(None, found.group("which", "unit", "english")), "") if found else ""
    return [one.number for one in context.open if which and which in f"{one.matter} {one.unit}".lower()]
