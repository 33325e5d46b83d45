"""Many people known to the product on Telegram, and many messages for them in its outbox."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from bench.leaving import Texts
from chats import outbound_store
from chats import store as chats
from chats.model import Lane
from outbox import store as outbox
from outbox.model import OutboxMessage
from people import store as people
from people.model import ToPerson
from storage.database import Database
from tests.telegram.standin import StandIn


@dataclass(frozen=True, slots=True)
class Burst:
    """A number of messages for the people 1 to ``chats``."""

    name: str
    lane: Lane
    chats: int
    messages: int

    def texts(self) -> dict[int, list[str]]:
        """The texts for each chat; no two texts are the same."""
        each, more = divmod(self.messages, self.chats)
        return {
            number: [_text(number, turn) for turn in range(each + (number <= more))]
            for number in range(1, self.chats + 1)
        }


async def meet(db: Database, telegram: StandIn, count: int) -> dict[int, int]:
    """People who wrote to the bot long ago. Returns the ids of their persons by their numbers on Telegram."""
    now, persons = datetime.now(UTC), {}
    async with db.transaction() as session:
        for number in range(1, count + 1):
            telegram.person(number).meet()
            chat = await chats.open_chat(session, "telegram", f"{telegram.account.id}:{number}")
            await outbound_store.open_outbound(session, chat.id)
            persons[number] = (await people.add(session, chat.id, "zh", now)).id
    return persons


async def write(db: Database, lane: Lane, persons: Mapping[int, int], texts: Texts) -> None:
    """Queue all texts in the outbox: in order for each person, but shuffled among people."""
    now, said = datetime.now(UTC), Counter[int]()
    turns = [number for number, in_chat in texts.items() for _ in in_chat]
    Random(1231).shuffle(turns)
    async with db.transaction() as session:
        for number in turns:
            message = OutboxMessage(ToPerson(persons[number]), texts[number][said[number]])
            await outbox.put(session, f"burst {said[number]}", [message], now=now, lane=lane)
            said[number] += 1


def _text(number: int, turn: int) -> str:
    return (
        f"政策通知第 {turn + 1} 期（发给示例企业 {number} 号）：本季度的稳岗补贴开始受理，符合条件的企业可以在本月底前"
        "带营业执照和社保缴纳证明到政务服务大厅示例窗口办理，也可以直接在这里告诉我，我会找到负责的单位。"
    )
