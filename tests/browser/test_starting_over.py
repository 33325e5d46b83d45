"""The demo's page: tabs say what came unseen, and a demo can be begun anew."""

from playwright.async_api import Locator, Page, expect

from tests.browser.demo_server import DemoServer
from tests.browser.devices import PHONE, Visit
from tests.browser.inspection import inspect
from tests.browser.screen import Screen
from tests.browser.stage import SENTENCE, Stage

IN_TIME = 30_000  # milliseconds: the index of the new demo is built


async def test_tabs_count_what_came_unseen_and_starting_over_leaves_nothing(server: DemoServer, visit: Visit) -> None:
    context, _ = await visit(server.address, **PHONE)
    page = await context.new_page()
    await page.goto(f"{server.address}/demo")
    stage = Stage(page)
    await stage.become("区营商环境办公室")
    await (await stage.seat("营商办")).reads("您好")
    await page.get_by_role("button", name="选人").click()
    await stage.become("新来的企业用户")
    boss: Screen = await stage.seat("企业用户")
    await boss.say(SENTENCE)
    await boss.introduce()
    await boss.press("确认提交")
    await boss.reads("诉求编号")
    office = page.locator("#tabs").get_by_role("button", name="营商办")
    await expect(office.get_by_role("img", name="1 条新消息")).to_be_visible()
    await inspect(page, "unread")
    await office.click()
    await expect(office.get_by_role("img")).to_have_count(0)

    other = await context.new_page()
    await other.goto(f"{server.address}/demo")
    await Stage(other).seat("营商办")
    await expect(other.locator("#tabs").get_by_role("img")).to_have_count(0)
    page.on("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="从头再来").click()
    for window in (page, other):
        await expect(window.locator("#tabs .tab")).to_have_count(1, timeout=IN_TIME)
    await expect(page.get_by_role("heading", name="选一个人来当", exact=True)).to_be_visible()
    await stage.become("区营商环境办公室")
    await (await stage.seat("营商办")).reads("待交办 0")


async def test_a_restart_leaves_what_stands_half_typed_on_the_page(server: DemoServer, visit: Visit) -> None:
    context, _ = await visit(server.address, **PHONE)
    page = await context.new_page()
    await page.goto(f"{server.address}/demo")
    await Stage(page).become("区营商环境办公室")
    screen = await Stage(page).seat("营商办")
    await screen.place.locator("#text").fill(SENTENCE)
    server.kill()
    async with page.expect_response(lambda answer: answer.url.endswith("/demo/clock") and answer.ok):
        await server.start()
    await screen.connected()
    await expect(screen.place.locator("#text")).to_have_value(SENTENCE)


async def test_a_slow_click_on_a_tab_is_not_lost_while_the_page_updates_itself(
    server: DemoServer, visit: Visit
) -> None:
    context, _ = await visit(server.address, **PHONE)
    page = await context.new_page()
    await page.goto(f"{server.address}/demo")
    stage = Stage(page)
    await stage.become("区营商环境办公室")
    await stage.seat("营商办")
    await _press_slowly(page, page.get_by_role("button", name="选人"))
    await expect(page.locator("#search")).to_be_visible()
    await _press_slowly(page, page.locator("#tabs").get_by_role("button", name="营商办"))
    await expect(page.locator("#search")).to_be_hidden()


async def _press_slowly(page: Page, button: Locator) -> None:
    """The page updates itself between press and release."""
    await button.hover()
    await page.mouse.down()
    for _ in range(2):
        async with page.expect_response(lambda answer: answer.url.endswith("/demo/clock") and answer.ok):
            pass
    await page.mouse.up()
