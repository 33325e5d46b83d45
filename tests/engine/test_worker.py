"""The worker wakes everything that waits for what it stored."""

from storage.database import Database
from tests.conversation import Town
from tests.journeys import acts


async def test_the_delivery_is_woken_when_a_message_was_put_and_only_then(db: Database) -> None:
    town = await Town(db).settle()
    boss = await town.someone("boss")
    await boss.say("/start")
    await boss.say(acts.SENTENCE)
    await acts.introduce(boss)
    assert town.signals.outbox.sent == 0
    await boss.press("确认提交")  # the office is told
    assert town.signals.outbox.sent == 1
