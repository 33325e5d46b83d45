"""The demo: anyone may be anyone on this machine, side by side, and time moves on at a press."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from sqlalchemy import select

from bot.channels.webchat import store as web_store
from bot.channels.webchat.sessions import COOKIE
from bot.config import file as config_file
from bot.config.file import ConfigError
from bot.config.loopback import is_loopback
from bot.demo import sample, store
from bot.demo.demo import MAX_STOPS, Demo
from bot.demo.door import is_here
from bot.engine.signals import Signals
from directory import service as directory
from directory import store as directory_store
from directory.model import Category, Directory, Enterprise, Unit
from migrations.stores import whole_schema
from people import post_store
from people import store as people
from people.model import Official, Role
from storage import meta_store
from storage.database import Database
from tests.channels.webchat.visitor import MONDAY, StillClock, Visitor, Website, cookie

OFFICE, TAX = "区营商环境办公室", "示例区税务局"
SAMPLE = Directory(
    (Unit(OFFICE, Category.OFFICE), Unit(TAX, Category.DEPARTMENT)),
    (
        Official(OFFICE, "章样例", Role.OFFICE, phone="13800000001"),
        Official(TAX, "王示例", Role.CHIEF, phone="13800000002"),
        Official(TAX, "李示例", Role.HANDLER, phone="13800000003"),
    ),
    (Enterprise("示例食品有限公司", "91000000MA000000XX"),),
)


class Town:
    """What the demo moves: a clock, moments that come, and messages sent when they are reached."""

    def __init__(self, moments: list[datetime]) -> None:
        self.clock, self.moments, self.reached = StillClock(), moments, list[datetime]()
        self.started_over = 0

    async def next_moment(self, now: datetime) -> datetime | None:
        return next((moment for moment in sorted(self.moments) if moment > now), None)

    async def tick(self) -> int:
        self.reached.append(self.clock.now())
        return 2

    def start_over(self) -> None:
        self.started_over += 1


@pytest.fixture
def town() -> Town:
    return Town([MONDAY + timedelta(hours=7), MONDAY + timedelta(hours=8), MONDAY + timedelta(hours=30)])


@pytest.fixture
async def demo(db: Database, town: Town) -> Demo:
    async with db.transaction() as session:
        await directory.import_directory(session, SAMPLE)
    return _built(db, town, town.clock)


def _built(db: Database, town: Town, clock: StillClock) -> Demo:
    return Demo(
        db, clock, Signals(), tick=town.tick, next_moment=town.next_moment,
        next_workday=lambda now: now + timedelta(days=1), start_over=town.start_over,
    )  # fmt: skip


@pytest.fixture
async def stage(db: Database, demo: Demo, tmp_path: Path) -> Website:
    return await Website.build(db, tmp_path, demo=demo)


@pytest.fixture
async def director(stage: Website) -> AsyncIterator[Visitor]:
    """The visitor who has the demo's page open."""
    async with stage.visitor("/demo") as director:
        await director.open()
        yield director


async def _open_seat(director: Visitor, choice: str) -> Visitor:
    answer = await director.post("seats", {"choice": choice})
    assert answer.status_code == 201, answer.text
    seat = Visitor(director.client, f"/demo/seats/{answer.json()['number']}/chat")
    await seat.start()
    return seat


async def test_the_demo_shows_whom_one_may_be(stage: Website, director: Visitor) -> None:
    page = (await director.open()).text
    for name in ("新来的企业用户", "示例食品有限公司", "章样例", "王示例", "李示例", TAX, "11月23日 周一 09:00"):
        assert name in page


async def test_the_front_leads_to_the_demo(stage: Website, director: Visitor) -> None:
    assert (await director.client.get("/")).headers["location"] == "/demo"


async def test_people_side_by_side_share_a_browser_and_no_chat(stage: Website, director: Visitor) -> None:
    enterprise, office = await _open_seat(director, "new"), await _open_seat(director, "post:1")
    await enterprise.say("我是企业")
    await office.say("我是营商办")
    assert await enterprise.texts() == ["/start", "我是企业"]
    assert await office.texts() == ["/start", "我是营商办"]


