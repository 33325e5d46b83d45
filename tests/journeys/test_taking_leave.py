"""A specialist goes on leave in chat, names a substitute, and comes back."""

from datetime import timedelta

from people import post_store
from people.model import SPECIALISTS, Post, Role
from tests.conversation import MONDAY, Talker, Town
from tests.journeys.acts import ECOLOGY, file

FIRST, SECOND = "姜示例", "戚示例"  # of ECOLOGY, in the directory's order


async def go(specialist: Talker, period: str = "2026年3月4日至6日", instead: str = SECOND) -> str:
    await specialist.say("/me")
    await specialist.press("我要休假")
    await specialist.say(period)
    return await specialist.press(instead)


async def post_of(town: Town, name: str) -> Post:
    async with town.db.reading() as session:
        (post,) = [one for one in await post_store.posts(session, *SPECIALISTS) if one.name == name]
    return post


async def test_a_leave_taken_in_chat_sends_tasks_and_reminders_to_the_substitute(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    instead = await town.holder(Role.HANDLER, ECOLOGY, SECOND)
    assert f"休假：2026年3月4日至3月6日，由{SECOND}代办" in await go(specialist)
    await file(town)
    await office.press("交办给")
    await specialist.read("新交办")  # the leave has not begun
    await town.advance(MONDAY + timedelta(days=2))
    await instead.read(f"提醒：诉求 SQ-2026-00001.*对接企业(.|\n)*承办的{FIRST}休假至3月6日，请您代办。")


async def test_a_leave_is_taken_in_words(town: Town) -> None:
    specialist = await town.holder(Role.HANDLER, ECOLOGY)
    assert f"休假：2026年3月3日至3月6日，由{SECOND}代办" in await go(specialist, "明天到周五")


async def test_a_leave_asked_for_in_a_sentence_goes_on_to_the_substitute(town: Town) -> None:
    specialist = await town.holder(Role.HANDLER, ECOLOGY)
    assert "由谁代办" in await specialist.say("明天到周五请假")
    assert f"休假：2026年3月3日至3月6日，由{SECOND}代办" in await specialist.press(SECOND)


async def test_a_leave_without_its_days_is_asked_for_them(town: Town) -> None:
    specialist = await town.holder(Role.HANDLER, ECOLOGY)
    assert "从哪天休假到哪天" in await specialist.say("我想休假")
    assert "由谁代办" in await specialist.say("下周")


async def test_whoever_is_back_ends_the_leave(town: Town) -> None:
    specialist = await town.holder(Role.HANDLER, ECOLOGY)
    await go(specialist)
    assert (await post_of(town, FIRST)).leave
    shown = await specialist.press("结束休假")
    assert "休假：" not in shown
    assert "我要休假" in str([*(await specialist.screen())[-1].buttons])
    assert (await post_of(town, FIRST)).leave is None


async def test_dates_that_are_none_or_over_are_asked_again_and_there_is_a_way_back(town: Town) -> None:
    specialist = await town.holder(Role.HANDLER, ECOLOGY)
    await specialist.say("/me")
    await specialist.press("我要休假")
    await specialist.say("过几天")
    await specialist.read("从哪天到哪天")
    await specialist.say("2026-02-02至2026-02-28")
    await specialist.read("这几天已经过去了")
    await specialist.say("2026-03-02")
    await specialist.read("休假：2026年3月2日\n")
    await specialist.press("上一步")
    await specialist.press("取消")
    assert "我的资料" in await specialist.last()
    assert (await post_of(town, FIRST)).leave is None


async def test_nobody_in_particular_is_a_substitute_too(town: Town) -> None:
    specialist = await town.holder(Role.HANDLER, ECOLOGY)
    assert "代办" not in await go(specialist, instead="不指定")
    assert (await post_of(town, FIRST)).substitute == ""


async def test_only_specialists_go_on_leave_here(town: Town) -> None:
    office, boss = await town.holder(Role.OFFICE), await town.someone("示例老板")
    for talker in (office, boss):
        await talker.say("/me")
        assert "我要休假" not in str([*(await talker.screen())[-1].buttons])


async def test_a_leave_that_is_over_is_shown_no_more(town: Town) -> None:
    specialist = await town.holder(Role.HANDLER, ECOLOGY)
    await go(specialist)
    await town.advance(MONDAY + timedelta(days=4))
    assert "休假：" in await specialist.say("/me")
    await town.advance(MONDAY + timedelta(days=5))
    assert "休假：" not in await specialist.say("/me")
