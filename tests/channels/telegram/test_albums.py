"""Photos sent together as an album are stored one by one and answered once, and none is lost."""

from sqlalchemy import select

from appeals.store import AppealRow
from chats.store import FileRow
from storage.database import Database
from tests.channels.telegram import updates
from tests.channels.telegram.receiving_town import SENTENCE, TelegramTown
from tests.channels.telegram.updates import Raw
from tests.conversation import Talker
from tests.journeys.acts import introduce


async def settled(db: Database) -> TelegramTown:
    town = TelegramTown(db)
    await town.settle()
    return town


def album(first: int, caption: str = "", photos: int = 3) -> list[Raw]:
    """Three photos of one album; the first one has a caption."""
    said = [{"caption": caption} if caption and place == 0 else {} for place in range(photos)]
    return [updates.photo(first + place, media_group_id=f"album {first}", **more) for place, more in enumerate(said)]


async def answers(boss: Talker) -> list[str]:
    return [shown.text for shown in await boss.screen() if not shown.mine]


async def files_of_appeal(town: TelegramTown) -> int:
    """How many of the files received became part of the appeal filed."""
    async with town.db.reading() as session:
        (filed,) = await session.scalars(select(AppealRow.files))
        known = set(await session.scalars(select(FileRow.id)))
    assert set(filed) <= known
    return len(filed)


async def test_an_album_where_photos_are_asked_for_is_answered_once(db: Database) -> None:
    town = await settled(db)
    await town.receive(updates.message(1, text="/appeal"))
    boss = await town.talker()
    await boss.say(SENTENCE)
    await town.receive(*album(10))
    assert await boss.read("已收到 3 个文件")
    assert len([text for text in await answers(boss) if "个文件" in text]) == 1


async def test_photos_that_follow_an_album_are_answered_below(db: Database) -> None:
    town = await settled(db)
    await town.receive(updates.message(1, text="/appeal"))
    boss = await town.talker()
    await boss.say(SENTENCE)
    await town.receive(*album(10))
    await town.receive(*album(20, photos=2))
    await town.receive(updates.photo(30))
    assert "已收到 6 个文件" in await boss.last()
    assert len([text for text in await answers(boss) if "个文件" in text]) == 1


async def test_an_album_can_begin_an_appeal(db: Database) -> None:
    town = await settled(db)
    await town.receive(*album(10))
    boss = await town.talker()
    assert len(await answers(boss)) == 1
    await boss.say(SENTENCE)
    assert "附件：3 个" in await introduce(boss)


async def test_an_album_with_its_sentence_becomes_the_appeal_with_all_its_photos(db: Database) -> None:
    town = await settled(db)
    await town.receive(*album(10, SENTENCE))
    boss = await town.talker()
    assert len(await answers(boss)) == 1
    assert "附件：3 个" in await introduce(boss)
    await boss.press("确认提交")
    assert await files_of_appeal(town) == 3


async def test_a_photo_that_comes_while_something_else_is_asked_belongs_to_the_appeal(db: Database) -> None:
    town = await settled(db)
    await town.receive(updates.message(1, text=SENTENCE))
    boss = await town.talker()
    await boss.press("同意")
    await town.receive(updates.photo(10), updates.photo(11))
    assert "怎么称呼" in await boss.last()
    await boss.say("张示例")
    await boss.say("13800001234")
    await boss.say("示例食品有限公司")
    await town.receive(*album(20))
    assert "附件：5 个" in await boss.last()
    await boss.press("确认提交")
    assert await files_of_appeal(town) == 5


async def test_photos_after_the_receipt_are_asked_about_once_for_the_whole_album(db: Database) -> None:
    town = await settled(db)
    await town.receive(updates.message(1, text=SENTENCE))
    boss = await town.talker()
    await introduce(boss)
    await boss.press("确认提交")
    await town.receive(*album(10))
    assert (await boss.screen())[-1].text == "您发来的文件，是哪一种？"
    await boss.press("另一件新的事")
    assert await boss.read("一句话说说")
    assert "附件：3 个" in await boss.say("员工的社保一直转不进来，跑了三趟人社局都不给办")


async def test_more_photos_than_an_appeal_takes_are_refused_with_words(db: Database) -> None:
    town = await settled(db)
    await town.receive(*album(10, photos=10))
    boss = await town.talker()
    assert await boss.read("一次最多 9 个文件")
    await boss.say(SENTENCE)
    assert "附件：9 个" in await introduce(boss)
