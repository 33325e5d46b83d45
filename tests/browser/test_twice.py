"""Impatient fingers: however often it is tapped, one appeal is filed."""

import asyncio

from tests.browser.demo_server import DemoServer
from tests.browser.devices import PHONE, Visit
from tests.browser.screen import Screen

TAP_TWICE = "button => { button.click(); button.click(); }"


async def test_a_double_tap_on_two_open_pages_files_one_appeal(town: DemoServer, visit: Visit) -> None:
    context, complaints = await visit(town.address, **PHONE)
    page = await context.new_page()
    await page.goto(f"{town.address}/chat")
    one = Screen(page)
    await one.reads("一句话")
    await one.say("我们厂排污许可证办了一个月还没有批下来")
    await one.introduce()
    other = Screen(await context.new_page())
    await other.place.goto(f"{town.address}/chat")
    await other.reads("请核对")
    await asyncio.gather(*(screen.button("确认提交").evaluate(TAP_TWICE) for screen in (one, other)))
    for screen in (one, other):
        await screen.reads("诉求编号")
    await page.bring_to_front()
    await page.locator("#composer [data-command='/mine']").click()
    await one.reads("您的诉求，点开看进度")
    assert await page.locator(".message").last.get_by_role("button", name="排污许可证").count() == 1
    complaints.none()
