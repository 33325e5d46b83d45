"""What is said of the consent itself: a question about it, and that it was not given."""

import re

ASKS = re.compile("[?？]|啥|什么|怎么|为什么|[吗么嘛不]$|谁|哪")
UNDERSTOOD = re.compile("(?:听|看)?(?:懂|明白|清楚)(?:了)?(?:吗|么|没)|行(?:吗|了吧)")  # of the service, in impatience
YES = re.compile(
    "^(?:好的?|我|可以|[,， ])*同意(?:了|的)?[,，。.!！ ]*(?:但是?|不过|可是?|就是)?|^(?:yes|ok|i agree)[,. ]*(?:but)?",
    re.IGNORECASE,
)
NOT_GIVEN = re.compile(
    "(?:^|[,，。 ])我?(?:还|可)?没(?:有)?(?:说)?同意|^(?:我)?不同意|(?:do not|don.?t|didn.?t|did not|haven.?t) agree"
)


def asks(said: str) -> bool:
    """Whether a text that speaks of agreeing asks what it means, instead of agreeing: "同意是同意啥"."""
    return ASKS.search(UNDERSTOOD.sub("", said)) is not None


def without_yes(text: str) -> str:
    """What is said behind the yes with which a text begins."""
    return YES.sub("", text)


def is_denied(said: str) -> bool:
    """Whether somebody who was taken to agree says that they did not."""
    return NOT_GIVEN.search(said) is not None
