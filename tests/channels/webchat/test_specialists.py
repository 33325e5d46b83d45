"""The public page of specialists: everything that the office publishes, nothing else, and always up to date."""

import re
from dataclasses import replace
from html import unescape

import pytest

from directory import service
from directory.model import Category, Unit
from directory.words import in_words
from tests.channels.webchat.district import HILL, LI, OFFICE, OTHERS, TAX, UNITS, ZHANG, settle
from tests.channels.webchat.visitor import Website

HEADING = re.compile(r"<h[23] id=[^>]*>(?:<a[^>]*>)?([^<]+)<")
WHY = re.compile(r'<p class="why">([^<]+)</p>')


async def test_every_unit_stands_in_its_group(site: Website) -> None:
    other = Unit("示例开发区平台公司", Category.OTHER)
    await settle(site.db, (HILL, TAX, OFFICE, other))
    shown = await _read(site)
    assert HEADING.findall(shown) == [
        "部门", "区税务局",
        "乡镇和街道", "例山镇",
        "其他单位", "区营商环境办公室", "示例开发区平台公司",
    ]  # fmt: skip


async def test_a_unit_is_shown_with_its_specialists_the_chief_first(site: Website) -> None:
    await settle(site.db)
    (unit,) = re.findall(r"<article.*?区税务局.*?</article>", await _read(site), re.DOTALL)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unit))
    for part in (
        "地址 示例路1号", "办公时间 周一至周五 9:00-17:00", "单位电话 0551-66660000 转 801 138 0000 0001",
        "张示例 首席专员 办公室 副局长 138 0000 0011 李示例 具办专员 办税服务股 股长 138 0000 0012",
    ):  # fmt: skip
        assert part in words
    assert re.findall(r'href="tel:([^"]+)"', unit) == ["055166660000", "13800000001", "13800000011", "13800000012"]


async def test_a_unit_without_specialists_says_what_to_do(site: Website) -> None:
    await settle(site.db, people=())
    assert (await _read(site)).count("这个单位还没有公布专员") == len(UNITS)


async def test_nobody_but_specialists_is_published(site: Website) -> None:
    units = await settle(site.db)
    pages = [await _read(site), await _read(site, f"/specialists/{units['区税务局']}")]
    for one in OTHERS:
        for typed in (one.name, one.phone):
            pages.append(found := await _read(site, q=typed))
            assert not any(one.name in why or one.phone in why for why in WHY.findall(found))
    for one in OTHERS:
        for secret in (one.title, one.section, one.phone[-4:], f"{one.name}</b>"):
            assert not [page for page in pages if secret in _without_drawings(page).replace(f'value="{one.phone}"', "")]


async def test_what_changes_in_the_directory_shows_at_once(site: Website) -> None:
    units = await settle(site.db)
    assert "李示例" in await _read(site)
    await settle(site.db, (replace(TAX, address="示例路99号"),), (ZHANG,))
    shown = await _read(site)
    assert "示例路99号" in shown
    assert "李示例" not in shown
    assert "例山镇" not in shown
    assert "的李示例" not in await _read(site, q="李示例")
    async with site.visitor() as visitor:
        assert (await visitor.client.get(f"/specialists/{units['例山镇']}")).status_code == 404


async def test_before_there_is_a_directory_the_page_is_kind(site: Website) -> None:
    shown = await _read(site)
    assert "名录正在准备" in shown
    assert 'href="/chat"' in shown
    assert "<article" not in shown


@pytest.mark.parametrize("typed", ["税务", "开发票", "李示例", "13800000012", "管出口退税的是哪个部门", "示例"])
async def test_the_search_is_that_of_the_chat_and_says_why(site: Website, typed: str) -> None:
    await settle(site.db, people=(LI, ZHANG))
    async with site.db.reading() as session:
        matches = service.find(await service.load(session), typed, 10)
    shown = await _read(site, q=typed)
    assert HEADING.findall(shown)[1:] == list(dict.fromkeys(match.unit.name for match in matches))
    assert {unescape(why) for why in WHY.findall(shown)} == {in_words(one.why) for one in matches}
    assert f'value="{typed}"' in shown
    assert '<a href="/specialists">看全部单位</a>' in shown


async def test_what_is_not_found_is_said_with_a_way_back(site: Website) -> None:
    await settle(site.db)
    shown = await _read(site, q="zzzzqqqq")
    assert HEADING.findall(shown) == ["没有找到"]
    assert '<a href="/specialists">看全部单位</a>' in shown


async def test_a_unit_has_a_poster_of_its_own(site: Website) -> None:
    units = await settle(site.db)
    shown = await _read(site, f"/specialists/{units['区税务局']}")
    for part in ("区税务局</h1>", "扫码直接向本单位提诉求", "张示例", "138 0000 0012", "示例路1号"):
        assert part in shown
    assert f'href="/chat?code=unit-{units["区税务局"]}"' in shown
    assert shown.count("<svg viewBox=") == 1
    assert "例山镇" not in shown


@pytest.mark.parametrize("number", ["0", "-1", "999", "9" * 30, "x", "1.5", "%00", "1/2"])
async def test_a_unit_that_is_not_there_is_not_found(site: Website, number: str) -> None:
    await settle(site.db)
    async with site.visitor() as visitor:
        lost = await visitor.client.get(f"/specialists/{number}", headers={"Accept": "text/html"})
    assert lost.status_code == 404
    assert "没有找到这个页面" in lost.text


async def _read(site: Website, path: str = "/specialists", **asked: str) -> str:
    async with site.visitor() as visitor:
        answer = await visitor.client.get(path, params=asked or None)
    assert answer.status_code == 200
    return answer.text


def _without_drawings(page: str) -> str:
    return re.sub(r"<svg.*?</svg>|content=\"[^\"]*\"|value=\"[0-9a-f]{64,}\"", "", page, flags=re.DOTALL)
