"""The buttons under messages about a person's chats, and the data they send."""

from enum import StrEnum

from outbox.buttons import Press
from outbox.model import Buttons
from texts.speech import translated

SUBJECT = "p"


class Act(StrEnum):
    """What is pressed about the chat whose id stands in the data."""

    LINK = "link"  # it becomes the person's
    REFUSE = "refuse"  # it does not
    START = "start"  # home
    UNLINK = "unlink"  # it is no longer the person's, once they have agreed again


def asked(chat: int) -> Buttons:
    """For the first chat: whether ``chat`` may be linked."""
    return (
        ((translated("是我，接上"), _data(Act.LINK, chat)),),
        ((translated("不是我"), _data(Act.REFUSE, chat)),),
    )


def linked(chat: int) -> Buttons:
    """For the chat that was linked."""
    return (
        ((translated("返回首页"), _data(Act.START, chat)),),
        ((translated("不是我，解除"), _data(Act.UNLINK, chat)),),
    )


def _data(act: Act, chat: int) -> str:
    return str(Press(SUBJECT, act, chat))
