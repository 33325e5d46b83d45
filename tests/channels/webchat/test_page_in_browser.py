"""The page as a person uses it, in a real browser: nothing lost, nothing twice, nothing odd."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.async_api import Browser, Dialog, Page, expect

from bot.channels.webchat.settings import WebSettings
from chats import service
from storage.database import Database, sqlite_url
from tests.browser import chromium
from tests.channels.webchat.browser import answering, opened
from tests.channels.webchat.live import serving
from tests.channels.webchat.visitor import Website, said
from tests.files.pictures import picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),  # one browser for all of them
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # Playwright's own pipes, closed with its process
]


@pytest_asyncio.fixture(loop_scope="session")
async def site(furnished_sqlite: Path, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Website]:
    """A test that needs other settings gives them as the fixture's parameter."""
    db = Database(sqlite_url(Path(shutil.copy(furnished_sqlite, tmp_path / "qinqing.db"))))
    yield await Website.build(db, tmp_path, getattr(request, "param", WebSettings()))
    await db.close()


@pytest_asyncio.fixture(loop_scope="session")
async def address(site: Website) -> AsyncIterator[str]:
    async with serving(site) as (_, address), answering(site):
        yield f"{address}/chat"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    chromium.require()
    async with chromium.launched() as browser:
        yield browser


async def _say(page: Page, text: str) -> None:
    await page.get_by_label("输入您想说的话").fill(text)
    await page.get_by_role("button", name="发送", exact=True).click()


