"""Too much is refused kindly, and one visitor's haste costs no other."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.webchat.sessions import COOKIE
from bot.channels.webchat.settings import WebSettings
from storage.database import Database
from tests.channels.webchat.visitor import Website, new_id

pytestmark = pytest.mark.parametrize("db", ["sqlite"], indirect=True)
PDF = b"%PDF-1.4\n%%EOF\n"


async def test_a_device_that_sends_too_fast_waits_and_others_do_not(db: Database, tmp_path: Path) -> None:
    site = await Website.build(db, tmp_path, WebSettings(posts_per_minute=3))
    async with site.visitor() as hasty, site.visitor() as calm:
        await hasty.start()
        await calm.start()
        answers = [await hasty.say("快") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
        assert answers[-1].json()["error"] == "您操作得有点快，请歇一分钟再继续，刚才没有发出的内容还在。"
        assert int(answers[-1].headers["ratelimit-reset"]) <= 60
        assert (await calm.say("慢")).status_code == 202
        assert (await hasty.get("history")).status_code == 200


async def test_an_address_that_asks_too_often_waits(db: Database, tmp_path: Path) -> None:
    site = await Website.build(db, tmp_path, WebSettings(requests_per_minute=5))
    async with site.visitor() as visitor:
        answers = [await visitor.client.get("/chat") for _ in range(6)]
        assert [answer.status_code for answer in answers][-2:] == [200, 429]
        assert (await visitor.client.get("/healthz")).status_code == 200


async def test_one_address_opens_only_so_many_chats(db: Database, tmp_path: Path) -> None:
    site = await Website.build(db, tmp_path, WebSettings(chats_per_hour=2))
    codes = []
    for _ in range(3):
        async with site.visitor() as newcomer:
            answer = await newcomer.start()
            codes.append((answer.status_code, answer.json().get("code")))
    assert codes == [(202, None), (202, None), (429, "too_many_chats")]


async def test_a_made_up_cookie_opens_no_more_chats(db: Database, tmp_path: Path) -> None:
    site = await Website.build(db, tmp_path, WebSettings(chats_per_hour=2))
    codes = []
    for count in range(3):
        async with site.visitor() as newcomer:
            await newcomer.open()
            made_up = {"Cookie": f"qinqing_form={newcomer.client.cookies['qinqing_form']}; {COOKIE}=made-up-{count}"}
            answer = await newcomer.post("start", {"id": new_id()}, **made_up)
            codes.append((answer.status_code, answer.json().get("code")))
    assert codes == [(202, None), (202, None), (429, "too_many_chats")]
    assert 0 < int(answer.headers["ratelimit-reset"]) <= 3600
    assert len(await site.heard()) == 2


async def test_made_up_cookies_count_by_address(db: Database, tmp_path: Path) -> None:
    site = await Website.build(db, tmp_path, WebSettings(requests_per_minute=5))
    codes = []
    for count in range(6):
        async with site.visitor(Cookie=f"{COOKIE}=made-up-{count}") as visitor:
            codes.append((await visitor.get("history")).status_code)
    assert codes == [401] * 5 + [429]


async def test_a_device_that_is_signed_in_is_served_from_an_address_that_asks_too_often(
    db: Database, tmp_path: Path
) -> None:
    site = await Website.build(db, tmp_path, WebSettings(requests_per_minute=5))
    async with site.visitor() as neighbour, site.visitor() as hasty:
        await neighbour.start()
        assert [(await hasty.client.get("/chat")).status_code for _ in range(6)][-1] == 429
        assert [(await neighbour.get("history")).status_code for _ in range(6)] == [200] * 5 + [429]


@pytest.mark.parametrize(
    ("addresses", "last"),
    [
        (("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:2:3:4:5:6"), 429),
        (("2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:3::1"), 202),
        (("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1"), 429),
        (("192.0.2.1", "192.0.2.1", "192.0.2.2"), 202),
        (("::ffff:192.0.2.1", "::ffff:192.0.2.1", "::ffff:192.0.2.2"), 202),
    ],
)
async def test_an_address_is_a_64_of_ipv6_and_one_of_ipv4(
    db: Database, tmp_path: Path, addresses: tuple[str, ...], last: int
) -> None:
    site = await Website.build(db, tmp_path, WebSettings(chats_per_hour=2))
    codes = []
    for address in addresses:
        async with site.visitor(address=address) as newcomer:
            codes.append((await newcomer.start()).status_code)
    assert codes == [202, 202, last]


async def test_files_are_counted_by_chat_over_ten_minutes(db: Database, tmp_path: Path) -> None:
    site = await Website.build(db, tmp_path, WebSettings(files_per_ten_minutes=2))
    async with site.visitor() as visitor:
        await visitor.start()
        answers = [await visitor.send(f"{count}.pdf", PDF) for count in range(3)]
        assert [answer.status_code for answer in answers] == [202, 202, 429]
        assert answers[-1].json()["error"] == "十分钟内最多收 2 个文件，请过一会儿再发其余的。"
        site.clock.pass_by(timedelta(minutes=10))
        assert (await visitor.send("3.pdf", PDF)).status_code == 202


async def test_a_repeated_file_does_not_count_again(db: Database, tmp_path: Path) -> None:
    site = await Website.build(db, tmp_path, WebSettings(files_per_ten_minutes=1))
    name = new_id()
    async with site.visitor() as visitor:
        await visitor.start()
        answers = [await visitor.send("a.pdf", PDF, id=name) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
