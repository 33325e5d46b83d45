"""The door that Telegram knocks at: who may, what is answered, and that nothing is answered before it is stored."""

import json
from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest
from sqlalchemy import text

from bot.channels.telegram import webhook
from bot.channels.telegram.metrics import MALFORMED_UPDATES
from bot.channels.telegram.settings import WEBHOOK_PATH
from bot.channels.telegram.webhook import MAX_BODY_BYTES, SECRET_HEADER
from bot.channels.webchat.app import build
from bot.channels.webchat.settings import WebSettings
from chats import store as chats
from storage.database import Database
from tests.channels.telegram import updates
from tests.channels.telegram.receiving_town import TelegramTown

SECRET = webhook.secret_token("the web chat's secret")


class Door:
    def __init__(self, town: TelegramTown, client: httpx.AsyncClient) -> None:
        self.town, self.client = town, client

    async def knock(self, body: Any, secret: str | None = SECRET) -> int:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = await self.client.post(
            WEBHOOK_PATH, content=content, headers={"content-type": "application/json", **headers}
        )
        return answer.status_code

    async def stored(self) -> int:
        async with self.town.db.reading() as session:
            return await chats.count_inbox(session, "new")


@pytest.fixture
async def door(db: Database) -> AsyncIterator[Door]:
    """In the whole web server, with its limits and form tokens."""
    town = TelegramTown(db)
    app = build([webhook.route(town.receiver, SECRET)], WebSettings(posts_per_minute=1), "the web chat's secret")
    transport = httpx.ASGITransport(cast(Any, app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://qinqing.example.com") as client:
        yield Door(town, client)


async def test_what_is_brought_is_stored_and_the_worker_woken_before_the_answer(door: Door) -> None:
    seen = door.town.signals.inbox.sent
    assert await door.knock(updates.message(1, text="停电三天了")) == 200
    assert await door.stored() == 1
    assert door.town.signals.inbox.sent == seen + 1


async def test_neither_form_tokens_nor_limits_keep_telegram_out(door: Door) -> None:
    assert [await door.knock(updates.message(number, text="你好")) for number in range(1, 6)] == [200] * 5
    assert await door.stored() == 5


async def test_what_is_brought_again_is_stored_once(door: Door) -> None:
    assert [await door.knock(updates.message(1, text="你好")) for _ in range(3)] == [200] * 3
    assert await door.stored() == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "0", "秘密"])
async def test_without_the_secret_the_door_stays_shut(door: Door, secret: str | None) -> None:
    header = secret.encode() if secret else b""
    answer = await door.client.post(
        WEBHOOK_PATH,
        json=updates.message(1, text="你好"),
        headers=[] if secret is None else [(SECRET_HEADER.encode(), header)],
    )
    assert answer.status_code == 403
    assert await door.stored() == 0


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff\xfe", b"null", b"[]", b"5", b'"text"', b"{}", b'{"update_id": "1"}', b"[" * 100_000,
        b'{"update_id": 1, "message": {}}', b'{"update_id": 1e999}', b'{"update_id": NaN, "message": 5}',
        b'{"update_id": ' + b"9" * 6_000 + b"}", b'{"update_id": 1, "message": "' + b"x" * MAX_BODY_BYTES + b'"}',
    ],
    ids=range(15),
)  # fmt: skip
async def test_what_can_never_be_read_is_counted_and_taken_so_that_it_does_not_come_again(
    door: Door, body: bytes
) -> None:
    malformed = MALFORMED_UPDATES.labels("telegram")
    before = malformed._value.get()
    assert await door.knock(body) == 200
    assert malformed._value.get() == before + 1
    assert await door.stored() == 0


async def test_what_could_not_be_stored_is_to_be_brought_again(door: Door) -> None:
    async with door.town.db.transaction() as session:
        await session.execute(text("ALTER TABLE inbox RENAME TO inbox_away"))
    assert await door.knock(updates.message(1, text="你好")) == 500
    async with door.town.db.transaction() as session:
        await session.execute(text("ALTER TABLE inbox_away RENAME TO inbox"))
    assert await door.knock(updates.message(1, text="你好")) == 200
    assert await door.stored() == 1


async def test_only_posts_are_taken(door: Door) -> None:
    answer = await door.client.get(WEBHOOK_PATH, headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 405


def test_the_secret_is_one_that_telegram_takes_and_tells_nothing_of_ours() -> None:
    assert len(SECRET) == 64
    assert SECRET.isalnum()
    assert webhook.secret_token("another") != SECRET
