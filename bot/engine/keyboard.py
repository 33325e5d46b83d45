"""The buttons below a message of the chat log."""

from collections.abc import Iterator

from chats.model import Body


def buttons(body: Body) -> Iterator[tuple[str, str]]:
    """Label and data of each button that can be pressed."""
    for row in body.get("reply_markup", {}).get("inline_keyboard", []):
        yield from ((button["text"], button["callback_data"]) for button in row if button.get("callback_data"))
