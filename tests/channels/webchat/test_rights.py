"""Whose chat it is can change: then the device that tapped stays signed in, and every other token is worth nothing."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.channels.webchat import store as web_store
from bot.channels.webchat.sessions import COOKIE, digest
from people import account_service, invitation_service, post_store, store
from people.model import Official, RightsChange, Role
from storage.database import Database
from tests.channels.webchat import district
from tests.channels.webchat.visitor import Visitor, Website, cookie, new_id
from tests.conversation import Talker, Town

POST = "区税务局"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
async def town(db: Database, site: Website) -> Town:
    """The whole application behind the website, with a small district."""
    await district.settle(db)
    return Town(db, site.clock.now())


async def invitation(town: Town, name: str = district.LI.name) -> str:
    async with town.db.transaction() as session:
        post = (await post_store.specialists_named(session, [name]))[name]
        return await invitation_service.invite(session, post, town.clock.real_now())


async def holder(town: Town, name: str = district.LI.name) -> int | None:
    async with town.db.reading() as session:
        return (await post_store.post(session, (await post_store.specialists_named(session, [name]))[name])).person


async def chat_of(visitor: Visitor) -> int:
    return int((await visitor.events())[0]["body"]["from"]["id"])


async def key(visitor: Visitor, label: str) -> tuple[int, str]:
    """The newest button with that label: its message and data."""
    for event in reversed(await visitor.events()):
        for row in event["body"].get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if button["text"] == label:
                    return event["message"], button["callback_data"]
    raise AssertionError(label)


async def tap(town: Town, visitor: Visitor, label: str, name: str | None = None) -> httpx.Response:
    answer = await visitor.press(*await key(visitor, label), name)
    await town.work()
    return answer


@asynccontextmanager
async def copy(site: Website, visitor: Visitor) -> AsyncIterator[Visitor]:
    """Somebody else with the visitor's cookie of now."""
    async with site.visitor() as thief:
        thief.client.cookies.set(COOKIE, visitor.client.cookies[COOKIE], domain="localhost.local", path="/chat")
        await thief.open()
        assert (await thief.get("history")).status_code == 200
        yield thief


async def invited(town: Town, visitor: Visitor, name: str = district.LI.name) -> None:
    """Opens the link of an invitation."""
    await visitor.start(code=await invitation(town, name))
    await town.work()


async def test_opening_the_link_of_an_invitation_binds_nothing_and_uses_nothing(
    site: Website, town: Town, visitor: Visitor
) -> None:
    code = await invitation(town)
    for _ in range(2):
        await visitor.start(code=code)
        await town.work()
        assert "李示例（区税务局 · 具办专员）" in (await visitor.texts())[-1]
        assert await holder(town) is None
    assert cookie(await tap(town, visitor, "不是我，取消"), COOKIE) == "", "no other button brings a new token"
    assert await holder(town) is None
    async with site.visitor() as owner:
        await owner.start(code=code)
        await town.work()
        await tap(town, owner, "是我，确认")
        assert await holder(town) is not None


@pytest.mark.parametrize("way", ["invitation", "link code"])
async def test_the_tap_brings_a_new_token_and_a_copy_of_the_old_one_is_worth_nothing(
    site: Website, town: Town, visitor: Visitor, way: str
) -> None:
    async with copy(site, visitor) as thief:
        if way == "invitation":
            await invited(town, visitor)
            answer = await tap(town, visitor, "是我，确认")
        else:
            maker = await town.holder(Role.HANDLER, POST)
            await visitor.say(f"/join {await link_code(town, maker)}")
            await town.work()
            answer = await tap(town, visitor, "是我，接上")
            await maker.press("是我，接上")
        assert answer.status_code == 202
        assert "HttpOnly" in cookie(answer, COOKIE)
        assert re.search("绑定好了|接上了", "".join(await visitor.texts()))
        for refused in (await thief.get("history"), await thief.get("sessions"), await thief.say("我是谁")):
            assert refused.status_code == 401


async def link_code(town: Town, maker: Talker) -> str:
    async with town.db.transaction() as session:
        person = await store.of_chat(session, maker.chat)
        assert person is not None
        return await account_service.make_link_code(session, person, maker.chat, town.clock.real_now())


async def test_a_tap_whose_answer_was_lost_is_repeated_by_its_device_alone(
    site: Website, town: Town, visitor: Visitor
) -> None:
    await invited(town, visitor)
    message, data, name = *await key(visitor, "是我，确认"), new_id()
    async with copy(site, visitor) as thief, copy(site, visitor) as device:
        await visitor.press(message, data, name)
        await town.work()
        assert (await thief.press(message, data, new_id())).status_code == 401
        assert (await device.press(message, data, name)).status_code == 202
        assert "绑定好了" in "".join(await device.texts())
        assert (await thief.get("history")).status_code == 401


async def test_of_two_taps_at_once_one_renews_the_token(site: Website, town: Town, visitor: Visitor) -> None:
    """A device in two tabs: the second tap is refused, and the cookie of the first is good."""
    await invited(town, visitor)
    message, data = await key(visitor, "是我，确认")
    async with copy(site, visitor) as tab:
        assert (await tab.press(message, data)).status_code == 202
        assert (await visitor.press(message, data)).status_code == 401
        await town.work()
        assert "绑定好了" in "".join(await tab.texts())


