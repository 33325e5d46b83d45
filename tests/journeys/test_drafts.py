"""What was written and not filed is kept: however the person leaves, home offers it for thirty days."""

from datetime import timedelta

import pytest

from appeals.model import FactKind
from tests.conversation import Talker, Town
from tests.journeys.acts import SENTENCE, facts, introduce

OTHER = "员工的社保一直转不进来，跑了三趟人社局都不给办"


async def at_the_summary(town: Town) -> Talker:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    return boss


@pytest.mark.parametrize("leaving", ["取消", "/start", "/mine", "/help", "/language"])
async def test_however_the_person_leaves_home_offers_what_was_written(town: Town, leaving: str) -> None:
    boss = await at_the_summary(town)
    await boss.send_photo()
    await (boss.press(leaving) if leaving == "取消" else boss.say(leaving))
    if leaving == "/language":
        await boss.press("中文")
    assert f"您有一份没写完的诉求：{SENTENCE}" in await boss.say("/start")
    assert "附件：1 个" in await boss.press("接着提交")
    await boss.press("确认提交")
    assert await facts(town.db) == [FactKind.FILED]
    assert "没写完" not in await boss.say("/start")


async def test_who_does_not_agree_keeps_the_sentence(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    assert f"没写完的诉求：{SENTENCE}" in await boss.press("不同意，返回")
    await boss.press("接着提交")
    assert "请核对" in await introduce(boss)


async def test_several_are_offered_one_after_the_other_and_can_be_dismissed(town: Town) -> None:
    boss = await at_the_summary(town)
    await boss.press("取消")
    await boss.say(OTHER)
    assert f"您有 2 份没写完的诉求，最近的是：{OTHER}" in await boss.press("取消")
    assert SENTENCE in await boss.press(SENTENCE[:8])
    assert f"您有 2 份没写完的诉求，最近的是：{SENTENCE}" in await boss.press("取消")
    await boss.press(OTHER[:8])
    await boss.press("取消")
    assert f"您有一份没写完的诉求：{SENTENCE}" in await boss.press("这份不要了")
    assert "没写完" not in await boss.press("这份不要了")


async def test_the_same_text_again_is_one_draft_and_after_thirty_days_none(town: Town) -> None:
    boss = await at_the_summary(town)
    await boss.press("取消")
    await boss.say(SENTENCE)
    assert "您有一份" in await boss.press("取消")
    town.clock.real += timedelta(days=30, minutes=1)
    assert "没写完" not in await boss.say("/start")


@pytest.mark.parametrize("words", ["算了算了 不交这个", "no, cancel this", "先不报了吧"])
async def test_leaving_in_words_adds_nothing_to_the_appeal(town: Town, words: str) -> None:
    boss = await at_the_summary(town)
    assert f"您有一份没写完的诉求：{SENTENCE}" in await boss.say(words)


async def test_photos_that_came_first_are_kept_too(town: Town) -> None:
    boss = await town.someone("示例老板")
    assert "收到 1 个照片或文件了" in await boss.send_photo()
    assert "您有一份没写完的诉求：（1 个照片或文件）" in await boss.press("取消")
    await boss.press("接着提交")
    await boss.say(SENTENCE)
    assert "附件：1 个" in await introduce(boss)
    await boss.press("确认提交")
    assert "没写完" not in await boss.say("/start")


async def test_a_draft_goes_on_by_its_words_and_is_gone_once_filed(town: Town) -> None:
    boss = await at_the_summary(town)
    await boss.press("取消")
    await boss.say(OTHER)
    await boss.press("取消")
    assert SENTENCE in await boss.say("返回到哪去了？我要接着说排污许可证的事")
    await boss.say("上个月还换过一次窗口")
    await boss.press("确认提交")
    assert f"您有一份没写完的诉求：{OTHER}" in await boss.say("/start")
