"""What the sender needs from an external channel, and every way in which a call to it can fail."""

from typing import Protocol

from chats.model import Body


class Transport(Protocol):
    """Calls to the channel's API. ``to`` is the chat's external name, ``external_id`` the message's external id.

    Every failure is raised as a TransportError, or as the database's error if nothing was called because of it; any
    other exception is a bug.
    """

    @property
    def channel(self) -> str:
        """The value of ``chat.channel``, e.g. "telegram"."""

    @property
    def account(self) -> str:
        """The prefix of its chats' external names, e.g. "<bot id>:"."""

    def is_group(self, to: str) -> bool:
        """Whether the channel's lower rate for groups applies to the chat."""

    async def send(self, to: str, body: Body) -> str:
        """Send a new message; returns its external id."""

    async def edit(self, to: str, external_id: str, body: Body) -> None: ...

    async def delete(self, to: str, external_id: str) -> None: ...

    async def answer(self, press: str, body: Body) -> None:
        """Answer a button press. Without a text it only stops the button's loading indicator."""


class TransportError(Exception):
    """A call that failed. ``reason`` is for operators: it contains neither message text nor personal data."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class RateLimited(TransportError):
    """Not accepted; try again after ``seconds``. If ``account_wide``, the whole channel must wait."""

    def __init__(self, seconds: float, account_wide: bool = True, reason: str = "") -> None:
        super().__init__(reason or f"wait {seconds:g} s")
        self.seconds = seconds
        self.account_wide = account_wide


class OutcomeUnknown(TransportError):
    """No clear answer (timeout, connection lost after sending): it may have been accepted."""


class ServerError(OutcomeUnknown):
    """The channel failed while processing the call (5xx)."""


class Bug(OutcomeUnknown):
    """An unexpected exception; ``reason`` is its type."""


class NotSent(TransportError):
    """Certainly not accepted (connection refused …); try again after a short wait."""


class Unreachable(TransportError):
    """Blocked, deactivated or gone: nothing can be sent to this chat until the person returns."""


class ChatMoved(TransportError):
    """The chat has a new external name, ``to``, which includes the account prefix."""

    def __init__(self, to: str) -> None:
        super().__init__("moved")
        self.to = to


class MessageMissing(TransportError):
    """The message no longer exists or can no longer be changed."""


class Unchanged(TransportError):
    """The edit changes nothing; not an error."""


class Rejected(TransportError):
    """The channel will never accept this call."""


class Unauthorized(TransportError):
    """The account itself is refused (token revoked): nothing works until the operator replaces it."""