async def test_a_seats_cookie_is_sent_to_that_seat_only(stage: Website, director: Visitor) -> None:
    answer = await director.post("seats", {"choice": "new"})
    number = answer.json()["number"]
    page = await director.client.get(f"/demo/seats/{number}/chat")
    assert f"Path=/demo/seats/{number}/chat;" in cookie(page, COOKIE) + ";"
    other = await director.post("seats", {"choice": "new"})
    assert (await director.client.get(f"/demo/seats/{other.json()['number']}/chat/history")).status_code == 401


async def test_a_seat_may_be_framed_by_the_demo_and_the_plain_chat_may_not(stage: Website, director: Visitor) -> None:
    seat = await _open_seat(director, "new")
    assert "frame-ancestors 'self'" in (await seat.open()).headers["content-security-policy"]
    assert "frame-src 'self'" in (await director.open()).headers["content-security-policy"]
    plain = await director.client.get("/chat")
    assert "frame-ancestors 'none'" in plain.headers["content-security-policy"]


async def test_the_holder_of_a_post_is_that_person(stage: Website, director: Visitor) -> None:
    seat = await _open_seat(director, "post:2")
    chat = (await seat.events())[0]["body"]["from"]["id"]
    async with stage.db.reading() as session:
        person = await people.of_chat(session, chat)
    assert person is not None
    assert (person.name, person.has(Role.CHIEF)) == ("王示例", True)


async def test_the_same_post_is_the_same_seat_however_often_it_is_opened(stage: Website, director: Visitor) -> None:
    first = await director.post("seats", {"choice": "post:2"})
    second = await director.post("seats", {"choice": "post:2"})
    assert first.json() == second.json()
    assert first.json()["title"] == "首席专员 王示例"
    assert first.json()["subtitle"] == TAX


async def test_a_post_bound_by_an_invitation_gets_a_second_chat(stage: Website, director: Visitor) -> None:
    async with stage.visitor() as phone:
        await phone.start()
        chat = (await phone.events())[0]["body"]["from"]["id"]
    async with stage.db.transaction() as session:
        person = await people.add(session, chat, "zh", stage.clock.now())
        await post_store.bind_post(session, 3, person.id)
    await _open_seat(director, "post:3")
    async with stage.db.reading() as session:
        assert len(await people.chats_of(session, person.id)) == 2


async def test_the_sample_enterprises_person_has_said_who_they_are(stage: Website, director: Visitor) -> None:
    seat = await _open_seat(director, "enterprise:1")
    chat = (await seat.events())[0]["body"]["from"]["id"]
    async with stage.db.reading() as session:
        person = await people.of_chat(session, chat)
    assert person is not None
    assert person.consented_at is not None
    assert person.phone.startswith("1380000")


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@pytest.mark.parametrize("choice", ["post:99", "enterprise:99", "post:x", "post:", "king", "", "new:1", None])
async def test_nobody_else_can_be_chosen(stage: Website, director: Visitor, choice: str | None) -> None:
    refused = await director.post("seats", {"choice": choice})
    assert refused.status_code == 409
    assert refused.json()["error"].endswith("。")


async def test_an_unknown_seat_is_not_found(stage: Website, director: Visitor) -> None:
    assert (await director.client.get("/demo/seats/99/chat")).status_code == 404
    refused = await director.client.post(
        "/demo/seats/99/chat/start", json={"id": "x"}, headers={"X-Form-Token": director.token}
    )
    assert refused.status_code == 400


async def test_time_moves_to_the_next_thing_and_says_what_happened(
    stage: Website, director: Visitor, town: Town
) -> None:
    moved = (await director.post("clock", {"to": "next"})).json()
    assert moved == {"now": "11月23日 周一 16:00", "said": "已到 11月23日 周一 16:00：送出 2 条消息。"}
    assert town.reached == [MONDAY + timedelta(hours=7)]


