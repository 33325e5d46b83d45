"""What the sender needs of an external channel, and every way in which a call to it can fail."""

from typing import Protocol

from chats.model import Body


class Transport(Protocol):
    """Calls to the channel's API. ``to`` is the chat's external name, ``external_id`` the message's external id.

    Every failure is raised as a TransportError; anything else that is raised is a bug.
    """

    @property
    def channel(self) -> str:
        """The value of ``chat.channel``, e.g. "telegram"."""

    @property
    def account(self) -> str:
        """What the external names of its chats begin with, e.g. "<bot id>:"."""

    def is_group(self, to: str) -> bool:
        """Whether the channel's lower rate for groups applies there."""

    async def send(self, to: str, body: Body) -> str:
        """Send a new message; returns its external id."""

    async def edit(self, to: str, external_id: str, body: Body) -> None: ...

    async def delete(self, to: str, external_id: str) -> None: ...

    async def answer(self, press: str, body: Body) -> None:
        """Answer a pressed button. Without a text it only ends the waiting."""


class TransportError(Exception):
    """A call that did not do what it should. ``reason`` is for operators: it quotes neither text nor people."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class Later(TransportError):
    """Not accepted: to be tried again after ``seconds``; the whole channel waits if ``everywhere``."""

    def __init__(self, seconds: float, everywhere: bool = True, reason: str = "") -> None:
        super().__init__(reason or f"wait {seconds:g} s")
        self.seconds = seconds
        self.everywhere = everywhere


class Unsure(TransportError):
    """No clear answer (time ran out, connection lost after sending): it may have been accepted."""


class ServerFailed(Unsure):
    """The channel failed while processing it (5xx)."""


class Bug(Unsure):
    """Something was raised that should not be; ``reason`` is its type."""


class NotSent(TransportError):
    """Certainly not accepted (connection refused …): to be tried again after a short wait."""


class Unreachable(TransportError):
    """Blocked, deactivated, gone: nothing can be sent to this chat until the person returns."""


class Moved(TransportError):
    """The chat has a new external name, ``to``, which begins with the account."""

    def __init__(self, to: str) -> None:
        super().__init__("moved")
        self.to = to


class Missing(TransportError):
    """The message is no longer there, or cannot be changed any more."""


class Unchanged(TransportError):
    """The edit changes nothing: fine."""


class Rejected(TransportError):
    """The channel will never accept this."""


class LockedOut(TransportError):
    """The account itself is refused (token revoked): nothing works until the operator replaces it."""
