"""People with phones: they send messages, press buttons, block the bot, and read their screen.

Names and meanings match ``tests.conversation.Talker``, so that the same journeys run with both. A bot's answers over a
network take time: ``read`` and ``button`` wait for them, woken by each change, and ``StandIn.settle`` can be set to
something that lets a bot in the same process finish before an act returns.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from copy import copy
from dataclasses import dataclass

from tests.telegram.account import Account
from tests.telegram.chat import Chat, Press
from tests.telegram.parameters import Upload
from tests.telegram.refusals import JSON

COMMAND = re.compile(r"(?:^|(?<=\s))/\w+(?:@\w+)?")


@dataclass
class Shown:
    """A message as the person sees it. ``change`` increases with every message and edit in this chat."""

    number: int
    text: str
    mine: bool
    buttons: dict[str, str]
    body: JSON
    change: int = 0


@dataclass
class Manners:
    """How people wait: ``settle`` runs after each act, ``patience`` is how many seconds they look for something."""

    settle: Callable[[], Awaitable[object]] | None = None
    patience: float = 10.0


class Person:
    """One person with one bot, in the private chat or, by ``at``, in a group."""

    def __init__(self, account: Account, manners: Manners, number: int, language: str = "zh-hans") -> None:
        self.account = account
        self.manners = manners
        self.number = number
        self.name = f"示例{number}"
        self.face: JSON = {"first_name": self.name, "username": f"sample_{number}"}
        self.user: JSON = {"id": number, "is_bot": False, **self.face, "language_code": language}
        self.chat = account.chats.setdefault(number, Chat(number, "private", self.face, known=False))

    def meet(self) -> "Person":
        """As if they had written to the bot long ago, so that it may write to them."""
        self.chat.known = True
        return self

    def at(self, group: Chat) -> "Person":
        """The same person in a group."""
        there = copy(self)
        there.chat = group
        return there

    async def say(self, text: str) -> str:
        """Type a text; returns the last text on the screen once the bot has settled."""
        commands = [
            {"type": "bot_command", "offset": found.start(), "length": len(found[0])}
            for found in COMMAND.finditer(text)
        ]
        await self.post({"text": text, "entities": commands} if commands else {"text": text})
        return await self.last()

    async def send(self, content: JSON) -> str:
        """Send any content; returns the last text on the screen once the bot has settled."""
        await self.post(content)
        return await self.last()

    async def post(self, content: JSON) -> JSON:
        """Send any content; returns the message. In a group the bot receives commands only (privacy mode)."""
        place = self.meet().chat
        message = self.account.message(place, self.user, content)
        place.show(message)
        addressed = any(entity["type"] == "bot_command" for entity in content.get("entities", []))
        if place.kind == "private" or addressed:
            self.account.updates.put("message", message, place.id)
        await self._settle()
        return message

    async def send_photo(self, content: bytes, caption: str = "", claimed: int = 0) -> JSON:
        """``claimed`` is a reported size in bytes, to simulate a large file."""
        return await self.post({**self.account.files.photo(content, claimed), **_caption(caption)})

    async def send_document(
        self, name: str, content: bytes, kind: str = "", caption: str = "", claimed: int = 0
    ) -> JSON:
        document = self.account.files.document(Upload(name, content), kind, claimed)
        return await self.post({**document, **_caption(caption)})

    async def send_album(self, photos: Sequence[bytes], caption: str = "") -> list[JSON]:
        """Several photos as one album, each its own message; the first one has the caption."""
        group = f"{self.number}{next(self.account.names):06}"
        messages = []
        self.meet()
        for place, content in enumerate(photos):
            said = _caption(caption) if place == 0 else {}
            media = {"media_group_id": group, **self.account.files.photo(content), **said}
            message = self.account.message(self.chat, self.user, media)
            self.chat.show(message)
            self.account.updates.put("message", message, self.chat.id)
            messages.append(message)
        await self._settle()
        return messages

    async def edit(self, message: JSON, text: str) -> JSON:
        """Edit one's own message."""
        edited = {**message, "text": text, "edit_date": self.account.now()}
        self.chat.show(edited)
        self.account.updates.put("edited_message", edited, self.chat.id)
        await self._settle()
        return edited

    async def press(self, label: str, times: int = 1) -> str:
        """Tap the newest button whose label contains ``label``; returns the last text on the screen afterwards."""
        shown, data = await self.button(label)
        for _ in range(times):
            self.tap(shown, data)
        await self._settle()
        return await self.last()

    def tap(self, shown: Shown, data: str) -> Press:
        """Tap a button that is or was there."""
        query = self.pressed(shown, data)["callback_query"]
        self.account.updates.put("callback_query", query, self.chat.id)
        return self.account.presses[query["id"]]

    def pressed(self, shown: Shown, data: str) -> JSON:
        """The update of such a tap, for ``hear``; for a message deleted since, it only has the number."""
        chat, now = self.chat, asyncio.get_running_loop().time()
        gone = {"message_id": shown.number, "chat": chat.told(), "date": 0}
        press = Press(f"{self.number}{self.account.id}{next(self.account.names):06}", data, now)
        chat.presses.append(press)
        self.account.presses[press.id] = press
        self.account.press_chat[press.id] = chat
        return {"callback_query": {
            "id": press.id, "from": self.user, "message": chat.messages.get(shown.number, gone),
            "chat_instance": str(-chat.id), "data": data,
        }}  # fmt: skip

    async def hear(self, update: JSON) -> None:
        """Deliver any update to the bot, valid or not, under a new number."""
        self.account.updates.put_raw(update)
        await self._settle()

    async def block(self) -> None:
        self.meet().chat.state = "blocked"
        self._membership("member", "kicked")
        await self._settle()

    async def unblock(self) -> None:
        self.chat.state = "open"
        self._membership("kicked", "member")
        await self._settle()

    def deactivate(self) -> None:
        """The person leaves Telegram for good, of which the bot is not notified."""
        self.chat.state = "deactivated"

    async def screen(self) -> list[Shown]:
        """All messages in their current state, oldest first."""
        return self.shown()

    async def last(self) -> str:
        """The last text on the screen; "" if it is empty."""
        return self.shown()[-1].text if self.chat.messages else ""

    async def toasts(self) -> list[str]:
        return [press.text for press in self.chat.presses if press.text]

    def turning(self) -> list[Press]:
        """Presses whose loading indicator is still shown."""
        return [press for press in self.chat.presses if press.answered_at is None]

    def mark(self) -> int:
        """A position to pass to ``read`` as ``after``: only later changes count."""
        return self.chat.changed

    async def read(self, pattern: str, after: int = 0) -> re.Match[str]:
        """Wait for the bot's newest message that matches; fails if none comes."""

        def found() -> re.Match[str] | None:
            messages = (shown for shown in reversed(self.shown()) if not shown.mine and shown.change > after)
            return next((match for shown in messages if (match := re.search(pattern, shown.text))), None)

        if await self.chat.pulse.until(lambda: found() is not None, self.manners.patience) and (match := found()):
            return match
        raise AssertionError(f"{self.name} never read «{pattern}»: {[shown.text for shown in self.shown()]}")

    async def button(self, label: str) -> tuple[Shown, str]:
        """Wait for a button whose label contains ``label``; returns its message (the newest) and the button's data."""

        def found() -> tuple[Shown, str] | None:
            return next(
                ((shown, data) for shown in reversed(self.shown()) for text, data in shown.buttons.items()
                 if label in text), None,
            )  # fmt: skip

        if await self.chat.pulse.until(lambda: found() is not None, self.manners.patience) and (hit := found()):
            return hit
        near = [(shown.text, [*shown.buttons]) for shown in self.shown()[-3:]]
        raise AssertionError(f"{self.name} sees no button «{label}»: {near}")

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something about this chat holds; fails if it never does."""
        assert await self.chat.pulse.until(holds, self.manners.patience), f"{self.name} waited in vain"

    def shown(self) -> list[Shown]:
        chat = self.chat
        return [_shown(body, chat.changes[number]) for number, body in sorted(chat.messages.items())]

    def menu(self) -> list[str]:
        """The commands the app offers in this chat: those of the most specific scope and language."""
        language = str(self.user["language_code"]).partition("-")[0]
        scopes = (("chat", self.number), ("all_private_chats", 0), ("default", 0))
        for scope, chat in scopes:
            for code in (language, ""):
                if commands := self.account.commands.get((scope, chat, code)):
                    return [f"/{command['command']} {command['description']}" for command in commands]
        return []

    def _membership(self, before: str, after: str) -> None:
        bot = self.account.me()
        change = {
            "chat": self.chat.told(), "from": self.user, "date": self.account.now(),
            "old_chat_member": {"user": bot, "status": before, "until_date": 0},
            "new_chat_member": {"user": bot, "status": after, "until_date": 0},
        }  # fmt: skip
        self.account.updates.put("my_chat_member", change, self.chat.id)

    async def _settle(self) -> None:
        if self.manners.settle:
            await self.manners.settle()


def _caption(caption: str) -> JSON:
    return {"caption": caption} if caption else {}


def _shown(body: JSON, change: int) -> Shown:
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = {button["text"]: button.get("callback_data") or button.get("url", "") for row in rows for button in row}
    text = body.get("text") or body.get("caption") or ("[照片]" if "photo" in body else "[文件]")
    return Shown(body["message_id"], text, not body["from"]["is_bot"], buttons, body, change)
