"""Without a network or a server: messages arrive once and in order, and nothing is lost."""

from playwright.async_api import Page, expect

from tests.browser.demo_server import DemoServer
from tests.browser.devices import PHONE, Visit
from tests.browser.screen import Screen

SENTENCE = "我们厂的排污许可证交了材料一个月还没有批"
MORE = "补充：窗口说还要再等两周"


async def test_what_is_typed_without_a_network_arrives_once_and_in_order(town: DemoServer, visit: Visit) -> None:
    context, _ = await visit(town.address, **PHONE)
    page, screen = await _entered(town, await context.new_page())
    await context.set_offline(True)
    await screen.say(SENTENCE)
    await screen.say(MORE)
    await expect(page.get_by_text("网络断开，恢复后自动发送").first).to_be_visible()
    await context.set_offline(False)
    await screen.all_sent()
    await screen.reads("您同意吗")
    assert await screen.own_words() == [SENTENCE, MORE]
    await page.reload()
    await screen.reads("您同意吗")
    assert await screen.own_words() == [SENTENCE, MORE]


async def test_a_server_that_is_killed_and_comes_back_goes_on_with_the_conversation(
    server: DemoServer, visit: Visit
) -> None:
    context, _ = await visit(server.address, **PHONE)
    page, screen = await _entered(server, await context.new_page())
    await screen.say(SENTENCE)
    await screen.reads("您同意吗")
    await screen.press("同意，继续")
    await screen.reads("怎么称呼您")
    server.kill()
    await expect(page.locator("#state")).to_have_attribute("data-state", "off")
    await screen.say("张示例")
    await server.start()
    await screen.reads("联系电话")
    await screen.all_sent()
    await screen.connected()
    assert await screen.own_words() == [SENTENCE, "张示例"]
    before = await page.locator("#messages .message").all_inner_texts()
    await page.reload()
    await screen.reads("联系电话")
    assert await page.locator("#messages .message").all_inner_texts() == before


async def _entered(server: DemoServer, page: Page) -> tuple[Page, Screen]:
    await page.goto(f"{server.address}/chat")
    screen = Screen(page)
    await screen.reads("一句话")
    await screen.connected()
    return page, screen
