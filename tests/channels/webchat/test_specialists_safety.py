"""Whatever is typed into the public page does no harm, and looking at it makes nobody known."""

import re
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot.channels.webchat.sessions import COOKIE, LANGUAGE_COOKIE
from bot.channels.webchat.settings import WebSettings
from directory.normalise import MAX_QUERY_CHARS
from storage.database import Database
from tests.channels.webchat.district import settle
from tests.channels.webchat.visitor import Visitor, Website, cookie

pytestmark = pytest.mark.parametrize("db", ["sqlite"], indirect=True)
TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')

HOSTILE = {
    "html": '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "template": "{{ 7*7 }}{% include 'chat.html' %}{0.__class__}%s",
    "controls": "税\x00务\x07\x1b[31m\r\n\u202e\u2028局",
    "long": "税" * 7_000,
    "longer": "a" * 10_000,
    "growing": "\ufdfa" * 5_000,
    "sql": "' OR 1=1; DROP TABLE unit; --",
    "blank": " \u3000\t",
    "signs": "%_*?[](){}\\^$.|+",
    "emoji": "👩‍👩‍👧‍👦" * 500,
}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
async def test_whatever_is_typed_is_harmless(site: Website, typed: str) -> None:
    await settle(site.db)
    async with site.visitor() as visitor:
        answer = await visitor.client.get("/specialists", params={"q": typed})
    assert answer.status_code == 200
    assert re.findall(r"<script|<img src=x|\x00|\x1b|\u202e", answer.text) == []
    (kept,) = re.findall(r'id="q"[^>]*value="([^"]*)"', answer.text)
    assert "49" not in kept
    assert len(unescape(kept)) <= MAX_QUERY_CHARS


@pytest.mark.parametrize("raw", ["q=%ED%A0%80", "q=%FF%FE", "q=%", "q=a&q=b", "q", "q[]=1", "&&&", "x=1"])
async def test_a_broken_query_is_harmless(site: Website, raw: str) -> None:
    await settle(site.db)
    async with site.visitor() as visitor:
        assert (await visitor.client.get(f"/specialists?{raw}")).status_code == 200


async def test_the_pages_hold_nothing_that_the_policy_forbids(site: Website) -> None:
    units = await settle(site.db)
    async with site.visitor() as visitor:
        for path in ("/specialists", "/specialists?q=税务", f"/specialists/{units['区税务局']}"):
            answer = await visitor.client.get(path)
            assert answer.headers["content-security-policy"].startswith("default-src 'none'")
            assert answer.headers["cache-control"] == "no-store"
            assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:|<script", answer.text) == []
            assert re.findall(r"""(?:src|href)=["'](?:https?:)?//""", answer.text) == []


async def test_looking_makes_nobody_known(site: Website) -> None:
    await settle(site.db)
    async with site.visitor() as visitor:
        answer = await visitor.client.get("/specialists")
        assert cookie(answer, COOKIE) == ""
        assert (await visitor.get("history")).status_code == 401
    assert await site.heard() == []


async def test_too_many_looks_wait(db: Database, tmp_path: Path) -> None:
    site = await Website.build(db, tmp_path, WebSettings(requests_per_minute=5))
    async with site.visitor() as visitor:
        codes = [(await visitor.client.get("/specialists")).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]


async def test_the_page_speaks_the_language_of_the_chat(site: Website, visitor: Visitor) -> None:
    assert '<html lang="zh-CN">' in (await visitor.client.get("/specialists")).text
    await visitor.post("language", {"language": "en"})
    shown = (await visitor.client.get("/specialists")).text
    assert '<html lang="en">' in shown
    assert "Specialists for enterprises" in shown


async def test_the_first_language_is_the_setting(db: Database, tmp_path: Path) -> None:
    site = await Website.build(db, tmp_path, WebSettings(language="en"))
    async with site.visitor() as visitor:
        assert '<html lang="en">' in (await visitor.client.get("/specialists")).text


async def test_the_language_is_chosen_on_the_page_without_a_script(site: Website) -> None:
    units = await settle(site.db)
    async with site.visitor() as visitor:
        path = f"/specialists/{units['区税务局']}"
        answer = await _choose(visitor, path, "en")
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        assert "Path=/chat" in cookie(answer, LANGUAGE_COOKIE)
        assert '<html lang="en">' in (await visitor.client.get(path)).text
        assert '<html lang="en">' in (await visitor.client.get("/chat")).text


async def test_a_search_is_kept_when_the_language_changes(site: Website) -> None:
    async with site.visitor() as visitor:
        answer = await _choose(visitor, "/specialists?q=a%26b%0d%0aSet-Cookie:x", "en")
    assert answer.headers["location"] == "/specialists?q=a%26b+Set-Cookie%3Ax"


@pytest.mark.parametrize("language", ["fr", "", "en\r\nX: y"])
async def test_a_language_that_is_not_spoken_is_refused(site: Website, language: str) -> None:
    async with site.visitor() as visitor:
        answer = await _choose(visitor, "/specialists", language)
    assert answer.status_code == 400
    assert cookie(answer, LANGUAGE_COOKIE) == ""


async def test_no_other_site_chooses_the_language(site: Website) -> None:
    async with site.visitor() as visitor:
        forged = await visitor.client.post("/specialists", data={"language": "en", "_csrf_token": "0" * 128})
        foreign = await _choose(visitor, "/specialists", "en", Origin="https://evil.example")
    assert (forged.status_code, foreign.status_code) == (403, 403)


async def _choose(visitor: Visitor, path: str, language: str, **headers: str) -> httpx.Response:
    found = TOKEN.search((await visitor.client.get(path)).text)
    assert found is not None
    data = {"language": language, "_csrf_token": found.group(1)}
    return await visitor.client.post(path, data=data, headers=headers)
