"""Signing in happens by starting, lasts on the device, and can be ended from another one."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.webchat.sessions import COOKIE, device, digest
from bot.channels.webchat.settings import WebSettings
from bot.channels.webchat.store import WebSessionRow
from chats.store import ChatRow
from people import store as people
from people.store import AccountRow
from storage.database import Database
from tests.channels.webchat.visitor import Visitor, Website, cookie, new_id

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1"
)


async def test_looking_at_the_page_signs_nobody_in(site: Website) -> None:
    async with site.visitor() as looker:
        page = await looker.open()
    assert cookie(page, COOKIE) == ""
    async with site.db.reading() as session:
        assert (await session.scalars(select(ChatRow))).all() == []


async def test_the_cookie_is_for_this_chat_only_and_unreadable_for_scripts(site: Website) -> None:
    async with site.visitor() as visitor:
        set_cookie = cookie(await visitor.start(), COOKIE)
    assert "HttpOnly" in set_cookie
    assert "Path=/chat" in set_cookie
    assert "SameSite=lax" in set_cookie
    assert f"Max-Age={90 * 86_400}" in set_cookie
    assert "Secure" not in set_cookie


async def test_on_https_the_cookie_travels_encrypted_only(db: Database, tmp_path: Path) -> None:
    site = await Website.build(db, tmp_path, WebSettings(public_url="https://chat.example.cn"))
    async with site.visitor(origin="https://chat.example.cn") as visitor:
        page = await visitor.open()
        assert "Secure" in cookie(page, "qinqing_form")
        assert "Secure" in cookie(await visitor.start(), COOKIE)


async def test_only_a_digest_of_the_token_is_stored(site: Website, visitor: Visitor) -> None:
    token = visitor.client.cookies[COOKIE]
    assert len(token) >= 43
    async with site.db.reading() as session:
        row = (await session.scalars(select(WebSessionRow))).one()
    assert row.digest == digest(token)
    assert token not in str(vars(row))


@pytest.mark.parametrize("path", ["history", "sessions", "files/x", "events"])
async def test_without_a_session_nothing_is_shown(site: Website, path: str) -> None:
    async with site.visitor() as stranger:
        refused = await stranger.get(path)
    assert (refused.status_code, refused.json()["code"]) == (401, "signed_out")


async def test_without_a_session_nothing_is_heard(site: Website) -> None:
    async with site.visitor() as stranger:
        await stranger.open()
        assert (await stranger.say("你好")).status_code == 401
        assert (await stranger.press(1, "x")).status_code == 401
        assert (await stranger.send("a.pdf", b"%PDF-1.4 %%EOF")).status_code == 401
    assert await site.heard() == []


async def test_an_invented_token_opens_nothing(site: Website, visitor: Visitor) -> None:
    async with site.visitor() as stranger:
        stranger.client.cookies.set(COOKIE, "x" * 43)
        assert (await stranger.get("history")).status_code == 401


@pytest.mark.parametrize(
    "headers", [["{own}; {planted}"], ["{own}", "{planted}"], ["a=b; {own}; {planted}; {planted}"]]
)
async def test_a_cookie_that_another_program_on_the_host_has_set_signs_nobody_out(
    site: Website, visitor: Visitor, headers: list[str]
) -> None:
    own = {name: f"{name}={visitor.client.cookies[name]}" for name in ("qinqing_form", COOKIE)}
    visitor.client.cookies.clear()
    pairs = {"own": "; ".join(own.values()), "planted": f"{COOKIE}=of-another-program"}
    cookies = [(b"Cookie", header.format(**pairs).encode()) for header in headers]
    assert (await visitor.client.get("/chat/history", headers=cookies)).status_code == 200


async def test_two_devices_have_two_chats(site: Website, visitor: Visitor) -> None:
    await visitor.say("我的")
    async with site.visitor() as other:
        await other.start()
        assert await other.texts() == ["/start"]


async def test_a_session_ends_after_the_days_of_the_settings_in_real_time(site: Website, visitor: Visitor) -> None:
    site.clock.pass_by(timedelta(days=500))  # the product's clock may run ahead: sessions do not care
    site.real_clock.pass_by(timedelta(days=89))
    assert (await visitor.get("history")).status_code == 200
    site.real_clock.pass_by(timedelta(days=1))
    assert (await visitor.get("history")).status_code == 401


async def test_coming_back_prolongs_the_session(site: Website, visitor: Visitor) -> None:
    site.real_clock.pass_by(timedelta(days=60))
    page = await visitor.open()
    assert f"Max-Age={90 * 86_400}" in cookie(page, COOKIE)
    site.real_clock.pass_by(timedelta(days=60))
    assert (await visitor.get("history")).status_code == 200


async def test_a_clock_that_runs_ahead_for_a_while_ends_no_session_for_good(site: Website, visitor: Visitor) -> None:
    await visitor.say("我的")
    site.real_clock.pass_by(timedelta(days=100))
    assert (await visitor.get("history")).status_code == 401
    async with site.visitor() as newcomer:
        await newcomer.start()
    site.real_clock.pass_by(timedelta(days=-100))
    assert await visitor.texts() == ["/start", "我的"]


async def _same_person(site: Website, first: Visitor, second: Visitor) -> None:
    """The office's person has bound a second device by an invitation: two chats, one person."""
    one = (await first.events())[0]["body"]["from"]["id"]
    two = (await second.events())[0]["body"]["from"]["id"]
    async with site.db.transaction() as session:
        person = await people.add(session, one, "zh", site.clock.now())
        session.add(AccountRow(chat=two, person=person.id, used_at=site.clock.now()))


