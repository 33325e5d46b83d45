"""Files that are not accepted are refused with a kind sentence, and the conversation goes on."""

from pathlib import Path

from playwright.async_api import expect

from tests.browser.demo_server import DemoServer
from tests.browser.devices import PHONE, Visit
from tests.browser.inspection import inspect
from tests.browser.screen import Screen

MEGABYTE = 1024 * 1024
PROGRAM = b"MZ\x90\x00\x03" + bytes(4096)


async def test_a_file_too_large_and_a_program_are_refused_kindly(
    town: DemoServer, visit: Visit, tmp_path: Path
) -> None:
    context, complaints = await visit(town.address, **PHONE)
    page = await context.new_page()
    await page.goto(f"{town.address}/chat")
    screen = Screen(page)
    await screen.reads("一句话")

    await screen.send(_file(tmp_path / "合同扫描件.pdf", b"%PDF-1.4\n" + bytes(11 * MEGABYTE)))
    await screen.reads_briefly("合同扫描件.pdf")
    await screen.reads_briefly("10 MB")
    complaints.none()

    await screen.send(_file(tmp_path / "发票.exe", PROGRAM))
    await expect(page.locator("#waiting")).to_contain_text("请发照片")
    await expect(page.locator("#waiting").get_by_role("button", name="未发出，点按重试")).to_have_count(0)
    await inspect(page, "refused")
    await page.locator("#waiting").get_by_role("button", name="移除").click()
    await expect(page.locator("#waiting li")).to_have_count(0)
    await screen.send(_file(tmp_path / "IMG_0001.bmp", b"BM" + bytes(64)))
    await expect(page.locator("#waiting .card")).to_contain_text("IMG_0001.bmp")
    await expect(page.locator("#waiting")).to_contain_text("另存为 JPG")
    await page.locator("#waiting").get_by_role("button", name="移除").click()
    assert await screen.own_words() == []
    await screen.say("/help")
    await expect(page.locator(".message.own")).to_have_count(1)


def _file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
