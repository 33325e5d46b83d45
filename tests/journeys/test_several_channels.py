"""One person in several chats: linked by a code, found where notices go, unlinked again; links that open an appeal."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from chats import outbound_store
from outbox import store as outbox
from outbox.model import OutboxMessage
from people import invitation_service, post_store
from people.account_service import LINK_CODE_LIFETIME
from people.codes import MAX_WRONG_TRIES
from people.model import ToPerson
from people.store import AccountRow
from tests.conversation import Role, Talker, Town
from tests.journeys.acts import ECOLOGY, file, invite
from tests.journeys.ways import ON_THE_WEB
from tests.texts.english import Foreigner, foreigner

NOT_FOUND = "没有找到这件诉求，或者它不由您办理"


@pytest.fixture
async def town(town: Town) -> Town:
    """People are on the web unless Telegram is given."""
    town.home = "web"
    return town


async def code_of(talker: Talker) -> str:
    """Through /me, as a person gets it."""
    await talker.say("/me")
    await talker.press("在别处也用")
    return (await talker.read(r"绑定码：(\S{4}-\S{4})"))[1]


async def ask(talker: Talker, code: str) -> str:
    await talker.say(f"/join {code}")
    return await talker.press("是我，接上")


async def link(talker: Talker, code: str, maker: Talker) -> str:
    """As somebody does who has another chat already, in which the code was made."""
    await ask(talker, code)
    await maker.press("是我，接上")
    return await talker.last()


async def person_of(town: Town, talker: Talker) -> int:
    async with town.db.reading() as session:
        found = await session.scalar(select(AccountRow.person).where(AccountRow.chat == talker.chat))
    assert found is not None
    return found


async def linked(town: Town) -> tuple[Talker, Talker]:
    """Somebody who has filed an appeal on the web and has linked a chat on Telegram."""
    web, phone = await file(town), await town.someone("1:700", channel="telegram")
    await link(phone, await code_of(web), web)
    return web, phone


async def tell(town: Town, talker: Talker, text: str) -> None:
    """A notice to the person of that chat."""
    async with town.db.transaction() as session:
        message = OutboxMessage(ToPerson(await person_of(town, talker)), text)
        await outbox.put(session, text, [message], now=town.clock.now())
    await town.work()


async def has_read(talker: Talker, text: str) -> bool:
    return any(text in shown.text for shown in await talker.screen() if not shown.mine)


async def test_a_second_chat_linked_by_a_code_shows_the_same_appeals(town: Town) -> None:
    web, phone = await linked(town)
    assert "接上了，张**" in await phone.last()
    await phone.press("返回首页")
    await phone.press("我的诉求")
    await phone.press("待交办")
    assert "SQ-2026-00001" in await phone.last()
    assert await person_of(town, web) == await person_of(town, phone)


async def test_the_code_comes_with_links_to_page_and_bot(town: Town) -> None:
    async with town.db.transaction() as session:
        now = town.clock.now()
        await outbound_store.note_health(session, "telegram", "identity", "ok", "example_qinqing_bot", now)
    web = await town.someone("示例老板")
    code = await code_of(web)
    said = await web.last()
    assert f"https://t.me/example_qinqing_bot?start={code}" in said
    assert f"https://qinqing.example.gov.cn/chat?code={code}" in said
    assert f"/join {code}" in said
    phone = await town.someone("1:700", channel="telegram")
    await phone.say(f"/start {code}")
    assert "还差一步" in await phone.press("是我，接上")
    await web.press("是我，接上")
    assert "接上了" in await phone.last()


@pytest.mark.parametrize("command", ["/start", "/join"])
@pytest.mark.parametrize("channel", ["telegram", "web"])
async def test_opening_a_code_asks_first_whose_it_is_and_moves_nothing(town: Town, command: str, channel: str) -> None:
    web = await file(town)
    lured = await town.someone("1:700", channel=channel)
    code = await code_of(web)
    asked = await lured.say(f"{command} {code}")
    assert "张**" in asked
    assert "张示例" not in asked
    assert "接上以后，两边看到同样的诉求，提醒和进展发到您最近用过的聊天。这是您自己的另一个聊天吗？" in re.sub(
        "<.*?>", "", asked
    )
    assert [*(await lured.screen())[-1].buttons] == ["是我，接上", "不是我，取消"]
    assert await person_of(town, lured) != await person_of(town, web)
    assert not await has_read(web, "安全提醒")
    assert "您好！" in await lured.press("不是我，取消")
    assert "没有接上" in (await lured.toasts())[-1]
    assert await person_of(town, lured) != await person_of(town, web)
    assert "接上了" in await link(await town.someone("1:800", channel="telegram"), code, web), "it was not used up"


async def test_what_the_lured_say_instead_of_an_answer_stays_their_own(town: Town) -> None:
    web, lured = await file(town), await town.someone("1:700", channel="telegram")
    await lured.say(f"/start {await code_of(web)}")
    shown, data = await lured.button("是我，接上")
    await lured.say("我们厂门口的路灯坏了半个月没人修")
    await lured.hear(lured.pressed(shown, data))
    assert "过时" in (await lured.toasts())[-1], "the question is no longer open"
    assert await person_of(town, lured) != await person_of(town, web)


async def test_whose_code_it_is_is_asked_without_a_name_too(town: Town) -> None:
    code, phone = await code_of(await town.someone("无名")), await town.someone("1:700", channel="telegram")
    assert "还没有留下姓名" in await phone.say(f"/join {code}")


async def test_a_code_used_or_expired_before_the_answer_is_declined_kindly(town: Town) -> None:
    web = await file(town)
    slow, quick = await town.someone("1:700", channel="telegram"), await town.someone("1:800", channel="telegram")
    code = await code_of(web)
    await slow.say(f"/start {code}")
    await link(quick, code, web)
    assert "刚刚失效" in await slow.press("是我，接上")
    await slow.press("返回首页")
    await slow.say(f"/start {await code_of(web)}")
    town.clock.real += LINK_CODE_LIFETIME
    assert "已过有效期（10 分钟）" in await slow.press("是我，接上", times=2)
    assert await person_of(town, slow) != await person_of(town, web)


async def test_codes_expire_by_real_time_however_far_a_demo_was_moved_on(town: Town) -> None:
    web, phone = await file(town), await town.someone("1:700", channel="telegram")
    code, invitation = await code_of(web), await invite(town, Role.OFFICE)
    town.clock.move_to(town.clock.now() + timedelta(days=30))
    assert "接上了" in await link(phone, code, web)
    await (official := await town.someone("示例科长")).say(f"/join {invitation}")
    await official.press("是我，确认")
    await official.read("绑定好了")
    late = await invite(town, Role.LEADER)
    town.clock.real += invitation_service.INVITATION_LIFETIME
    await (other := await town.someone("示例领导")).say(f"/join {late}")
    await other.read("已过有效期（72 小时）")


async def test_a_double_tap_links_once_and_says_so(town: Town) -> None:
    web, phone = await file(town), await town.someone("1:700", channel="telegram")
    await phone.say(f"/join {await code_of(web)}")
    assert "还差一步" in await phone.press("是我，接上", times=3)
    assert not await phone.toasts()
    assert len([shown for shown in await web.screen() if "申请接上" in shown.text]) == 1
    await web.press("是我，接上", times=3)
    assert "已经处理过" in (await web.toasts())[-1]
    assert len([shown for shown in await phone.screen() if "接上了" in shown.text]) == 1


async def test_both_chats_show_the_same_number_and_a_cancelled_request_links_nothing(town: Town) -> None:
    web, phone = await file(town), await town.someone("1:700", channel="telegram")
    waiting = await ask(phone, await code_of(web))
    assert re.findall(r"核对数字 (\d\d)", waiting) == [(await web.read(r"核对数字 (\d\d)"))[1]]
    await phone.press("取消")
    await web.press("是我，接上")
    assert "已经失效" in (await web.toasts())[-1]
    assert await person_of(town, phone) != await person_of(town, web)


@pytest.mark.parametrize("word", ["好的", "可以", "没问题，提交", "是我，接上"])
async def test_no_word_lets_a_chat_in_only_a_tap_does(town: Town, word: str) -> None:
    web, phone = await file(town), await town.someone("1:700", channel="telegram")
    await ask(phone, await code_of(web))
    await web.say(word)
    assert await person_of(town, phone) != await person_of(town, web)


async def test_the_other_chats_are_told_which_channel_was_bound_when_and_what_to_do(town: Town) -> None:
    web, phone = await linked(town)
    third = await town.someone("1:800", channel="telegram")
    await link(third, await code_of(phone), phone)
    notice = (await web.read(r"(?s)安全提醒.*新的聊天.*"))[0]
    for expected in ("Telegram", "3月2日周一 10:00", "如果不是您本人绑定的", "/me", "0551-66660000"):
        assert expected in notice
    assert not await has_read(phone, "安全提醒")


async def test_linking_a_chat_again_is_told_again(town: Town) -> None:
    web, phone = await linked(town)
    await phone.press("不是我，解除")
    await phone.press("确定解除")
    await link(phone, await code_of(web), web)
    said = [shown.text for shown in await web.screen() if "申请接上" in shown.text]
    assert len(said) == 2


async def test_notices_go_to_the_chat_used_last(town: Town) -> None:
    web, phone = await linked(town)
    await tell(town, web, "刚绑定")
    assert await has_read(web, "刚绑定"), "it agreed last"
    for number, last in enumerate((web, phone, web, phone)):
        town.clock.move_to(town.clock.now() + timedelta(minutes=number))
        await last.say("/help")
        await tell(town, web, f"消息{number}")
        other = phone if last is web else web
        assert await has_read(last, f"消息{number}")
        assert not await has_read(other, f"消息{number}")


async def test_notices_go_to_the_chosen_chat_whatever_was_used_last(town: Town) -> None:
    web, phone = await linked(town)
    await phone.say("/me")
    await phone.press("消息发到哪里")
    await phone.press("网页聊天")
    assert "✓ 网页聊天" in str([*(await phone.screen())[-1].buttons])
    await phone.say("/help")
    await tell(town, web, "选好了")
    assert await has_read(web, "选好了")
    await phone.say("/me")
    await phone.press("消息发到哪里")
    await phone.press("最近用过的聊天")
    await tell(town, web, "改回来了")
    assert await has_read(phone, "改回来了")


async def test_a_chat_that_cannot_be_reached_is_marked_and_left_out(town: Town) -> None:
    web, phone = await linked(town)
    async with town.db.transaction() as session:
        await outbound_store.mark_unreachable(session, phone.chat, "blocked")
    await web.say("/me")
    await web.press("消息发到哪里")
    await web.read("Telegram.*暂时送不到")
    await web.press("Telegram")
    await tell(town, web, "选了也送不到")
    assert await has_read(web, "选了也送不到")


async def test_after_letting_a_chat_go_notices_go_to_the_other_only(town: Town) -> None:
    web, phone = await linked(town)
    await phone.say("/mine")
    await web.say("/me")
    await web.press("消息发到哪里")
    await web.press("解除一个聊天")
    await web.press("Telegram")
    await web.press("确定解除")
    assert "只有这一个聊天" in await web.last()
    await tell(town, web, "只给网页")
    assert await has_read(web, "只给网页")
    assert not await has_read(phone, "只给网页")
    await phone.read("已与原来的身份解除")
    await phone.press("待交办")
    assert "过时" in (await phone.toasts())[-1], "what was open there is closed"
    assert "还没有提交过诉求" in await phone.say("/mine")


async def test_whoever_was_lured_lets_the_chat_go_at_once(town: Town) -> None:
    web, phone = await linked(town)
    await phone.press("不是我，解除")
    await phone.press("确定解除")
    assert "您好！" in await phone.last()
    assert "张示例" not in await phone.last()
    assert "还没有提交过诉求" in await phone.say("/mine")
    await web.read("已解除绑定")


async def test_the_only_chat_offers_nothing_to_unlink(town: Town) -> None:
    boss = await file(town)
    await boss.say("/me")
    assert "只有这一个聊天" in await boss.press("消息发到哪里")
    assert not any("解除" in label for label in (await boss.screen())[-1].buttons)


async def test_a_wrong_a_used_and_an_expired_code_bind_nothing(town: Town) -> None:
    web, phone = await linked(town)
    other = await town.someone("1:800", channel="telegram")
    await other.say("/join 0000-0000")
    await other.read("这个码无法使用")
    code = await code_of(web)
    town.clock.real += LINK_CODE_LIFETIME
    await other.say(f"/join {code}")
    await other.read("已过有效期（10 分钟）")
    code = await code_of(web)
    third = await town.someone("1:900", channel="telegram")
    await link(third, code, web)
    await other.say(f"/join {code}")
    await other.read("(?s)无法使用")
    assert len({await person_of(town, one) for one in (web, phone, third)}) == 1
    assert await person_of(town, other) != await person_of(town, web)


async def test_after_five_wrong_tries_even_the_right_code_waits(town: Town) -> None:
    code = await code_of(await file(town))
    guesser = await town.someone("1:800", channel="telegram")
    for _ in range(MAX_WRONG_TRIES):
        await guesser.say("/join 0000-0000")
    await guesser.say(f"/join {code}")
    await guesser.read("试错的次数有点多")


async def test_a_chat_with_appeals_or_a_post_keeps_its_own(town: Town) -> None:
    web, other = await file(town, "甲示例"), await file(town, "乙示例")
    specialist = await town.holder(Role.HANDLER, ECOLOGY)
    code = await code_of(web)
    for busy in (other, specialist):
        await busy.say(f"/join {code}")
        await busy.read("已经有自己的诉求、企业或职务")
    assert "接上了" in await link(await town.someone("1:700", channel="telegram"), code, web)


async def test_a_civil_servant_works_in_the_second_chat_as_in_the_first(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    phone = await town.someone("1:700", channel="telegram")
    await link(phone, await code_of(office), office)
    await phone.press("返回首页")
    await file(town)
    await phone.read("新诉求 SQ-2026-00001")
    await phone.press("交办给")
    assert "已交办" in (await phone.toasts())[-1]


@pytest.mark.parametrize("way", ON_THE_WEB, ids=str, indirect=True)
async def test_all_of_it_is_said_in_english_too(town: Town) -> None:
    web = await foreigner(town, "示例老板")
    await web.say("/me")
    await web.press("Use it elsewhere too")
    code = (await web.read(r"linking code: (\S{4}-\S{4})"))[1]
    await web.say(f"/join {code}")
    phone = Foreigner(town, (await town.someone("1:700", channel="telegram")).chat, "1:700")
    await phone.say("/join 0000-0000")
    await phone.say(f"/join {code}")
    await phone.press("No, cancel")
    await phone.say(f"/join {code}")
    await phone.press("Yes, link it")
    await web.read("On Mon 2 Mar.*asks to be linked")
    await web.press("Yes, link it")
    assert "Linked" in await phone.last()
    await web.say("/me")
    await web.press("Where messages go")
    await web.press("The chat used last")
    await web.press("Unlink a chat")
    await web.press("Telegram")
    await web.press("Yes, unlink it")
    await web.read("your only chat")
    await phone.read("unlinked")
    await phone.say("/start appeal-1")
    for person in (web, phone):
        assert await person.judge() > 5


async def test_whoever_links_to_somebody_who_reads_english_is_answered_in_english(town: Town) -> None:
    web, phone = await foreigner(town, "EXAMPLE BOSS"), await town.someone("1:700", channel="telegram")
    await web.say("/me")
    await web.press("Use it elsewhere too")
    code = (await web.read(r"linking code: (\S{4}-\S{4})"))[1]
    await ask(phone, code)
    await web.press("Yes, link it")
    assert "Linked" in await phone.last()


async def test_a_post_taken_in_one_chat_is_told_to_the_persons_other_chats(town: Town) -> None:
    web, phone = await town.someone("示例同事"), await town.someone("1:700", channel="telegram")
    await link(phone, await code_of(web), web)
    await web.say(f"/start {await invite(town, Role.HANDLER)}")
    await web.press("是我，确认")
    await phone.read(r"(?s)安全提醒.*另一个聊天（网页聊天）绑定了.*具办专员")


async def test_a_link_opens_the_appeal_for_whoever_may_see_it(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await file(town)
    await office.press(f"交办给 {ECOLOGY}")
    for person, button in ((boss, "撤回诉求"), (specialist, "✓ 已对接"), (office, "选其他单位")):
        assert "SQ-2026-00001" in await person.say("/start appeal-1")
        assert button in str([*(await person.screen())[-1].buttons])


async def test_whoever_is_of_the_office_and_handles_it_opens_it_where_it_is_worked(town: Town) -> None:
    both = await town.holder(Role.OFFICE)
    async with town.db.reading() as session:
        unit = (await town.services.directory.current(session)).by_name[ECOLOGY].id
        post = (await post_store.posts(session, Role.HANDLER, unit=unit))[0]
    await town.bind(both, post.id)
    await file(town)
    await both.press(f"交办给 {ECOLOGY}")
    await both.say("/start appeal-1")
    assert "✓ 已对接" in str([*(await both.screen())[-1].buttons])


async def test_a_link_tells_a_stranger_nothing_not_even_whether_it_exists(town: Town) -> None:
    await file(town)
    stranger = await town.someone("1:900", channel="telegram")
    said = []
    for number in (1, 4711, 10**10 - 1):
        await stranger.say(f"/start appeal-{number}")
        said.append([shown.text for shown in await stranger.screen() if not shown.mine][-2:])
    assert said[0] == said[1] == said[2]
    assert NOT_FOUND in said[0][0]
    assert "一句话" in said[0][1], "and is greeted"


async def test_a_link_opens_the_page_of_a_unit(town: Town) -> None:
    visitor = await town.someone("1:900", channel="telegram")
    async with town.db.reading() as session:
        unit = (await town.services.directory.current(session)).by_name[ECOLOGY].id
    assert ECOLOGY in await visitor.say(f"/start unit-{unit}")
    await visitor.press("返回")
    assert ECOLOGY in str([*(await visitor.screen())[-1].buttons])
    assert "已经不在名录里" in await visitor.say("/start unit-999999")
