"""The demo's page as a visitor uses it."""

from playwright.async_api import Page, expect

from tests.browser.screen import Screen

SENTENCE = "我们厂排污许可证办了一个月还没有批下来"


class Stage:
    """The demo's page: one person's chat at a time on a phone, several side by side on a wide screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def become(self, name: str) -> None:
        """Choose somebody from the list and open their chat."""
        await self.page.get_by_role("button", name="选人").click()
        await self.page.locator("#search").fill(name)
        await self.page.locator("#people [data-choice]:visible").filter(has_text=name).first.click()

    async def seat(self, title: str) -> Screen:
        """The chat of the person with that title, brought into view."""
        tab = self.page.locator("#tabs").get_by_role("button", name=title)
        await expect(tab).to_be_visible()
        if await tab.get_attribute("aria-pressed") != "true":
            await tab.click()
        element = await self.page.locator(".seat").filter(has_text=title).locator("iframe").element_handle()
        frame = await element.content_frame()
        assert frame is not None
        screen = Screen(frame)
        await screen.connected()
        return screen

    async def forward(self, button: str = "快进到下一件事") -> str:
        """Move time forward; returns the page's report of what happened."""
        forward = self.page.get_by_role("button", name=button)
        await forward.click()
        await expect(self.page.locator("#said")).to_contain_text("已到")
        await expect(forward).to_be_enabled()
        return await self.page.locator("#said").inner_text()