async def test_a_conversation_by_text_button_photo_and_file(browser: Browser, address: str, tmp_path: Path) -> None:
    (tmp_path / "路灯.jpg").write_bytes(picture("JPEG", size=(400, 300)))
    (tmp_path / "合同.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    async with opened(browser, address) as (page, complaints):
        await expect(page.get_by_text("您好，请说。")).to_be_visible()
        await expect(page.get_by_text("/start")).to_have_count(0)
        await _say(page, "路灯坏了")
        await page.get_by_role("button", name="看进度").click()
        await expect(page.get_by_text("进度：已交办")).to_be_visible()
        await expect(page.get_by_text("收到：路灯坏了")).to_have_count(0)
        await page.locator("#composer [data-command='/mine']").click()
        await expect(page.locator(".message.own .command")).to_have_text("我的诉求")
        await page.get_by_role("button", name="再按一次").click()
        await expect(page.locator("#toasts").get_by_text("已经登记过了")).to_be_visible()
        await page.locator("#files").set_input_files([tmp_path / "路灯.jpg", tmp_path / "合同.pdf"])
        await expect(page.get_by_text("收到：合同.pdf")).to_be_visible()
        await page.get_by_role("button", name="照片，点按放大").click()
        await expect(page.get_by_role("dialog").get_by_role("img")).to_be_visible()
        assert await page.locator("#waiting li").count() == 0
        assert complaints == []


async def test_what_is_said_offline_is_sent_once_and_in_order(browser: Browser, address: str) -> None:
    async with opened(browser, address) as (page, _):
        await expect(page.get_by_text("您好，请说。")).to_be_visible()
        await page.context.set_offline(True)
        for text in ("一", "二", "三"):
            await _say(page, text)
        await expect(page.locator("#waiting li")).to_have_count(3)
        await expect(page.get_by_text("网络断开，恢复后自动发送")).to_be_visible()
        await page.context.set_offline(False)
        await expect(page.get_by_text("收到：三")).to_be_visible()
        assert await page.locator(".message.own .bubble").all_inner_texts() == ["一", "二", "三"]
        assert await page.locator("#waiting li").count() == 0


async def test_a_connection_that_died_without_a_word_is_opened_again(
    site: Website, browser: Browser, address: str
) -> None:
    site.streams.heartbeat_seconds = 3600
    async with opened(browser, address) as (page, complaints):
        await page.clock.install()
        await page.reload()
        await expect(page.get_by_text("您好，请说。")).to_be_visible()
        async with page.expect_request("**/chat/events*"):
            await page.clock.fast_forward(41_000)
        await _say(page, "还在")
        await expect(page.get_by_text("收到：还在")).to_be_visible()
        assert complaints == []


async def test_what_cannot_be_sent_shows_at_the_top_too_though_the_stream_is_open(
    browser: Browser, address: str
) -> None:
    async with opened(browser, address) as (page, _):
        await expect(page.get_by_text("您好，请说。")).to_be_visible()
        await page.route("**/chat/messages", lambda route: route.abort())
        await _say(page, "一")
        await expect(page.locator("#state")).to_have_attribute("data-state", "off")
        await page.unroute("**/chat/messages")
        await expect(page.get_by_text("收到：一")).to_be_visible()
        await expect(page.locator("#state")).to_have_attribute("data-state", "on")


async def test_while_the_database_recovers_the_page_says_so_and_sends_by_itself_afterwards(
    browser: Browser, address: str
) -> None:
    refusal = {"error": "正在恢复，请稍等片刻。", "code": "recovering"}
    async with opened(browser, address) as (page, _):
        await expect(page.get_by_text("您好，请说。")).to_be_visible()
        await page.route("**/chat/messages", lambda route: route.fulfill(status=503, json=refusal))
        await _say(page, "一")
        await _say(page, "二")
        await expect(page.locator("#state-text")).to_have_text("正在恢复…")
        await expect(page.locator("#waiting").get_by_text("一", exact=True)).to_be_visible()
        await page.unroute("**/chat/messages")
        await expect(page.get_by_text("收到：二")).to_be_visible()
        await expect(page.locator("#state")).to_have_attribute("data-state", "on")
        await expect(page.get_by_text("收到：一")).to_have_count(1)


async def test_the_page_says_while_what_it_has_sent_cannot_be_answered(
    site: Website, browser: Browser, address: str
) -> None:
    async with opened(browser, address) as (page, complaints):
        await expect(page.get_by_text("您好，请说。")).to_be_visible()
        site.signals.outage.note(True)
        await expect(page.locator("#state-text")).to_have_text("正在恢复…")
        await expect(page.locator("#state")).to_have_attribute("data-state", "off")
        site.signals.outage.note(False)
        await expect(page.locator("#state")).to_have_attribute("data-state", "on")
        assert complaints == []


@pytest.mark.parametrize("site", [WebSettings(streams_per_session=1)], indirect=True)
async def test_a_page_too_many_says_why_and_connects_when_another_is_closed(browser: Browser, address: str) -> None:
    async with opened(browser, address) as (page, _):
        await expect(page.locator("#state")).to_have_attribute("data-state", "on")
        second = await page.context.new_page()
        await second.goto(address)
        await expect(second.locator("#state-text")).to_have_text("打开的页面太多，请关掉几个")
        await page.goto("about:blank")
        await expect(second.locator("#state")).to_have_attribute("data-state", "on", timeout=10_000)


async def test_what_arrived_as_the_page_was_left_stands_there_once(browser: Browser, address: str) -> None:
    async with opened(browser, address) as (page, _):
        await _say(page, "一")
        await expect(page.get_by_text("收到：一")).to_be_visible()
        keep_unsent = """async () => {
            const { events } = await (await fetch("chat/history")).json();
            const { web_id: id, text } = events.find(({ body }) => body.text === "一").body;
            sessionStorage.setItem("qinqing-unsent:/chat/", JSON.stringify([{ id, text }]));
        }"""
        await page.evaluate(keep_unsent)
        await page.reload()
        await expect(page.get_by_text("收到：一")).to_be_visible()
        await expect(page.locator("#waiting li")).to_have_count(0)
        await expect(page.locator(".message.own")).to_have_count(1)


async def test_what_is_typed_survives_a_reload_and_a_file_on_its_way_keeps_the_page(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    (tmp_path / "合同.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    async with opened(browser, address) as (page, _):
        await expect(page.get_by_text("您好，请说。")).to_be_visible()
        await page.get_by_label("输入您想说的话").fill("写了一半")
        await page.reload()
        await expect(page.get_by_label("输入您想说的话")).to_have_value("写了一半")
        await page.get_by_role("button", name="发送", exact=True).click()
        await expect(page.get_by_text("收到：写了一半")).to_be_visible()
        await page.reload()
        await expect(page.get_by_label("输入您想说的话")).to_have_value("")
        asked: list[str] = []

        async def stay(dialog: Dialog) -> None:
            asked.append(dialog.type)
            await dialog.dismiss()

        page.once("dialog", stay)
        await page.context.set_offline(True)
        await page.locator("#files").set_input_files(tmp_path / "合同.pdf")
        await expect(page.get_by_text("等待网络…")).to_be_visible()
        await page.evaluate("setTimeout(() => location.assign('/specialists'))")
        await page.context.set_offline(False)
        await expect(page.locator(".message.own", has_text="合同.pdf")).to_be_visible()
        assert asked == ["beforeunload"]
        await page.goto("about:blank")  # it has arrived: nobody is asked any more


async def test_a_damaged_invitation_link_leads_into_the_chat_all_the_same(browser: Browser, address: str) -> None:
    async with opened(browser, f"{address}?code=<b>x</b>") as (page, _):
        await expect(page.get_by_text("邀请链接不完整")).to_be_visible()
        await page.get_by_role("button", name="知道了").click()
        await expect(page.get_by_text("您好，请说。")).to_be_visible()
        await expect(page.locator("#state")).to_have_attribute("data-state", "on")
        assert page.url == address


async def test_texts_are_shown_as_text_whatever_they_contain(browser: Browser, address: str) -> None:
    odd = "<img src=x onerror=alert(1)> & <b>粗</b>"
    async with opened(browser, address) as (page, complaints):
        await _say(page, odd)
        await expect(page.locator(".message.own .bubble")).to_have_text(odd)
        await expect(page.locator(".message:not(.own) .bubble").last).to_have_text(f"收到：{odd}")
        assert complaints == []


async def test_links_lead_only_where_a_link_should(site: Website, browser: Browser, address: str) -> None:
    async with opened(browser, address) as (page, _):
        await expect(page.get_by_text("您好，请说。")).to_be_visible()
        links = [("javascript:alert(1)", 0), ("https://example.com/a", 1), ("data:text/html,x", 2)]
        entities = [{"type": "text_link", "offset": place, "length": 1, "url": url} for url, place in links]
        async with site.db.transaction() as session:
            await service.say(session, 1, said("甲乙丙", entities=entities), site.clock.now())
        bubble = page.locator(".bubble", has_text="甲乙丙")
        await expect(bubble.get_by_role("link")).to_have_count(1)
        await expect(bubble.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer")


async def test_looking_back_loads_the_past_and_keeps_ones_place(site: Website, browser: Browser, address: str) -> None:
    async with opened(browser, address) as (page, _):
        await expect(page.get_by_text("您好，请说。")).to_be_visible()
        async with site.db.transaction() as session:
            for count in range(100):
                await service.say(session, 1, said(f"第 {count} 条"), site.clock.now())
        await page.reload()
        await expect(page.get_by_text("第 99 条", exact=True)).to_be_in_viewport()
        assert await page.locator(".message").count() == 40
        seen = page.get_by_text("第 62 条", exact=True)
        await seen.scroll_into_view_if_needed()
        await expect(page.get_by_text("第 30 条", exact=True)).to_be_attached()
        await expect(seen).to_be_in_viewport()


async def test_signing_out_here_asks_first_and_then_offers_a_new_start(browser: Browser, address: str) -> None:
    async with opened(browser, address) as (page, _):
        await _say(page, "路灯坏了")
        await expect(page.get_by_text("收到：路灯坏了")).to_be_visible()
        await page.get_by_role("button", name="菜单").click()
        await page.get_by_role("button", name="登录的设备").click()
        await expect(page.locator("#device-list")).to_contain_text("这台设备")
        await page.get_by_role("button", name="退出这台设备").click()
        await page.get_by_role("button", name="确定").click()
        await page.get_by_role("button", name="重新开始").click()
        await expect(page.get_by_text("您好，请说。")).to_be_visible()
        await expect(page.get_by_text("路灯坏了")).to_have_count(0)


async def test_after_signing_out_a_photo_opens_neither_in_the_page_nor_from_the_cache(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    (tmp_path / "路灯.jpg").write_bytes(picture("JPEG", size=(400, 300)))
    async with opened(browser, address) as (page, _):
        await page.locator("#files").set_input_files(tmp_path / "路灯.jpg")
        photo = page.get_by_role("button", name="照片，点按放大")
        await photo.click()
        await expect(page.locator("#viewer-image")).to_be_visible()
        window = await page.context.new_page()
        await window.goto(str(await photo.get_attribute("data-photo")))
        assert await window.evaluate("document.contentType") == "image/jpeg"
        await window.goto(f"{address}/../specialists")
        answer = await _sign_out(page)
        assert answer["clear-site-data"] == '"cache"'
        await expect(page.get_by_text("这台设备已经退出").last).to_be_visible()
        await expect(page.locator("img:not(.bar-mark, .panel img)").filter(visible=True)).to_have_count(0)
        await window.go_back()
        assert await window.evaluate("document.contentType") != "image/jpeg"
        assert [one["name"] for one in await page.context.cookies()] == ["qinqing_form"]


async def _sign_out(page: Page) -> dict[str, str]:
    """Returns the headers of the answer."""
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="菜单").click()
    await page.get_by_role("button", name="登录的设备").click()
    await page.get_by_role("button", name="退出这台设备").click()
    async with page.expect_response(lambda answer: answer.request.method == "POST") as leaving:
        await page.get_by_role("button", name="确定").click()
    return await (await leaving.value).all_headers()


@pytest.mark.parametrize("width", [320, 390, 1440])
async def test_the_page_is_accessible_and_fits_its_screen(browser: Browser, address: str, width: int) -> None:
    context = await browser.new_context(
        viewport={"width": width, "height": 844}, bypass_csp=True, reduced_motion="reduce"
    )  # axe is put into the page as a script, which its policy rightly forbids
    page = await context.new_page()
    await page.goto(address)
    await _say(page, "路灯坏了")
    await expect(page.get_by_text("收到：路灯坏了")).to_be_visible()
    await page.get_by_role("button", name="菜单").click()
    violations = (await Axe().run(page)).response["violations"]
    assert [(one["id"], one["nodes"][0]["target"]) for one in violations] == []
    await page.keyboard.press("Escape")
    violations = (await Axe().run(page)).response["violations"]
    assert [(one["id"], one["nodes"][0]["target"]) for one in violations] == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    small = await page.evaluate(
        "[...document.querySelectorAll('button, a.key, textarea')].filter(e => e.offsetParent)"
        ".map(e => [e.id || e.textContent, e.getBoundingClientRect().height]).filter(([, h]) => h < 44)"
    )
    assert small == []
    await context.close()
