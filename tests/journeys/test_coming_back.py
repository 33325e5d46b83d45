"""Coming back on another device: the receipt's code and the telephone's last digits open the person's appeals."""

import re

import pytest

from people.return_service import MAX_WRONG_DIGITS
from tests.conversation import Role, Talker, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, file, introduce, invite
from tests.journeys.ways import HOME, POLLED_ON_POSTGRES
from tests.texts.english import foreigner


async def code_of(boss: Talker) -> str:
    """The code of the receipt on the screen."""
    return (await boss.read(r"回执码 (\S{4}-\S{4})"))[1]


async def test_the_code_alone_and_the_digits_open_the_appeals_and_the_old_device_is_told(town: Town) -> None:
    boss = await file(town)
    code, phone = await code_of(boss), await town.someone("新手机")
    assert "后四位" in await phone.say(f"我的回执码是 {code}。")
    await phone.say("我忘了")
    await phone.read("4 位数字")
    offer = await phone.say("13800001234")
    assert "张**" in offer
    assert "张示例" not in offer
    back = await phone.press("是我，确认")
    assert "欢迎回来，张示例" in back
    assert code not in back
    await phone.press("我的诉求")
    await phone.press("待交办")
    assert SENTENCE in await phone.last()
    assert "凭回执码" in await boss.last()
    assert "原来的回执码已作废" in await boss.last()


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_code_within_a_sentence_is_one(town: Town) -> None:
    boss, phone = await file(town), await town.someone("新手机")
    assert "后四位" in await phone.say(f"我手机丢了，码是 {await code_of(boss)} 帮我找回来")


@pytest.mark.parametrize("way", [HOME, POLLED_ON_POSTGRES], ids=str, indirect=True)
async def test_a_used_code_opens_nothing_more_and_the_new_one_does(town: Town) -> None:
    boss = await file(town)
    code, phone, third = await code_of(boss), await town.someone("新手机"), await town.someone("第三台")
    await phone.say(f"/join {code}")
    await phone.say("1234")
    new = re.search(r"回执码：(\S{4}-\S{4})", re.sub("<.*?>", "", await phone.press("是我，确认", times=2)))
    assert new is not None
    await third.say(code)
    await third.read("无法使用")
    assert "后四位" in await third.say(new[1].lower())


@pytest.mark.soak  # another path of what `make test` walks
async def test_home_offers_it_to_newcomers_only(town: Town) -> None:
    boss, phone = await file(town), await town.someone("新手机")
    await phone.say("/start")
    await phone.press("我以前提交过")
    assert "后四位" in await phone.say(await code_of(boss))
    await phone.press("取消")
    await boss.press("返回首页")
    assert not any("我以前提交过" in label for label in (await boss.screen())[-1].buttons)


async def test_wrong_digits_are_answered_kindly_and_end_for_a_day(town: Town) -> None:
    boss, phone = await file(town), await town.someone("新手机")
    await phone.say(await code_of(boss))
    for _ in range(MAX_WRONG_DIGITS):
        await phone.say("0000")
        await phone.read("后四位对不上")
    await phone.say("1234")
    await phone.read("24 小时才能再用")
    assert not any("是我" in label for label in (await phone.screen())[-1].buttons)


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("written", ["138 0000 1234", "138-0000-1234", "+86 138 0000 1234", "尾号1234"])
async def test_the_telephone_may_be_written_as_we_write_it(town: Town, written: str) -> None:
    boss, phone = await file(town), await town.someone("新手机")
    await phone.say(await code_of(boss))
    assert "对上了" in await phone.say(written)


async def test_who_comes_back_and_is_shut_out_does_not_come_back_by_the_new_code(town: Town) -> None:
    boss, finder = await file(town), await town.someone("捡到回执的人")
    await finder.say(await code_of(boss))
    await finder.say("1234")
    await finder.press("是我，确认")
    new = (await finder.read(r"回执码：(\S{4}-\S{4})"))[1]
    await boss.say("/me")
    await boss.press("消息发到哪里")
    await boss.press("解除一个聊天")
    await boss.press("用过")
    await boss.press("确定解除")
    await finder.say(f"/join {new}")
    await finder.read("无法使用")
    await boss.say("/me")
    await boss.press("在别处也用")
    await boss.press("要一个回执码")
    assert await boss.read(r"您的回执码：\S{4}-\S{4}")


async def test_in_words_it_begins_too_and_without_a_code_the_office_helps(town: Town) -> None:
    phone = await town.someone("新手机")
    assert "请输入回执码" in await phone.say("我以前提过诉求的，换了手机了，怎么找回来")
    await phone.say("码找不到了 我叫张示例")
    await phone.read("没有回执码也不要紧.*0551-66660000")


@pytest.mark.soak  # another path of what `make test` walks
async def test_whoever_refuses_stays_who_they_are(town: Town) -> None:
    boss, phone = await file(town), await town.someone("新手机")
    await phone.say(await code_of(boss))
    await phone.say("1234")
    await phone.press("不是我，取消")
    assert "还没有提交过诉求" in await phone.say("/mine")
    assert not any("安全提醒" in shown.text for shown in await boss.screen())


async def test_whoever_holds_a_post_gets_no_code(town: Town) -> None:
    specialist = await town.holder(Role.HANDLER, ECOLOGY)
    await specialist.say("/appeal " + SENTENCE)
    await introduce(specialist)
    receipt = await specialist.press("确认提交")
    assert "SQ-2026-00001" in receipt
    assert "回执码" not in receipt


async def test_a_code_from_before_the_post_is_worth_nothing(town: Town) -> None:
    boss, phone = await file(town), await town.someone("新手机")
    code = await code_of(boss)
    await boss.say(f"/start {await invite(town, Role.HANDLER)}")
    await boss.press("是我，确认")
    await phone.say(code)
    await phone.read("无法使用")


@pytest.mark.parametrize("way", [HOME], ids=str, indirect=True)
async def test_all_of_it_is_said_in_english_too(town: Town) -> None:
    boss, phone = await file(town), await foreigner(town, "EXAMPLE BOSS")
    await phone.say("/start")
    await phone.press("I have filed before")
    await phone.say(await code_of(boss))
    await phone.say("no idea")
    await phone.say("0000")
    await phone.say("1234")
    assert await phone.judge() > 4
