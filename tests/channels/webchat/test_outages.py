"""While the database fails everybody is told so, nothing counts as received, and what is sent again arrives once."""

import httpx
import pytest

from storage.database import Database
from tests.channels.webchat.live import serving
from tests.channels.webchat.stream_reader import reading
from tests.channels.webchat.visitor import Visitor, Website, new_id
from tests.storage.outages import failing


async def test_what_cannot_be_stored_is_not_acknowledged_and_arrives_once_when_it_comes_again(
    site: Website, visitor: Visitor
) -> None:
    name = new_id()
    async with failing(site.db):
        refused = await visitor.say("路灯坏了", name)
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "5"
    assert refused.json() == {
        "error": "正在恢复，请稍等片刻。您写的内容还在，恢复后会自动发出。", "code": "recovering",
    }  # fmt: skip
    assert await visitor.texts() == ["/start"]
    assert [(await visitor.say("路灯坏了", name)).status_code for _ in range(2)] == [202, 202]
    assert await visitor.texts() == ["/start", "路灯坏了"]


@pytest.mark.parametrize("db", ["postgres"], indirect=True)  # SQLite can still be read
async def test_a_page_that_cannot_be_shown_says_so_and_loads_itself_again(site: Website, visitor: Visitor) -> None:
    async with failing(site.db):
        page = await visitor.client.get("/chat", headers={"Accept": "text/html", "Accept-Language": "en"})
        health = await visitor.client.get("/healthz")
    assert (page.status_code, health.status_code) == (503, 503)
    assert page.headers["refresh"] == "5"
    assert "正在恢复" in page.text
    assert (await visitor.client.get("/chat")).status_code == 200


async def test_a_stream_says_when_the_worker_cannot_work_and_when_it_can_again(site: Website) -> None:
    async with serving(site) as (_, address), httpx.AsyncClient(base_url=address) as client:
        visitor = Visitor(client)
        await visitor.start()
        async with reading(visitor) as reader:
            for lasts in (True, False):
                site.signals.outage.note(lasts)
                assert (await reader.next("recovering")).body == {"on": lasts}


@pytest.mark.parametrize("db", ["postgres"], indirect=True)
async def test_a_stream_that_can_read_nothing_says_so_and_ends(site: Website, db: Database) -> None:
    async with serving(site) as (_, address), httpx.AsyncClient(base_url=address) as client:
        visitor = Visitor(client)
        await visitor.start()
        async with reading(visitor) as reader:
            await reader.next("typing")
            async with failing(db):
                told = [event async for event in reader.rest()]
                assert (await visitor.get("events")).json()["code"] == "recovering"
        assert (told[-1].event, told[-1].body) == ("recovering", {"on": True})
