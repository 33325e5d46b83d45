"""A chat is a table of numbered events: what was said, in order, and by whom."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

Body = dict[
    str, Any
]  # a Bot API message without message_id and chat: text, entities, photo, document, reply_markup, from …


class Lane(IntEnum):
    """Why a message is sent, and so its priority: lower lanes are sent first."""

    ANSWER = 0  # a reply to what the person just did
    REMINDER = 1
    NEWS = 2  # what happened to an appeal
    BROADCAST = 3


class Kind(StrEnum):
    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"
    TOAST = "toast"  # the short reply to a pressed button; not a message


@dataclass(frozen=True, slots=True)
class Event:
    """The ``number``-th event of a chat. A message is identified by the number of the event that sent it."""

    chat: int
    number: int
    kind: Kind
    message: int
    body: Body
    at: datetime
    lane: Lane = Lane.ANSWER


@dataclass(frozen=True, slots=True)
class Chat:
    id: int
    channel: str
    external: str
    last_event: int


@dataclass(frozen=True, slots=True)
class InboxUpdate:
    """An update waiting in the inbox: a Bot API update without its update_id."""

    id: int
    chat: Chat
    external: str
    payload: Body
    at: datetime


class FileState(StrEnum):
    WAITING = "waiting"  # known by its external id; its content has not been fetched yet
    KEPT = "kept"
    REFUSED = "refused"  # could not be fetched, or was fetched and not accepted


@dataclass(frozen=True, slots=True)
class File:
    """A file received in a chat; ``digest`` identifies its content in the file store, "" unless it is kept."""

    id: str
    chat: int
    name: str
    kind: str  # media type of the content
    size: int
    digest: str
    width: int = 0
    height: int = 0
    state: FileState = FileState.KEPT