async def test_time_passes_every_moment_on_the_way_to_the_next_workday(
    stage: Website, director: Visitor, town: Town
) -> None:
    moved = (await director.post("clock", {"to": "workday"})).json()
    assert moved["said"] == "已到 11月24日 周二 09:00：送出 6 条消息。"
    hours = [(moment - MONDAY) // timedelta(hours=1) for moment in town.reached]
    assert hours == [7, 8, 24]


async def test_a_moment_that_never_ends_does_not_hold_time_up(stage: Website, director: Visitor, town: Town) -> None:
    town.moments = [MONDAY + timedelta(seconds=second) for second in range(1, MAX_STOPS * 3)]
    moved = (await director.post("clock", {"to": "workday"})).json()
    assert moved["now"] == "11月24日 周二 09:00"


async def test_without_anything_ahead_the_demo_says_what_to_do(stage: Website, director: Visitor, town: Town) -> None:
    town.moments = []
    moved = (await director.post("clock", {"to": "next"})).json()
    assert moved["said"] == "后面没有要到期的事了。先提交一件诉求，再来快进。"


async def test_the_clock_goes_on_from_there_after_a_restart(stage: Website, director: Visitor, town: Town) -> None:
    await director.post("clock", {"to": "next"})
    again = StillClock()
    await _built(stage.db, town, again).restore()
    assert again.now() == MONDAY + timedelta(hours=7)


async def test_the_clock_says_which_demo_it_is_and_what_each_seat_was_sent(
    stage: Website, director: Visitor, demo: Demo
) -> None:
    demo.run = "this demo"
    await _open_seat(director, "new")
    await _open_seat(director, "post:2")
    clock = (await director.client.get("/demo/clock")).json()
    await stage.answer()
    later = (await director.client.get("/demo/clock")).json()
    assert clock["run"] == later["run"] == demo.run
    assert clock["run"] in (await director.open()).text
    assert later["said"] == {**clock["said"], "1": clock["said"].get("1", 0) + 1}


async def test_a_restart_keeps_which_demo_it_is_and_starting_over_makes_it_another(db: Database, town: Town) -> None:
    first = await _started(db, town)
    async with db.transaction() as session:
        await directory_store.renew_version(session)  # as by a specialist who goes on leave
    assert await _started(db, town) == first
    await sample.wipe_sample(db.url.render_as_string(hide_password=False))
    assert await _started(db, town) not in (first, "")


async def _started(db: Database, town: Town) -> str:
    """Which demo it says it is."""
    async with db.transaction() as session:
        await meta_store.check_demo(session, demo=True)
        await sample.seed_sample(session)
    demo = _built(db, town, StillClock())
    await demo.restore()
    return demo.run


async def test_starting_over_is_for_whoever_has_the_page_open(stage: Website, director: Visitor, town: Town) -> None:
    assert (await director.client.post("/demo/again", json={})).status_code == 403
    assert town.started_over == 0
    assert (await director.post("again", {})).status_code == 202
    assert town.started_over == 1


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("en-GB,en;q=0.9", "Choose"), ("zh-CN,zh;q=0.9,en;q=0.8", "选一个人来当"), ("en;q=0.5, zh", "选一个人来当"),
        ("fr, en;q=0.3", "Choose"), ("fr", "选一个人来当"), ("", "选一个人来当"), ("en;q=x;;,", "Choose"),
    ],
)  # fmt: skip
async def test_the_page_speaks_the_language_that_the_device_asks_for(stage: Website, asked: str, title: str) -> None:
    async with stage.visitor("/demo") as director:
        page = await director.client.get("/demo", headers={"Accept-Language": asked})
    assert title in page.text


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@pytest.mark.parametrize("to", ["yesterday", None, 7])
async def test_time_moves_only_forward(stage: Website, director: Visitor, to: object) -> None:
    assert (await director.post("clock", {"to": to})).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "localhost:8080", "127.0.0.1:80", "LOCALHOST:1"])
def test_this_machine_is_let_in(host: str) -> None:
    assert is_here([("Host", host), ("Accept", "text/html")])


@pytest.mark.parametrize(
    "headers",
    [
        [("Host", "demo.example.cn")],
        [("Host", "localhost.example.cn")],
        [("Host", "127.0.0.1.example.cn")],
        [("Host", "192.168.1.5:8080")],
        [("Host", "localhost:80:80")],
        [("Host", "localhost@example.cn")],
        [("Host", "localhost"), ("Host", "demo.example.cn")],
        [("Host", "localhost"), ("X-Forwarded-For", "10.0.0.1")],
        [("Host", "localhost"), ("X-Forwarded-Host", "localhost")],
        [("Host", "localhost"), ("X-Forwarded-Proto", "https")],
        [("Host", "localhost"), ("Forwarded", "for=10.0.0.1")],
        [("Host", "localhost"), ("CF-Connecting-IP", "10.0.0.1")],
        [("Host", "localhost"), ("True-Client-IP", "10.0.0.1")],
        [("Host", "localhost"), ("X-Client-IP", "10.0.0.1")],
        [("Host", "localhost"), ("X-Original-Host", "demo.example.cn")],
        [("Host", "localhost"), ("Tailscale-User-Login", "x")],
        [("Host", "localhost"), ("CDN-Loop", "x")],
        [("Host", "localhost"), ("Via", "1.1 proxy")],
        [],
    ],
)
def test_anyone_else_is_not(headers: list[tuple[str, str]]) -> None:
    assert not is_here(headers)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@pytest.mark.parametrize("client", [("10.0.0.7", 40000), ("::ffff:10.0.0.7", 40000), ("example", 1)])
