"""What can come in by our own page only: it gives its updates names, and may be wrong in ways that Telegram is not."""

import pytest
from sqlalchemy import select

from chats.store import InboxRow
from tests.conversation import Town
from tests.journeys.acts import dead
from tests.journeys.ways import ON_THE_WEB

WAYS = ON_THE_WEB


async def test_an_update_heard_twice_is_handled_once(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/start")
    before = len(await boss.screen())
    update_ = {"message": {"date": 1, "from": {"id": boss.chat, "is_bot": False, "first_name": "示例"}, "text": "你好"}}
    assert await boss.hear(update_, "the same")
    assert not await boss.hear(update_, "the same")
    assert len(await boss.screen()) == before + 2


async def test_a_bug_apologises_once_and_sets_the_update_aside(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/start")
    await boss.hear({"message": {"from": {"id": 1, "is_bot": False}, "text": "not a Bot API message"}}, "malformed")
    assert "没有办成" in await boss.last()
    assert await dead(town) == 1
    assert "服务助手" in await boss.say("/start")
    async with town.db.reading() as session:
        error = await session.scalar(select(InboxRow.error).where(InboxRow.status == "dead"))
    assert error
    assert "ValidationError" in error
