"""A chat as its user sees it: type, press, send, read; on a page of its own or within the demo's page."""

import re
from pathlib import Path

from playwright.async_api import Frame, Locator, Page, expect


class Screen:
    def __init__(self, place: Page | Frame) -> None:
        self.place = place

    async def say(self, text: str) -> None:
        await self.place.locator("#text").fill(text)
        await self.place.locator("#send").click()

    async def press(self, label: str) -> None:
        await self.button(label).click()

    def button(self, label: str) -> Locator:
        """The newest button under a message whose label contains ``label``."""
        return self.place.locator(".keys").get_by_role("button", name=label).last

    async def send(self, *files: Path) -> None:
        await self.place.locator("#files").set_input_files(list(files))

    async def reads(self, words: str) -> str:
        """The newest message from the bot that contains ``words``, once visible."""
        message = self.place.locator(".message:not(.own)").filter(has_text=words).last
        await expect(message).to_be_visible()
        return await message.locator(".bubble").last.inner_text()

    async def reads_briefly(self, words: str) -> None:
        """Wait for a toast."""
        await expect(self.place.locator("#toasts").get_by_text(words)).to_be_visible()

    async def connected(self) -> None:
        await expect(self.place.locator("#state")).to_have_attribute("data-state", "on")

    async def all_sent(self) -> None:
        await expect(self.place.locator("#waiting li")).to_have_count(0)

    async def own_words(self) -> list[str]:
        """The texts of the person's own messages in the chat."""
        return await self.place.locator("#messages .message.own .bubble:not(.command)").all_inner_texts()

    async def introduce(self) -> str:
        """Answer the questions asked of a newcomer; returns the summary."""
        await self.reads("您同意吗")
        await self.press("同意，继续")
        await self.reads("怎么称呼您")
        await self.say("张示例")
        await self.reads("联系电话")
        await self.say("13800001234")
        await self.reads("哪家企业")
        await self.say("示例食品有限公司")
        return await self.reads("请核对")


def found(pattern: str, text: str) -> str:
    """The first group of ``pattern`` in ``text``."""
    match = re.search(pattern, text)
    assert match, text
    return match[1]
