"""How it looks in the dark and in English: readable, complete, and as accessible as by day."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.demo_server import DemoServer
from tests.browser.devices import SIZES, Visit
from tests.browser.inspection import check_accessible, inspect
from tests.browser.screen import Screen

HAN = re.compile(r"[㐀-鿿]")


@pytest.mark.parametrize("size", SIZES)
async def test_in_the_dark_everything_can_be_read(town: DemoServer, visit: Visit, size: str) -> None:
    context, complaints = await visit(town.address, color_scheme="dark", **SIZES[size])
    page = await context.new_page()
    await page.goto(f"{town.address}/chat")
    screen = Screen(page)
    await screen.reads("一句话")
    await screen.say("/help")
    await screen.place.locator(".message").nth(2).wait_for()
    assert (
        await page.evaluate("getComputedStyle(document.querySelector('.room')).backgroundColor") != "rgb(244, 247, 245)"
    )
    await inspect(page, "dark")
    await _look_through_the_menu(page)
    await page.goto(f"{town.address}/demo")
    await inspect(page, "dark-demo")
    complaints.none()


@pytest.mark.parametrize("size", SIZES)
async def test_the_english_page_speaks_english(town: DemoServer, visit: Visit, size: str) -> None:
    context, complaints = await visit(town.address, **SIZES[size])
    page = await context.new_page()
    await page.goto(f"{town.address}/chat")
    screen = Screen(page)
    await screen.reads("一句话")
    await page.get_by_role("button", name="Switch to English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await screen.reads("Hello")
    await screen.connected()
    await screen.say("The street lamp at our gate is broken")
    await screen.press("Agree and go on")
    await screen.reads("What may we call you?")
    await inspect(page, "english")
    labels = await page.locator("button:visible, textarea:visible").evaluate_all(
        "parts => parts.map(part => [part.ariaLabel, part.placeholder, part.innerText].join(' '))"
    )
    chinese = [label for label in labels if HAN.search(label)]
    assert chinese == ["切换到中文  中"]
    complaints.none()


async def _look_through_the_menu(page: Page) -> None:
    for name in ("隐私说明", "关于我们", "登录的设备"):
        await page.get_by_role("button", name="菜单").click()
        await check_accessible(page)
        await page.get_by_role("dialog").get_by_role("button", name=name).click()
        await expect(page.get_by_role("dialog").get_by_role("heading", name=name)).to_be_visible()
        await check_accessible(page)
        await page.keyboard.press("Escape")
