"""One chat with one bot, as Telegram stores it: the current messages and the button presses."""

from dataclasses import dataclass, field
from typing import Literal

from tests.telegram.pulse import Pulse
from tests.telegram.refusals import (
    BLOCKED,
    CHAT_UPGRADED,
    DEACTIVATED,
    JSON,
    KICKED,
    bad_request,
    forbidden,
)

State = Literal["open", "blocked", "deactivated", "kicked", "upgraded"]


@dataclass
class Press:
    """A tap on a button; its loading indicator is shown until the bot answers."""

    id: str
    data: str
    at: float
    answered_at: float | None = None
    text: str = ""
    alert: bool = False
    expired: bool = False


@dataclass
class Chat:
    id: int
    kind: Literal["private", "group", "supergroup"]
    face: JSON  # what Telegram says about it: title, or name and username
    known: bool = True  # False: the person has not written to the bot yet
    state: State = "open"
    moved_to: int = 0
    messages: dict[int, JSON] = field(default_factory=dict)
    changes: dict[int, int] = field(default_factory=dict)  # message → number of its last change
    presses: list[Press] = field(default_factory=list)
    pulse: Pulse = field(default_factory=Pulse)
    changed: int = 0
    own_count: int = 0  # a supergroup's own message counter

    def told(self) -> JSON:
        return {"id": self.id, "type": self.kind, **self.face}

    def show(self, message: JSON) -> None:
        self.changed += 1
        self.messages[message["message_id"]] = message
        self.changes[message["message_id"]] = self.changed
        self.pulse.beat()

    def remove(self, number: int) -> None:
        self.changed += 1
        del self.messages[number]
        self.pulse.beat()

    def check_writable(self) -> None:
        """Raises Telegram's error if the chat does not accept new messages."""
        if self.state == "upgraded":
            raise bad_request(CHAT_UPGRADED, migrate_to_chat_id=self.moved_to)
        if self.state == "blocked":
            raise forbidden(BLOCKED)
        self.check_there()

    def check_there(self) -> None:
        """Raises if the chat is gone. Edits need less than sending: they work while the person blocks the bot."""
        if self.state == "deactivated":
            raise forbidden(DEACTIVATED)
        if self.state == "kicked":
            raise forbidden(KICKED)
