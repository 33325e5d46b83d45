"""The main job in English: an English reader never sees a Chinese sentence."""

from datetime import timedelta

import pytest

from bot.dialogs.menu import MENU
from people.model import Role
from storage.database import Database
from tests.conversation import MONDAY, Talker, Town
from tests.texts.english import BRIBE, ECOLOGY, OWNER, PLACE, SENTENCE, Foreigner, foreign_holder, foreigner, introduce

# What is said does not depend on the engine; tests/journeys walks the same way on both.
pytestmark = pytest.mark.parametrize("db", ["sqlite"], indirect=True)


async def test_an_appeal_is_filed_worked_and_rated_in_english(db: Database) -> None:
    town = await Town(db).settle()
    office, specialist = await foreign_holder(town, Role.OFFICE), await foreign_holder(town, Role.HANDLER, ECOLOGY)
    boss = await foreigner(town, OWNER)

    assert "Hello!" in await boss.say("/start")
    await boss.say(SENTENCE)
    summary = await introduce(boss)
    assert f"Suggested unit: {ECOLOGY}" in summary
    receipt = await boss.press("File it")
    for expected in (
        "SQ-2026-00001",
        "By Tue 3 Mar, 17:30: assigned",
        "By Thu 2 Apr, 17:30: resolved",
        specialist.name,
    ):
        assert expected in receipt

    await office.read("New appeal SQ-2026-00001")
    await office.press("See / choose another unit")
    await office.press("Another unit")
    await office.say("生态环境局")
    await office.press(ECOLOGY)
    await boss.read(f"assigned to {ECOLOGY}. A specialist will contact you by Wed 4 Mar, 17:30")

    await specialist.read("New task")
    await specialist.press("Contacted")
    await specialist.press("By telephone")
    await boss.read("has recorded the contact with you")
    await specialist.press("See this appeal")
    await specialist.press("Give the path")
    await specialist.say("The licensing section names all missing papers at once.")
    await specialist.press("Within a week")
    await boss.read("There is a path to a solution for your appeal")
    await specialist.press("See this appeal")
    await specialist.press("Resolve")
    await specialist.say("The licence has been issued.")

    await boss.read("Is your problem solved")
    assert "How satisfied are you" in await boss.press("Solved")
    await boss.press("Very satisfied")
    assert "Thank you" in await boss.say("Very patient people")
    await specialist.read("rated appeal SQ-2026-00001: Very satisfied")
    timeline = await boss.press("See this appeal")
    assert "Rated by the enterprise: Very satisfied" in timeline
    for person in (boss, office, specialist):
        assert await person.judge() > 3


async def test_step_by_step_choices_and_ways_out_are_english(db: Database) -> None:
    town = await Town(db).settle()
    boss = await foreigner(town, OWNER)
    await boss.say("/start")
    await boss.press("File an appeal")
    await boss.say("The road before our gate is broken, lorries cannot come in")
    await boss.press("None, skip")
    await boss.press("Roads and surroundings")
    await boss.say(PLACE)
    await boss.press("Let the office decide")
    await introduce(boss)
    await boss.press("Change")
    await boss.press("Back")
    await boss.press("File it")
    for command in (item.name for item in MENU if item.name != "start"):
        await boss.say(f"/{command}")
        await boss.judge()
    await boss.say("/join 0000-0000")
    await boss.say("/nonsense")
    await boss.say("/find 市监局")
    assert "All units and specialists" in await boss.say("/find zzzzqqqq")
    await boss.say("/mine")
    await boss.press("To be assigned")
    await boss.press("Withdraw the appeal")
    await boss.press("Yes, withdraw it")
    await boss.send({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}})
    assert await boss.judge() > 12


async def test_what_may_be_confidential_is_asked_in_english(db: Database) -> None:
    town = await Town(db).settle()
    office = await foreign_holder(town, Role.OFFICE)
    boss = await foreigner(town, OWNER)
    await boss.say(BRIBE)
    assert "Nobody is told before you choose" in await boss.last()
    await boss.press("Confidential")
    await introduce(boss)
    await boss.press("File it")
    await office.say("/desk")
    assert await office.judge() > 2
    assert await boss.judge() > 5
    assert BRIBE not in str([shown.text for shown in await office.screen()])


async def test_reminders_and_the_second_handling_are_english(db: Database) -> None:
    town = await Town(db).settle()
    office, specialist = await foreign_holder(town, Role.OFFICE), await foreign_holder(town, Role.HANDLER, ECOLOGY)
    boss = await foreigner(town, OWNER)
    await boss.say(SENTENCE)
    await introduce(boss)
    await boss.press("File it")
    for hours in range(24):
        await town.advance(MONDAY + timedelta(hours=hours))
    await office.read("Let it not stay overnight")
    await office.press("Assign to")
    for hours in range(24, 24 * 36, 12):
        await town.advance(MONDAY + timedelta(hours=hours))
    await specialist.read("Reminder: “Contact the enterprise”")
    await specialist.read("Overdue: “Resolve”")
    await work(specialist)
    await boss.press("Not solved yet")
    await boss.say("The name on it is wrong")
    await office.read("not solved")
    await specialist.read("not solved yet")
    for person in (boss, office, specialist):
        await person.judge()


async def test_leave_and_who_stands_in_are_english(db: Database) -> None:
    town = await Town(db).settle()
    office, chief = await foreign_holder(town, Role.OFFICE), await foreign_holder(town, Role.CHIEF, ECOLOGY)
    specialist = await foreign_holder(town, Role.HANDLER, ECOLOGY)
    boss = await foreigner(town, OWNER)
    await boss.say(SENTENCE)
    await introduce(boss)
    await boss.press("File it")
    await office.press("See / choose another unit")
    await office.press("Assign to")
    await office.read("Why: has the least open work .0.")
    await specialist.say("/me")
    await specialist.press("Go on leave")
    await specialist.say("next week")
    await specialist.read("from which day to which day")
    await specialist.say("2026-03-04 - 2026-03-06")
    await specialist.read("Who stands in")
    assert f"{chief.name} stands in" in await specialist.press(chief.name)
    await town.advance(MONDAY + timedelta(days=2))
    await chief.read(f"Reminder(.|\n)*The handler {specialist.name} is on leave until 6 Mar; please stand in.")
    await specialist.press("End the leave")
    for person in (office, chief, specialist):
        assert await person.judge() > 2


async def work(specialist: Talker) -> None:
    await specialist.press("Contacted")
    await specialist.press("By visit")
    await specialist.press("See this appeal")
    await specialist.press("Give the path")
    await specialist.say("Checked on the spot, issued the same day.")
    await specialist.press("By the resolve date")
    await specialist.press("See this appeal")
    await specialist.press("Resolve")
    await specialist.say("The licence has been issued.")


async def test_whoever_chooses_a_language_reads_it_at_once(db: Database) -> None:
    town = await Town(db).settle()
    boss = await town.someone(OWNER)
    await boss.say("/language")
    assert "Hello!" in await boss.press("English")
    await boss.say("/language")
    assert "您好" in await boss.press("中文")


async def test_the_judge_notices_a_chinese_sentence(db: Database) -> None:
    town = await Town(db).settle()
    boss = Foreigner(town, (await town.someone(OWNER)).chat, OWNER)
    await Talker.say(boss, "/start")
    await boss.judge()
    plain = await town.someone("示例员工")
    await plain.say("/start")
    with pytest.raises(AssertionError):
        await Foreigner(town, plain.chat, plain.name).judge()
