"""One bot's account at Telegram: identity, chats, updates, files, commands."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from tests.telegram.chat import Chat, Press
from tests.telegram.files import Files
from tests.telegram.refusals import CHAT_NOT_FOUND, JSON, bad_request
from tests.telegram.updates import Updates
from tests.telegram.webhook import Webhook


@dataclass
class Account:
    token: str
    username: str = "sample_standin_bot"
    revoked: bool = False
    clock: Callable[[], float] = time.time
    chats: dict[int, Chat] = field(default_factory=dict)
    updates: Updates = field(default_factory=Updates)
    presses: dict[str, Press] = field(default_factory=dict)
    press_chat: dict[str, Chat] = field(default_factory=dict)
    commands: dict[tuple[str, int, str], list[JSON]] = field(default_factory=dict)  # scope, chat of the scope, language
    menu_buttons: dict[int, JSON] = field(default_factory=dict)
    press_lasts: float = 900.0
    names: "count[int]" = field(default_factory=lambda: count(1))  # for presses and albums
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.files = Files(self.id)
        self.webhook = Webhook(self.updates, self.clock)

    @property
    def id(self) -> int:
        return int(self.token.partition(":")[0])

    def me(self) -> JSON:
        return {
            "id": self.id, "is_bot": True, "first_name": "示例机器人", "username": self.username,
        }  # fmt: skip

    def now(self) -> int:
        return int(self.clock())

    def chat(self, name: str) -> Chat:
        """The chat that a call refers to. A bot only knows people who wrote to it."""
        found = self.chats.get(int(name)) if name.lstrip("-").isdigit() else None
        if not name:
            raise bad_request("chat_id is empty")
        if found is None or not found.known:
            raise bad_request(CHAT_NOT_FOUND)
        return found

    def next_number(self, chat: Chat) -> int:
        """Private chats and groups share one counter; each supergroup has its own."""
        if chat.kind != "supergroup":
            return next(self._numbers)
        chat.own_count += 1
        return chat.own_count

    def message(self, chat: Chat, sender: JSON, content: JSON) -> JSON:
        """A new message, not yet shown."""
        return {
            "message_id": self.next_number(chat), "from": sender, "chat": chat.told(), "date": self.now(), **content,
        }  # fmt: skip

    def say(self, chat: Chat, content: JSON) -> JSON:
        """Add a new message from the bot."""
        sent = self.message(chat, self.me(), content)
        chat.show(sent)
        return sent
