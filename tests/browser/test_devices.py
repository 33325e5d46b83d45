"""Signed in on two devices: signing out elsewhere ends the other session immediately."""

from playwright.async_api import expect

from tests.browser.demo_server import DemoServer
from tests.browser.devices import DESKTOP, PHONE, Visit
from tests.browser.inspection import inspect
from tests.browser.screen import Screen


async def test_signing_out_elsewhere_signs_the_other_device_out(town: DemoServer, visit: Visit) -> None:
    on_phone, _ = await visit(town.address, **PHONE)
    on_desk, complaints = await visit(town.address, **DESKTOP)
    demo = await on_desk.new_page()
    await demo.goto(f"{town.address}/demo")
    await demo.get_by_role("button", name="新来的企业用户").click()
    frame = demo.locator(".seat iframe")
    seat = await frame.get_attribute("src")
    await expect(frame.content_frame.locator("#state")).to_have_attribute("data-state", "on")
    await demo.close()
    phone, desk = await on_phone.new_page(), await on_desk.new_page()
    for page in (phone, desk):
        await page.goto(f"{town.address}{seat}")
        await Screen(page).reads("一句话")
        await Screen(page).connected()

    await desk.get_by_role("button", name="菜单").click()
    await desk.get_by_role("button", name="登录的设备").click()
    await expect(desk.locator("#device-list li")).not_to_have_count(1)
    await inspect(desk, "devices")
    await desk.get_by_role("button", name="退出其他设备").click()
    await expect(desk.locator("#device-list li")).to_have_count(1)

    await expect(phone.get_by_role("button", name="重新开始")).to_be_visible()
    await expect(phone.locator(".message")).to_have_count(0)
    await expect(phone.locator("#text")).to_be_disabled()
    await inspect(phone, "signed-out")
    await desk.keyboard.press("Escape")
    await Screen(desk).say("/help")
    await expect(desk.locator(".message.own")).to_have_count(1)
    complaints.none()