async def test_a_person_sees_all_devices_and_signs_out_elsewhere(site: Website, visitor: Visitor) -> None:
    async with site.visitor(**{"User-Agent": IPHONE}) as phone, site.visitor() as stranger:
        await phone.start()
        await stranger.start()
        await _same_person(site, visitor, phone)
        listed = (await phone.get("sessions")).json()["sessions"]
        assert [(one["agent"], one["here"]) for one in listed if one["here"]] == [("iPhone · Safari", True)]
        assert len(listed) == 2
        assert (await phone.post("sessions", {"end": "others"})).json() == {"ended": 1}
        assert (await phone.get("history")).status_code == 200
        assert (await visitor.get("history")).status_code == 401
        assert (await stranger.get("history")).status_code == 200


async def test_signing_out_here_forgets_the_device(site: Website, visitor: Visitor) -> None:
    answer = await visitor.post("sessions", {"end": "here"})
    assert answer.json() == {"ended": 1}
    assert "Max-Age=0" in cookie(answer, COOKIE)
    assert (await visitor.get("history")).status_code == 401


async def test_signing_out_clears_the_cache_and_ends_the_one_cookie_by_name(visitor: Visitor) -> None:
    answer = await visitor.post("sessions", {"end": "here"})
    assert answer.headers["clear-site-data"] == '"cache"'
    assert [line.partition("=")[0] for line in answer.headers.get_list("set-cookie")] == [COOKIE]


async def test_signing_out_elsewhere_clears_nothing_here(visitor: Visitor) -> None:
    answer = await visitor.post("sessions", {"end": "others"})
    assert "clear-site-data" not in answer.headers
    assert answer.headers.get_list("set-cookie") == []


async def test_a_device_signed_out_elsewhere_can_still_sign_out_here(visitor: Visitor) -> None:
    token = visitor.client.cookies[COOKIE]
    await visitor.post("sessions", {"end": "here"})
    visitor.client.cookies.set(COOKIE, token, domain="localhost.local", path="/chat")
    left = await visitor.post("sessions", {"end": "here"})
    assert (left.status_code, left.json()) == (200, {"ended": 0})
    assert "Max-Age=0" in cookie(left, COOKIE)


async def test_the_language_reaches_the_person(site: Website, visitor: Visitor) -> None:
    chat = (await visitor.events())[0]["body"]["from"]["id"]
    async with site.db.transaction() as session:
        await people.add(session, chat, "zh", site.clock.now())
    changed = await visitor.post("language", {"language": "en"})
    assert "Path=/chat" in cookie(changed, "qinqing_language")
    async with site.db.reading() as session:
        person = await people.of_chat(session, chat)
    assert person is not None
    assert person.language == "en"


async def test_a_start_without_an_id_makes_no_chat(site: Website) -> None:
    async with site.visitor() as visitor:
        await visitor.open()
        assert (await visitor.post("start", {})).status_code == 400
        assert (await visitor.post("start", {"id": new_id(), "code": "a b"})).status_code == 400
    async with site.db.reading() as session:
        assert (await session.scalars(select(ChatRow))).all() == []


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (IPHONE, "iPhone · Safari"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537 Chrome/120 Safari MicroMessenger/8.0", "Android · 微信"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/126 Safari/537 Edg/126", "Windows · Edge"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537 Chrome/114 Mobile", "鸿蒙 · Chrome"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) MicroMessenger/6.8 wxwork/4.1", "Mac · 企业微信"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_devices_have_names_that_people_know(agent: str, name: str) -> None:
    assert device(agent) == name
