"""The place of one of the things on offer, in words."""

import re

from understanding.answers import bare


def ordinal(text: str) -> int | None:
    """Which of the things on offer, from 0: "第二个", "就第一个吧"."""
    if told := re.fullmatch("(?:the |that )?(first|second|third|1st|2nd|3rd)(?: (?:one|button|appeal))?", bare(text)):
        return ("first", "second", "third", "1st", "2nd", "3rd").index(told[1]) % 3
    found = re.fullmatch("(?:就|选|是)?第?([一二三四五六123456])(?:个|项|家|件|条)?(?:吧|的|啊)?", bare(text))
    return "一二三四五六123456".find(found[1]) % 6 if found else None