async def test_a_connection_from_another_machine_is_refused_whatever_it_says(
    stage: Website, client: tuple[str, int]
) -> None:
    transport = httpx.ASGITransport(app=cast(Any, stage.app), client=client)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as outside:
        assert (await outside.get("/demo")).status_code == 403


@pytest.mark.parametrize(
    ("address", "near"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("::ffff:127.0.0.1", True), ("localhost", True)]
    + [(address, False) for address in ("10.0.0.7", "::", "192.168.1.5", "::ffff:8.8.8.8", "", "localhost.example")],
)
def test_which_addresses_are_this_machine(address: str, near: bool) -> None:
    assert is_loopback(address) is near


def test_a_demo_that_would_listen_to_others_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINQING_SERVER__HOST", "0.0.0.0")  # noqa: S104  it is what is refused
    with pytest.raises(ConfigError, match="只能在本机打开"):
        config_file.demo(tmp_path)
    monkeypatch.setenv("QINQING_SERVER__HOST", "localhost")
    assert config_file.demo(tmp_path).server.host == "localhost"


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
async def test_every_page_of_the_demo_says_that_anybody_can_be_played(stage: Website, director: Visitor) -> None:
    seat = await _open_seat(director, "new")
    for path in ("/demo", seat.base, "/chat", "/specialists", "/specialists/1", "/nowhere"):
        page = await director.client.get(path, headers={"Accept": "text/html", "Accept-Language": "zh"})
        assert "打开它的人可以扮演任何人" in page.text, path


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
async def test_seats_of_huge_numbers_are_not_found(stage: Website, director: Visitor) -> None:
    for number in (str(2**63), "9" * 40, "9" * 5000):
        assert (await director.client.get(f"/demo/seats/{number}/chat")).status_code == 404
        for kind in ("post", "enterprise"):
            assert (await director.post("seats", {"choice": f"{kind}:{number}"})).status_code == 409


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/demo", "/demo/seats/1/chat", "/chat", "/healthz", "/static/x", "/nowhere"])
async def test_who_comes_from_elsewhere_is_told_why_not(stage: Website, path: str) -> None:
    async with stage.visitor("/demo") as outside:
        refused = await outside.client.get(path, headers={"Host": "demo.example.cn"})
    assert refused.status_code == 403
    assert "演示只在本机打开" in refused.text


async def test_a_real_installation_has_no_demo(db: Database, tmp_path: Path) -> None:
    site = await Website.build(db, tmp_path)
    async with site.visitor("/demo") as visitor:
        for path in ("/demo", "/demo/seats/1/chat", "/demo/clock"):
            assert (await visitor.client.get(path)).status_code == 404


async def test_the_demo_too_takes_nothing_from_foreign_sites(stage: Website, director: Visitor) -> None:
    refused = await director.post("clock", {"to": "next"}, Origin="https://evil.example")
    assert refused.status_code == 403


async def test_a_demo_that_starts_over_stays_a_demo_and_keeps_nothing_else(db: Database, director: Visitor) -> None:
    await _open_seat(director, "post:2")
    async with db.transaction() as session:
        await meta_store.put(session, "demo", "yes")
        before = await web_store.secret(session)
    await sample.wipe_sample(db.url.render_as_string(hide_password=False))
    async with db.transaction() as session:
        tables = whole_schema().sorted_tables
        assert {table.name for table in tables if (await session.execute(select(table))).first()} == store.KEPT
        assert await web_store.secret(session) == before


async def test_what_is_no_demo_is_never_wiped(db: Database, director: Visitor) -> None:
    await _open_seat(director, "post:2")
    with pytest.raises(meta_store.WrongDatabase):
        await sample.wipe_sample(db.url.render_as_string(hide_password=False))
    async with db.reading() as session:
        assert await store.seats(session)
