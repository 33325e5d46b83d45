"""Whatever is changed inside, people of an earlier release go on where they stood and read the same."""

from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.__main__ import main as qinqing
from migrations.stores import whole_schema
from storage import migrate
from storage.database import Database, sqlite_url
from storage.files import FileStore
from tests.conversation import Town
from tests.upgrade import release, replies, scenes
from tests.upgrade.journeys import JOURNEYS

REMINDERS = ("提醒：", "已超时", "今天收到的诉求")


@pytest.fixture
def restored(tmp_path: Path) -> Path:
    """The backup of that release, put back and brought up to date by today's commands."""
    config = str(release.configured(tmp_path))
    assert qinqing(["restore", str(release.BACKUP), "--config", config]) == 0
    assert qinqing(["migrate", "--config", config]) == 0
    return tmp_path / "qinqing.db"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return sqlite_url(request.getfixturevalue("restored"))
    upgraded = str(request.getfixturevalue("empty_postgres"))
    release.restore_postgres(upgraded)
    migrate.upgrade(upgraded)
    return upgraded


async def test_everybody_goes_on_in_the_window_where_they_stood(url: str) -> None:
    async with release.opened(url) as town:
        assert await replies.as_text(replies.in_a_row(town)) == release.kept("in-a-row")


@pytest.mark.soak
async def test_every_button_that_was_ever_shown_does_what_it_did(restored: Path, tmp_path: Path) -> None:
    await release.answer_what_waits(restored)
    answers = replies.one_by_one(lambda: release.copied(restored, tmp_path / "copy.db"))
    assert await replies.as_text(answers) == release.kept("one-by-one")


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
async def test_a_journey_reads_word_for_word_as_it_did(
    journey: Callable[[Town], Awaitable[None]], tmp_path: Path
) -> None:
    db = Database(sqlite_url(tmp_path / "journey.db"))
    async with db.engine.begin() as connection:
        await connection.run_sync(whole_schema().create_all)
    await journey(await Town(db).settle())
    assert await replies.chat_log(db) == release.kept(journey.__name__)
    await db.close()


async def test_no_reminder_is_said_twice(url: str) -> None:
    """Neither before the upgrade nor after it: reminders already sent keep their keys."""
    async with release.opened(url) as town:
        await replies.a_month(town)
        screens = {talker.name: await talker.screen() for talker in await replies.everybody(town)}
        said = Counter((name, one.text) for name, shown in screens.items() for one in shown)
        reminders = {one: times for one, times in said.items() if one[1].startswith(REMINDERS)}
        assert len(reminders) > 20
        assert [one for one, times in reminders.items() if times > 1] == []


def test_a_backup_brings_its_files(restored: Path) -> None:
    files = FileStore(restored.parent / "files")
    assert files.read(scenes.DIGEST) == scenes.PHOTO


def test_a_backup_can_be_made_before_the_installation_is_brought_up_to_date(tmp_path: Path) -> None:
    config = str(release.configured(tmp_path))
    assert qinqing(["restore", str(release.BACKUP), "--config", config]) == 0
    assert qinqing(["backup", str(tmp_path / "again.tar"), "--config", config]) == 0
    assert qinqing(["restore", str(tmp_path / "again.tar"), "--config", config, "--force"]) == 0
