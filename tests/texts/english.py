"""People who read English, and a check for any Chinese sentence that they are shown."""

import re

from chats import store as chats
from chats.model import Body, Event
from directory.load import load
from people.model import Role
from tests.conversation import Talker, Town

SENTENCE = "我们厂排污许可证办了一个月还没有批下来"
BRIBE = "有人向我们厂索要好处费"
ENTERPRISE, PLACE, OWNER = "示例食品有限公司", "示例路 8 号", "示例老板"
TYPED = (SENTENCE, BRIBE, ENTERPRISE, PLACE, OWNER)
OFFICE = "示例区营商环境办公室"
ECOLOGY = "市生态环境局示例区分局"
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
LANGUAGE_CHOICE = ("中文", "语言", "请选择语言。")  # people who cannot read English must find these
WIDE = re.compile(r"[，。：；！？（）「」]")


class Foreigner(Talker):
    """A person whose device is set to English. Messages before the event ``since`` are not checked."""

    since = 0

    def me(self) -> Body:
        return {**super().me(), "language_code": "en-GB"}

    async def judge(self) -> int:
        """Check that all messages, edits, buttons and toasts are English, except names and user input."""
        events = [event for event in await self._events() if not _is_typed(event)]
        for text in (text for event in events for text in _texts(event)):
            assert not [run for run in CHINESE.findall(text) if not any(run in known for known in KNOWN)], text
            assert not WIDE.search(_without_known(text)), text
        return len(events)

    async def begin(self) -> None:
        self.since = (await self._events())[-1].number

    async def _events(self) -> list[Event]:
        async with self.town.db.reading() as session:
            return await chats.events_after(session, self.chat, self.since, 10_000)


def _is_typed(event: Event) -> bool:
    return "from" in event.body and not event.body["from"]["is_bot"]


def _texts(event: Event) -> list[str]:
    rows = event.body.get("reply_markup", {}).get("inline_keyboard", [])
    said = [event.body.get("text", ""), event.body.get("caption", "")]
    return [*said, *(button["text"] for row in rows for button in row)]


def _known() -> tuple[str, ...]:
    """Names and facts of the sample district, and texts typed here; the longest first."""
    district = load().directory
    texts = {OFFICE, *TYPED, *LANGUAGE_CHOICE}
    for unit in district.units:
        texts |= {unit.name, unit.address, unit.hours, *unit.aliases, *unit.duties}
    for person in district.people:
        texts |= {person.name, person.title, person.section}
    return tuple(sorted(texts - {""}, key=len, reverse=True))


KNOWN = _known()


def _without_known(text: str) -> str:
    for known in KNOWN:
        text = text.replace(known, "")
    return text


async def foreigner(town: Town, name: str) -> Foreigner:
    known = await town.someone(name)
    return Foreigner(town, known.chat, name)


async def foreign_holder(town: Town, role: Role, unit: str = "") -> Foreigner:
    """Somebody from the directory who has chosen English."""
    known = await town.holder(role, unit)
    person = Foreigner(town, known.chat, known.name)
    await person.say("/language")
    await person.press("English")
    await person.say("/start")
    await person.begin()
    await person.say("/start")
    return person


async def introduce(boss: Foreigner) -> str:
    await boss.press("Agree")
    await boss.say("Ms Sample")
    await boss.say("13800001234")
    return await boss.say(ENTERPRISE)
