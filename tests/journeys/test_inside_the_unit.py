"""Within a unit an appeal goes to the enterprise's own specialist or the substitute, and everybody reads why."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from appeals import store as appeals
from directory import service as directory
from directory.load import load
from directory.model import Directory, Enterprise
from people.model import Leave, Official, Role
from tests.conversation import MONDAY, Talker, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, introduce

CODE = "91000000MA0000001R"
NAME = "示例精密机械集团有限公司"
CHIEF, FIRST, SECOND = "陶示例", "姜示例", "戚示例"  # of ECOLOGY, in the directory's order
PLACE, PLACE_FIRST, PLACE_SECOND = "例山镇", "严样例", "华样例"
THIS_WEEK = Leave(date(2026, 3, 2), date(2026, 3, 6))


async def arrange(town: Town, away: Mapping[str, tuple[Leave, str]] | None = None, specialist: str = "") -> None:
    """The enterprise has this specialist; who is ``away`` has a leave and a substitute."""
    sample, away = load().directory, away or {}
    people = tuple(_away(one, *away[one.name]) if one.name in away else one for one in sample.people)
    enterprise = Enterprise(NAME, CODE, PLACE, specialist=specialist)
    async with town.db.transaction() as session:
        await directory.import_directory(session, Directory(sample.units, people, (enterprise,)))


def _away(one: Official, leave: Leave, substitute: str) -> Official:
    return replace(one, leave=leave, substitute=substitute)


async def file(town: Town, sentence: str = SENTENCE) -> Talker:
    boss = await town.someone("示例老板")
    await boss.say(sentence)
    await boss.press("同意")
    await boss.say("张示例")
    await boss.say("13800001234")
    await boss.say(f"{NAME} {CODE}")
    await boss.press("确认提交")
    return boss


async def handled_by(town: Town, appeal: int = 1) -> str:
    async with town.db.reading() as session:
        dossier = await appeals.read(session, appeal)
    assert dossier is not None
    assert dossier.handler is not None
    return dossier.handler.name


async def told(talker: Talker) -> str:
    return "\n".join(shown.text for shown in await talker.screen())


async def assign(office: Talker, unit: str) -> str:
    """By way of the desk, which says who got it and why."""
    await office.press("查看 / 选其他单位")
    await office.press("选其他单位")
    await office.say(unit)
    return await office.press(unit)


async def test_the_enterprises_own_specialist_gets_it_and_both_read_why(town: Town) -> None:
    await arrange(town, specialist=SECOND)
    office = await town.holder(Role.OFFICE)
    first = await town.holder(Role.HANDLER, ECOLOGY)
    own = await town.holder(Role.HANDLER, ECOLOGY, SECOND)
    boss = await file(town)
    assert f"预计由{ECOLOGY}的{SECOND}与您联系" in await told(boss)

    said = await assign(office, ECOLOGY)
    assert f"由{SECOND}办理" in said
    assert "选择的理由：该企业的专员。" in said
    await own.read("新交办.*SQ-2026-00001(.|\n)*您是这家企业的专员。")
    assert "新交办" not in await told(first)
    assert await handled_by(town) == SECOND


async def test_one_tap_says_why_too(town: Town) -> None:
    office, first = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    await boss.press("确认提交")
    await office.press("交办给")
    assert f"由{FIRST}办理（手上在办最少（0 件））" in (await office.toasts())[-1]
    assert "您是这家企业的专员" not in await told(first)


async def test_while_the_own_specialist_is_away_the_substitute_gets_task_and_reminder(town: Town) -> None:
    await arrange(town, {FIRST: (THIS_WEEK, SECOND)}, specialist=FIRST)
    office = await town.holder(Role.OFFICE)
    away = await town.holder(Role.HANDLER, ECOLOGY)
    instead = await town.holder(Role.HANDLER, ECOLOGY, SECOND)
    await file(town)
    assert f"选择的理由：{FIRST}休假至3月6日，由{SECOND}代办。" in await assign(office, ECOLOGY)
    await instead.read(f"新交办.*SQ-2026-00001(.|\n)*{FIRST}休假至3月6日，由您代办。")

    await town.advance(MONDAY + timedelta(days=2))
    await instead.read("提醒：诉求 SQ-2026-00001.*对接企业")
    assert "SQ-2026-00001" not in await told(away)
    assert await handled_by(town) == SECOND


async def test_reminders_of_one_who_goes_on_leave_go_to_the_substitute_until_the_leave_ends(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    first = await town.holder(Role.HANDLER, ECOLOGY)
    instead = await town.holder(Role.HANDLER, ECOLOGY, SECOND)
    await file(town)
    await office.press("交办给")
    await first.read("新交办")
    midweek = Leave(date(2026, 3, 4), date(2026, 3, 4))
    await arrange(town, {FIRST: (midweek, SECOND)})

    await town.advance(MONDAY + timedelta(days=2))
    await instead.read(f"提醒：诉求 SQ-2026-00001.*对接企业(.|\n)*承办的{FIRST}休假至3月4日，请您代办。")
    assert "提醒" not in await told(first)
    await instead.press("查看")
    assert "SQ-2026-00001" in await instead.last()

    await town.advance(MONDAY + timedelta(days=3))  # the leave is over
    await first.read("提醒：诉求 SQ-2026-00001.*反馈解决路径")
    assert "反馈解决路径」请在" not in await told(instead)


async def test_without_a_substitute_the_chief_is_reminded_once(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    first, chief = await town.holder(Role.HANDLER, ECOLOGY), await town.holder(Role.CHIEF, ECOLOGY)
    await file(town)
    await office.press("交办给")
    await arrange(town, {FIRST: (Leave(date(2026, 3, 3), date(2026, 3, 13)), "")})
    for day in (2, 3):
        await town.advance(MONDAY + timedelta(days=day))
    await chief.read("提醒：诉求 SQ-2026-00001.*对接企业")
    (late,) = (shown.text for shown in await chief.screen() if "已超时" in shown.text)
    assert f"承办的{FIRST}休假至3月13日，请您代办。" in late
    assert "对接企业" not in await told(first)


async def test_who_steps_in_becomes_the_handler(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    await town.holder(Role.HANDLER, ECOLOGY)
    instead = await town.holder(Role.HANDLER, ECOLOGY, SECOND)
    boss = await file(town)
    await office.press("交办给")
    await arrange(town, {FIRST: (THIS_WEEK, SECOND)})
    await town.advance(MONDAY + timedelta(days=2))
    await instead.press("已对接")
    await instead.press("已电话联系")
    await boss.read(f"{SECOND}已登记与您对接")
    assert await handled_by(town) == SECOND


async def test_in_its_township_the_handler_with_the_fewest_enterprises_gets_it(town: Town) -> None:
    await arrange(town)
    sample = load().directory
    others = (Enterprise("示例甲店", specialist=PLACE_FIRST),)
    async with town.db.transaction() as session:
        await directory.import_directory(session, Directory(sample.units, sample.people, others))
    office, second = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, PLACE, PLACE_SECOND)
    await town.holder(Role.HANDLER, PLACE)
    await file(town)
    assert "选择的理由：该企业在本辖区，联系的企业最少（0 家）。" in await assign(office, PLACE)
    await second.read("这家企业在您的辖区，由您联系。")
    assert await handled_by(town) == PLACE_SECOND


async def test_when_every_handler_is_away_the_chief_gets_it(town: Town) -> None:
    await arrange(town, {FIRST: (THIS_WEEK, ""), SECOND: (THIS_WEEK, FIRST)})
    office, chief = await town.holder(Role.OFFICE), await town.holder(Role.CHIEF, ECOLOGY)
    await file(town)
    assert "具办专员都在休假，由首席专员承办" in await assign(office, ECOLOGY)
    await chief.read("新交办")
    assert await handled_by(town) == CHIEF


async def test_a_unit_where_all_are_away_still_gets_it_and_the_list_shows_it(town: Town) -> None:
    await arrange(town, dict.fromkeys((CHIEF, FIRST, SECOND), (THIS_WEEK, "")))
    office, chief = await town.holder(Role.OFFICE), await town.holder(Role.CHIEF, ECOLOGY)
    await file(town)
    assert "本单位的专员都在休假" in await assign(office, ECOLOGY)
    assert "请您代办" not in (await chief.read("新交办(.|\n)*")).group()
    await chief.say("/tasks")
    assert NAME in str([*(await chief.screen())[-1].buttons])
