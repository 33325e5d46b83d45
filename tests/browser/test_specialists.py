"""The public page of specialists: read, searched, printed, and a QR code that opens the chat at its unit."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.demo_server import DemoServer
from tests.browser.devices import SIZES, Visit
from tests.browser.inspection import check_accessible, inspect
from tests.browser.screen import Screen

A4 = {"width": 680, "height": 1016}  # pixels: the sheet without its margins
HIDDEN_ON_PAPER = ".top, .search, .jumps, .ask"


@pytest.mark.parametrize("size", SIZES)
async def test_a_visitor_finds_a_specialist(town: DemoServer, visit: Visit, size: str) -> None:
    context, complaints = await visit(town.address, **SIZES[size])
    page = await context.new_page()
    await page.goto(f"{town.address}/specialists")
    await expect(page.locator(".unit")).to_have_count(45)
    await inspect(page, "specialists")
    await page.get_by_role("searchbox").fill("开发票")
    await page.keyboard.press("Enter")
    unit = page.get_by_role("article").first
    await expect(unit).to_have_accessible_name("国家税务总局示例区税务局")
    await expect(unit.get_by_text("负责“")).to_be_visible()
    await inspect(page, "specialists-found")
    await page.get_by_role("searchbox").fill("zzzzqqqq")
    await page.get_by_role("button", name="查找").click()
    await expect(page.get_by_role("heading", name="没有找到")).to_be_visible()
    await inspect(page, "specialists-none")
    await page.get_by_role("link", name="看全部单位").click()
    await page.get_by_role("link", name="区司法局").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("区司法局")
    await inspect(page, "specialists-unit")
    complaints.none()


async def test_everything_works_without_javascript(town: DemoServer, visit: Visit) -> None:
    context, _ = await visit(town.address, java_script_enabled=False, **SIZES["phone"])
    page = await context.new_page()
    await page.goto(f"{town.address}/specialists")
    await page.get_by_role("button", name="Switch to English").click()
    await page.get_by_label("Search by unit").fill("税务局")
    await page.get_by_role("button", name="Search").click()
    await expect(page.get_by_role("heading", level=2)).to_have_text("Did you mean one of these?")
    await expect(page.get_by_role("article").first).to_contain_text("Chief specialist")


@pytest.mark.parametrize("size", SIZES)
async def test_a_code_opens_the_chat_at_its_unit_for_whoever_is_new(town: DemoServer, visit: Visit, size: str) -> None:
    context, complaints = await visit(town.address, **SIZES[size])
    page = await context.new_page()
    await page.goto(f"{town.address}/specialists")
    await page.get_by_role("link", name="区司法局").click()
    await page.get_by_role("link", name="向本单位提诉求").click()
    screen = Screen(page)
    await screen.reads("区司法局")
    await screen.press("向这个单位提诉求")
    await screen.connected()
    assert page.url == f"{town.address}/chat"
    complaints.none()


@pytest.mark.parametrize("size", SIZES)
async def test_the_chat_leads_to_the_page(town: DemoServer, visit: Visit, size: str) -> None:
    context, complaints = await visit(town.address, **SIZES[size])
    page = await context.new_page()
    await page.goto(f"{town.address}/chat")
    await Screen(page).connected()
    await page.get_by_role("button", name="菜单").click()
    await check_accessible(page)
    async with context.expect_page() as opened:
        await page.get_by_role("dialog").get_by_role("link", name="各单位的为企服务专员").click()
    await expect((await opened.value).get_by_role("heading", level=1)).to_have_text("为企服务专员")
    complaints.none()


@pytest.mark.parametrize("size", SIZES)
async def test_it_can_be_read_in_the_dark_and_in_english(town: DemoServer, visit: Visit, size: str) -> None:
    context, complaints = await visit(town.address, color_scheme="dark", **SIZES[size])
    page = await context.new_page()
    await page.goto(f"{town.address}/specialists")
    await inspect(page, "dark-specialists")
    await page.get_by_role("button", name="Switch to English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await inspect(page, "english-specialists")
    untranslated = await page.locator("body *:not([lang=zh-CN], [lang=zh-CN] *)").evaluate_all(
        """parts => parts.flatMap(part => [...part.childNodes].filter(child => child.nodeType === Node.TEXT_NODE))
            .map(text => text.textContent).filter(text => /[㐀-鿿]/.test(text))"""
    )
    assert untranslated == []
    await page.get_by_role("link", name="区司法局").click()
    await inspect(page, "english-specialists-unit")
    complaints.none()


async def test_on_paper_units_stay_whole_black_on_white(town: DemoServer, visit: Visit) -> None:
    context, complaints = await visit(town.address, color_scheme="dark", viewport=A4)
    page = await context.new_page()
    await page.goto(f"{town.address}/specialists")
    await page.emulate_media(media="print")
    await expect(page.locator(HIDDEN_ON_PAPER).locator("visible=true")).to_have_count(0)
    await expect(page.locator(".code").locator("visible=true")).to_have_count(45)
    await expect(page.locator(".unit").first).to_have_css("break-inside", "avoid")
    assert await _colours(page) == {"rgb(0, 0, 0)"}
    assert await page.evaluate("document.documentElement.scrollWidth") <= A4["width"]
    assert await _sheets(page) <= 12
    complaints.none()


async def test_the_poster_of_a_unit_is_one_sheet(town: DemoServer, visit: Visit) -> None:
    context, complaints = await visit(town.address, viewport=A4)
    page = await context.new_page()
    await page.goto(f"{town.address}/specialists")
    await page.get_by_role("link", name="区司法局").click()
    await expect(page.get_by_text("扫码直接向本单位提诉求")).to_be_visible()
    await page.wait_for_load_state()
    on_screen = await page.locator(".code").evaluate("code => getComputedStyle(code).width")
    await page.emulate_media(media="print")
    await expect(page.locator(".code")).not_to_have_css("width", on_screen)  # laid out for paper now
    code = await page.locator(".code").bounding_box()
    assert code is not None
    assert code["width"] == code["height"] > A4["width"] / 2
    await expect(page.locator(HIDDEN_ON_PAPER).locator("visible=true")).to_have_count(0)
    assert await _sheets(page) == 1
    complaints.none()


async def _colours(page: Page) -> set[str]:
    """Those of every word that is printed."""
    return set(
        await page.locator("main :is(h1, h2, h3, p, dt, dd, b, em, a)").evaluate_all(
            "parts => parts.filter(part => part.checkVisibility()).map(part => getComputedStyle(part).color)"
        )
    )


async def _sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", await page.pdf(prefer_css_page_size=True)))
