"""An invitation on a phone: the link only asks, the tap binds, and a cookie copied before it is worth nothing."""

from playwright.async_api import BrowserContext, Page, expect

from people.model import Role
from tests.browser.demo_server import DemoServer
from tests.browser.devices import PHONE, Visit
from tests.browser.inspection import inspect
from tests.browser.screen import Screen


async def test_an_invitation_is_confirmed_by_a_tap_that_only_the_tapping_device_survives(
    town: DemoServer, visit: Visit
) -> None:
    code = await town.invite(Role.CHIEF)
    context, complaints = await visit(town.address, **PHONE)
    page = await context.new_page()
    await page.goto(f"{town.address}/chat?code={code}")
    screen = Screen(page)
    await screen.reads("确认是您本人吗")
    await screen.connected()
    await inspect(page, "invitation")
    before = await token(context)
    copied, _ = await visit(town.address, storage_state=await context.storage_state(), **PHONE)
    thief = await copied.new_page()
    await thief.goto(f"{town.address}/chat")
    await Screen(thief).reads("确认是您本人吗")
    await Screen(thief).connected()

    await screen.press("是我，确认")
    await screen.reads("绑定好了")
    await expect(thief.get_by_role("button", name="重新开始")).to_be_visible()
    await expect(thief.locator(".message")).to_have_count(0)
    await inspect(thief, "ended")
    assert await token(context) != before
    await inspect(page, "invitation-accepted")
    await stays_signed_in(page)
    await begins_anew(thief)
    complaints.none()


async def begins_anew(page: Page) -> None:
    await page.get_by_role("button", name="重新开始").click()
    await Screen(page).reads("一句话")
    await expect(page.get_by_text("绑定好了")).to_have_count(0)
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def stays_signed_in(page: Page) -> None:
    screen = Screen(page)
    await screen.press("返回首页")
    await screen.reads("有什么要办的")
    await screen.say("/tasks")
    await screen.reads("没有待办")
    await screen.connected()


async def token(context: BrowserContext) -> str:
    return next(str(one["value"]) for one in await context.cookies() if one["name"] == "qinqing_chat")


async def test_a_device_that_lost_its_post_reads_why_whether_open_or_closed_at_that_moment(
    town: DemoServer, visit: Visit
) -> None:
    former, _ = await visit(town.address, **PHONE)
    page = await taken(town, former)
    successor, complaints = await visit(town.address, **PHONE)
    await taken(town, successor)
    await expect(page.get_by_text("转到别处使用")).to_be_visible()
    await expect(page.locator(".message")).to_have_count(0)
    await inspect(page, "post-taken")
    later = await former.new_page()
    await later.goto(f"{town.address}/chat")
    await expect(later.get_by_role("dialog").get_by_text("转到别处使用")).to_be_visible()
    await inspect(later, "post-taken-later")
    await later.get_by_role("button", name="知道了").click()
    await Screen(later).reads("一句话")
    complaints.none()


async def taken(town: DemoServer, context: BrowserContext) -> Page:
    page = await context.new_page()
    await page.goto(f"{town.address}/chat?code={await town.invite(Role.DESK)}")
    await Screen(page).reads("确认是您本人吗")
    await Screen(page).press("是我，确认")
    await Screen(page).reads("绑定好了")
    return page