async def test_a_session_that_ends_while_its_tap_arrives_gets_no_new_token(
    site: Website, town: Town, visitor: Visitor
) -> None:
    await town.work()
    found, chat = digest(visitor.client.cookies[COOKIE]), await chat_of(visitor)
    async with site.db.transaction() as session:
        visit = await web_store.get_session(session, found, site.real_clock.now())
        person = await store.of_chat(session, chat)
        assert visit is not None
        assert person is not None
        await store.change_rights(session, [person.id], RightsChange.POST_TAKEN, "elsewhere")
        assert not await web_store.renew_token(session, visit, new_id(), found, "new")
    assert (await visitor.get("history")).status_code == 401


async def linked(town: Town, first: Visitor, second: Visitor) -> tuple[Talker, Talker]:
    """Two devices of one person, each with its chat."""
    await town.work()
    chats = Talker(town, await chat_of(first), "first"), Talker(town, await chat_of(second), "second")
    await second.say(f"/join {await link_code(town, chats[0])}")
    await town.work()
    await tap(town, second, "是我，接上")
    await chats[0].press("是我，接上")
    return chats


async def test_an_unlinked_device_sees_nothing_more_and_begins_anew(
    site: Website, town: Town, visitor: Visitor
) -> None:
    await visitor.send("合同.pdf", PDF)
    file = (await visitor.events())[-1]["body"]["document"]["file_id"]
    assert (await visitor.get(f"files/{file}")).content == PDF
    async with site.visitor() as kept:
        await kept.start()
        _, second = await linked(town, visitor, kept)
        await visitor.press(1, "made\x1djoin")  # whatever was tapped there before
        await unlink(town, second, await chat_of(visitor))
        for path in ("history", "events", "sessions", f"files/{file}"):
            refused = await visitor.get(path)
            assert refused.status_code == 401, path
            assert "已与原来的身份解除" in refused.json()["error"]
        assert (await visitor.say("还在吗")).status_code == 401
        assert (await kept.get("history")).status_code == 200
        anew = await visitor.start()
        assert "已与原来的身份解除" in anew.json()["notice"]
        assert await visitor.texts() == ["/start"]
        assert "notice" not in (await visitor.start()).json()


async def unlink(town: Town, by: Talker, chat: int) -> None:
    async with town.db.transaction() as session:
        person = await store.of_chat(session, by.chat)
        assert person is not None
        await account_service.unlink(session, person, chat, town.clock.real_now(), mark="of the other device")


async def test_an_unlinked_device_can_be_signed_out(site: Website, town: Town, visitor: Visitor) -> None:
    async with site.visitor() as kept:
        await kept.start()
        _, second = await linked(town, visitor, kept)
        await unlink(town, second, await chat_of(visitor))
        left = await visitor.post("sessions", {"end": "here"})
        assert (left.status_code, left.json()) == (200, {"ended": 0})
        assert "Max-Age=0" in cookie(left, COOKIE)
        listed = (await kept.get("sessions")).json()["sessions"]
        assert [one["here"] for one in listed] == [True]


async def test_unlinking_the_chat_one_is_in_ends_it_there(site: Website, town: Town, visitor: Visitor) -> None:
    async with site.visitor() as lured:
        await lured.start()
        await linked(town, visitor, lured)
        await tap(town, lured, "不是我，解除")
        await tap(town, lured, "确定解除")
        assert (await lured.get("history")).status_code == 401
        assert (await visitor.get("history")).status_code == 200


async def test_a_post_that_moves_ends_every_session_of_the_former_holder(
    site: Website, town: Town, visitor: Visitor
) -> None:
    await invited(town, visitor)
    await tap(town, visitor, "是我，确认")
    async with site.visitor() as successor:
        await successor.start()
        await invited(town, successor)
        assert "正在另一个聊天里使用" in (await successor.texts())[-1]
        assert (await visitor.get("history")).status_code == 200
        await tap(town, successor, "是我，确认")
        assert "原来所在的聊天和营商办都收到了通知" in "".join(await successor.texts())
        refused = await visitor.get("history")
        assert (refused.status_code, refused.json()["code"]) == (401, "signed_out")
        assert "转到别处使用" in refused.json()["error"]
        assert "转到别处使用" in (await visitor.start()).json()["notice"]


async def test_a_post_given_signs_out_the_persons_other_devices(site: Website, town: Town, visitor: Visitor) -> None:
    async with site.visitor() as second:
        await second.start()
        await linked(town, visitor, second)
        await invited(town, second)
        await tap(town, second, "是我，确认")
        assert (await second.get("history")).status_code == 200
        assert "您的岗位有变动" in (await visitor.get("history")).json()["error"]


async def test_an_import_without_a_post_ends_the_sessions_of_its_holder(
    site: Website, town: Town, visitor: Visitor
) -> None:
    others = [Official(POST, "赵示例", Role.HANDLER)]
    await invited(town, visitor)
    await tap(town, visitor, "是我，确认")
    await district.settle(town.db, people=[district.LI, *others])
    assert (await visitor.get("history")).status_code == 200
    await district.settle(town.db, people=others)
    assert "名录更新后" in (await visitor.get("history")).json()["error"]
