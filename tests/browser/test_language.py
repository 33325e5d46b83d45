"""The page speaks as the bot does in its chat."""

from playwright.async_api import expect

from tests.browser.demo_server import DemoServer
from tests.browser.devices import PHONE, Visit
from tests.browser.stage import Stage


async def test_the_page_follows_the_language_that_is_chosen_in_the_chat(server: DemoServer, visit: Visit) -> None:
    context, _ = await visit(server.address, **PHONE)
    page = await context.new_page()
    await page.goto(f"{server.address}/demo")
    stage = Stage(page)
    await stage.become("新来的企业用户")
    boss = await stage.seat("企业用户")
    await boss.say("English please")
    await expect(boss.place.locator("#switch-language")).to_have_text("中")
    await boss.reads("Hello")
    await boss.say("换成中文")
    await expect(boss.place.locator("#switch-language")).to_have_text("EN")
