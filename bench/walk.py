"""A walk through the dialogs that files nothing: home, filing back and forth, finding a unit, home again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chats.model import Body, Event, Kind


@dataclass(frozen=True, slots=True)
class Type:
    text: str


@dataclass(frozen=True, slots=True)
class Press:
    """Press the newest button whose label contains ``label``."""

    label: str


Act = Type | Press

WALK: tuple[Act, ...] = (
    Type("/start"),
    Press("提交诉求"),
    Type("我们厂排污许可证办了一个月还没有批下来"),
    Press("没有，跳过"),
    Press("返回"),
    Press("没有，跳过"),
    Press("其他"),
    Press("说不清，跳过"),
    Type("市监局"),
    Press("取消"),
    Press("找单位"),
    Type("市监局"),
    Press("返回"),
    Press("返回首页"),
)


class Screen:
    """What a chat shows: its messages by number."""

    def __init__(self) -> None:
        self.messages: dict[int, Body] = {}

    def show(self, events: Iterable[Event]) -> None:
        for event in events:
            if event.kind is Kind.DELETE:
                self.messages.pop(event.message, None)
            elif event.kind is not Kind.TOAST:
                self.messages[event.message] = event.body

    def button(self, label: str) -> tuple[int, str]:
        """The message and the data of the newest button whose label contains ``label``."""
        for number, body in sorted(self.messages.items(), reverse=True):
            for row in body.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if label in button["text"]:
                        return number, button["callback_data"]
        newest = [self.messages[number].get("text") for number in sorted(self.messages)[-2:]]
        raise LookupError(f"no button '{label}' below {newest}")


def update(act: Act, chat: int, screen: Screen, now: datetime) -> Body:
    """The act as the update that a channel delivers."""
    sender = {"id": chat, "is_bot": False, "first_name": "示例访客", "language_code": "zh-hans"}
    if isinstance(act, Type):
        command = [{"type": "bot_command", "offset": 0, "length": len(act.text)}] if act.text[:1] == "/" else []
        entities = {"entities": command} if command else {}
        return {"message": {"date": int(now.timestamp()), "from": sender, "text": act.text, **entities}}
    number, data = screen.button(act.label)
    message = {**screen.messages[number], "message_id": number, "chat": {"id": chat, "type": "private"}}
    pressed = {"id": f"{chat}-{number}", "from": sender, "message": message, "chat_instance": str(chat), "data": data}
    return {"callback_query": pressed}
