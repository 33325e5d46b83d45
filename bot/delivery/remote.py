"""What a channel that lives elsewhere can do for the courier, and every way in which that can fail."""

from typing import Protocol

from chats.model import Body


class Remote(Protocol):
    """Calls to the other side. ``to`` is the chat's external name; ``remote`` a message's name over there.

    Every failure is raised as a RemoteError; anything else that is raised is a bug.
    """

    @property
    def channel(self) -> str:
        """The value of ``chat.channel``, e.g. "telegram"."""

    @property
    def account(self) -> str:
        """What the external names of its chats begin with, e.g. "<bot id>:"."""

    def is_group(self, to: str) -> bool:
        """Whether the other side's slower pace for groups holds there."""

    async def send(self, to: str, body: Body) -> str:
        """Send a new message; returns its name over there."""

    async def edit(self, to: str, remote: str, body: Body) -> None: ...

    async def delete(self, to: str, remote: str) -> None: ...

    async def answer(self, press: str, body: Body) -> None:
        """Answer a pressed button. Without a text it only ends the waiting."""


class RemoteError(Exception):
    """A call that did not do what it should. ``reason`` is for operators: it quotes neither text nor people."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class Later(RemoteError):
    """Not accepted: to be tried again after ``seconds``; the whole channel waits if ``everywhere``."""

    def __init__(self, seconds: float, everywhere: bool = True, reason: str = "") -> None:
        super().__init__(reason or f"wait {seconds:g} s")
        self.seconds = seconds
        self.everywhere = everywhere


class Unsure(RemoteError):
    """No clear answer (time ran out, connection lost after sending): it may have been accepted."""


class ServerFailed(Unsure):
    """The other side broke while it worked on it (5xx)."""


class Bug(Unsure):
    """Something was raised that should not be; ``reason`` is its type."""


class NotSent(RemoteError):
    """Certainly not accepted (connection refused …): to be tried again after a short wait."""


class Unreachable(RemoteError):
    """Blocked, deactivated, gone: nothing can be carried to this chat until the person returns."""


class Moved(RemoteError):
    """The chat has a new name over there; ``to`` is its external name from now on, with the account before it."""

    def __init__(self, to: str) -> None:
        super().__init__("moved")
        self.to = to


class Missing(RemoteError):
    """The message is no longer there, or cannot be changed any more."""


class Unchanged(RemoteError):
    """The edit changes nothing: fine."""


class Rejected(RemoteError):
    """The other side will never take this."""


class LockedOut(RemoteError):
    """The account itself is refused (token revoked): nothing works until the operator mends it."""
