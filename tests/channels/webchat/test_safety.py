"""Security headers restrict the page, and other sites cannot send anything in a visitor's name."""

import re
from pathlib import Path
from typing import Any, cast

import pytest
from litestar import Request

from bot.channels.webchat import errors, page
from bot.channels.webchat.settings import WebSettings
from storage.database import Database
from tests.channels.webchat.visitor import Visitor, Website, cookie, new_id

pytestmark = pytest.mark.parametrize("db", ["sqlite"], indirect=True)

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


@pytest.mark.parametrize("path", ["/chat", "/chat/history", "/specialists", "/nowhere", "/healthz", "/"])
async def test_every_answer_carries_the_strict_policy(site: Website, path: str) -> None:
    async with site.visitor() as visitor:
        answer = await visitor.client.get(path)
    assert answer.headers["content-security-policy"] == STRICT
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert answer.headers["cache-control"] == "no-store"


async def test_the_page_holds_no_script_style_or_address_that_the_policy_forbids(site: Website) -> None:
    async with site.visitor() as visitor:
        shown = (await visitor.open()).text
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", shown) == []
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", shown) == []
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//""", shown) == []


async def test_static_files_are_kept_for_good_under_an_address_of_their_content(site: Website) -> None:
    async with site.visitor() as visitor:
        shown = (await visitor.open()).text
        addresses = sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', shown)))
        assert len(addresses) >= 7
        for address in addresses:
            answer = await visitor.client.get(address)
            assert answer.status_code == 200, address
            assert "immutable" in answer.headers["cache-control"]
            assert "set-cookie" not in answer.headers


async def test_a_page_without_javascript_says_so_kindly(site: Website) -> None:
    async with site.visitor() as visitor:
        shown = (await visitor.open()).text
    assert "需要浏览器开启 JavaScript" in shown.split("<noscript>")[1].split("</noscript>")[0]


async def test_without_the_form_token_nothing_is_taken(site: Website, visitor: Visitor) -> None:
    visitor.token = ""
    refused = await visitor.say("你好")
    assert (refused.status_code, refused.json()["code"]) == (403, "stale_page")


@pytest.mark.parametrize("planted", ["a" * 128, "short", "\xe9" * 128, ""])
async def test_a_form_cookie_of_another_program_on_the_host_is_replaced(visitor: Visitor, planted: str) -> None:
    own = visitor.client.cookies["qinqing_form"]
    cookies = f"qinqing_form={planted}; qinqing_chat={visitor.client.cookies['qinqing_chat']}".encode("latin-1")
    visitor.client.cookies.clear()
    refused = await visitor.client.post(
        "/chat/messages", headers=[(b"Cookie", cookies), (b"X-Form-Token", own.encode())]
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "stale_page")
    shown = await visitor.client.get("/chat", headers=[(b"Cookie", cookies)])
    assert len(cookie(shown, "qinqing_form")) > 128


@pytest.mark.parametrize("token", [b"\xe9" * 128, b"", b"x, y"])
async def test_an_odd_form_token_is_a_stale_page(visitor: Visitor, token: bytes) -> None:
    refused = await visitor.client.post("/chat/messages", headers=[(b"X-Form-Token", token)], json={"text": "好"})
    assert (refused.status_code, refused.json()["code"]) == (403, "stale_page")


async def test_a_forged_form_token_is_refused(site: Website, visitor: Visitor) -> None:
    visitor.token = "0" * 128
    assert (await visitor.say("你好")).status_code == 403


async def test_someone_elses_form_token_is_refused(site: Website, visitor: Visitor) -> None:
    async with site.visitor() as attacker:
        await attacker.open()
        visitor.token = attacker.token
    assert (await visitor.say("你好")).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
    ],
)
async def test_a_foreign_site_makes_nobody_say_anything(
    site: Website, visitor: Visitor, headers: dict[str, str]
) -> None:
    refused = await visitor.post("messages", {"id": new_id(), "text": "你好"}, **headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "foreign_origin")
    assert len(await site.heard()) == 1


async def test_the_page_itself_may_speak(site: Website, visitor: Visitor) -> None:
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    assert (await visitor.post("messages", {"id": new_id(), "text": "你好"}, **own)).status_code == 202


async def test_a_restarted_server_knows_its_own_tokens(db: Database, tmp_path: Path) -> None:
    before, after = await Website.build(db, tmp_path), await Website.build(db, tmp_path)
    async with before.visitor() as visitor, after.visitor() as again:
        await visitor.start()
        again.client.cookies, again.token = visitor.client.cookies, visitor.token
        assert (await again.say("还在")).status_code == 202


async def test_whoever_opens_a_wrong_address_gets_a_page_and_not_json(site: Website) -> None:
    async with site.visitor() as visitor:
        lost = await visitor.client.get("/nowhere", headers={"Accept": "text/html"})
    assert lost.status_code == 404
    assert "没有找到这个页面" in lost.text
    assert lost.headers["content-type"].startswith("text/html")


async def test_a_bug_is_told_plainly(site: Website, visitor: Visitor) -> None:
    async with site.db.engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE inbox")
    broken = await visitor.say("你好")
    assert (broken.status_code, broken.json()["code"]) == (500, "broken")
    assert broken.json()["error"].startswith("抱歉")


async def test_a_bug_is_logged_without_its_own_words(site: Website, capsys: pytest.CaptureFixture[str]) -> None:
    answer = errors.handlers(WebSettings(), page.environment())[Exception]
    try:
        raise ValueError("a number like 13800000000")
    except ValueError as error:
        answer(Request(cast(Any, {"type": "http", "method": "POST", "path": "/chat/messages", "headers": []})), error)
    logged = capsys.readouterr().out
    assert "ValueError" in logged
    assert "13800000000" not in logged


async def test_the_front_leads_to_the_chat_and_health_is_plain(site: Website) -> None:
    async with site.visitor() as visitor:
        front = await visitor.client.get("/")
        assert (front.status_code, front.headers["location"]) == (302, "/chat")
        assert (await visitor.client.get("/healthz")).json() == {"status": "ok"}
