"""Nobody needs a mouse: an appeal is filed with the keyboard alone."""

from playwright.async_api import Page

from tests.browser.demo_server import DemoServer
from tests.browser.devices import DESKTOP, Visit
from tests.browser.screen import Screen

MOST_STEPS = 40


async def test_an_appeal_is_filed_with_tab_and_enter_alone(town: DemoServer, visit: Visit) -> None:
    context, complaints = await visit(town.address, **DESKTOP)
    page = await context.new_page()
    await page.goto(f"{town.address}/chat")
    screen = Screen(page)
    await screen.reads("一句话")
    await _write(page, "我们厂排污许可证办了一个月还没有批下来")
    await screen.reads("您同意吗")
    await _press(page, "同意，继续")
    await screen.reads("怎么称呼您")
    await _write(page, "张示例")
    await screen.reads("联系电话")
    await _write(page, "13800001234")
    await screen.reads("哪家企业")
    await _write(page, "示例食品有限公司")
    await screen.reads("请核对")
    await _press(page, "✓ 确认提交")
    await screen.reads("诉求编号")
    complaints.none()


async def _write(page: Page, text: str) -> None:
    await _go_to(page, "输入您想说的话", "Tab")
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")


async def _press(page: Page, label: str) -> None:
    """The buttons are above the input field."""
    await _go_to(page, label, "Shift+Tab")
    await page.keyboard.press("Enter")


async def _go_to(page: Page, name: str, key: str) -> None:
    passed: list[str] = []
    for _ in range(MOST_STEPS):
        here = await page.evaluate("(part => part.ariaLabel || part.innerText)(document.activeElement)")
        if here == name:
            outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"«{name}» does not show that it has the focus"
            return
        passed.append(here[:20])
        await page.keyboard.press(key)
    raise AssertionError(f"«{name}» cannot be reached: {passed}")
