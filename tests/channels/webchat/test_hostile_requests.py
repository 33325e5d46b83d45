"""Huge numbers, deep JSON, odd headers and texts of nothing: each gets a sentence, never a 500."""

import json
import random
from typing import Any

import pytest

from tests.channels.webchat.visitor import Visitor, Website, new_id

pytestmark = pytest.mark.parametrize("db", ["sqlite"], indirect=True)

NUMBERS = ("-1", "0", str(2**31), str(2**63), "9" * 40, "9" * 5000, "-" + "9" * 40, "1e400", "nan", "", "x")


async def test_huge_numbers_are_answered(site: Website, visitor: Visitor) -> None:
    site.streams.end()  # a stream that is accepted ends at once
    for number in NUMBERS:
        for path in ("events?after", "history?before", "history?limit", "files?name"):
            answer = await visitor.get(f"{path}={number}")
            assert answer.status_code < 500, (path, number[:40], answer.text)
        answer = await visitor.client.get("/chat/events", headers={"Last-Event-ID": number})
        assert answer.status_code == 200, number[:60]
        assert (await visitor.client.get(f"/specialists/{number}")).status_code < 500


async def test_a_press_on_a_number_that_no_message_has_is_answered(site: Website, visitor: Visitor) -> None:
    for number in (0, -1, 2**31, 2**63, 10**40, 1.5, None, "1", True, [1], {"a": 1}):
        answer = await visitor.post("presses", {"id": new_id(), "message": number, "data": "a:task:1"})
        assert answer.status_code in (400, 404), number
    body = b'{"id":"%s","message":1e999,"data":"x"}' % new_id().encode()
    assert (await _raw(visitor, "presses", body)).status_code == 400


async def _raw(visitor: Visitor, path: str, body: bytes, **headers: str) -> Any:
    given = {"Content-Type": "application/json", "X-Form-Token": visitor.token, **headers}
    return await visitor.client.post(f"/chat/{path}", content=body, headers=given)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 50_000 + b"]" * 50_000,
        b'{"id":' * 20_000 + b"1" + b"}" * 20_000,
        b'{"text":' + b"[" * 100_000,
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"text"',
        b"",
        b'{"id":"\\ud800"}',
        b'{"id":' + b"9" * 5000 + b"}",
    ],
)
async def test_deep_and_odd_json_is_answered(site: Website, visitor: Visitor, body: bytes) -> None:
    for path in ("messages", "presses", "start", "language", "sessions"):
        answer = await _raw(visitor, path, body)
        assert answer.status_code == 400, (path, answer.text)


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://]", "//", "http://\u2100", "null", "0"])
async def test_an_odd_origin_is_a_foreign_one(site: Website, visitor: Visitor, origin: str) -> None:
    headers = [(b"X-Form-Token", visitor.token.encode()), (b"Origin", origin.encode())]
    body = {"id": new_id(), "text": "你好"}
    answer = await visitor.client.post("/chat/messages", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")


async def test_texts_of_invisible_signs_only_are_empty(site: Website, visitor: Visitor) -> None:
    for nothing in ("\u200b", " \u200d\u2060 ", "\u3164", "\ufe0f", "\u202e\u202c", "\U000e0041", "\u2800", "\u00ad"):
        answer = await visitor.say(nothing)
        assert (answer.status_code, answer.json()["code"]) == (400, "empty"), ascii(nothing)
    assert (await visitor.say("👨\u200d👩\u200d👧\ufe0f")).status_code == 202
    assert (await visitor.texts())[-1] == "👨\u200d👩\u200d👧\ufe0f"


async def test_random_requests_never_break_anything(site: Website, visitor: Visitor) -> None:
    chance = random.Random(1231)
    values: list[Any] = [None, True, 0, -1, 2**70, 1.5, "", "x" * 70, new_id(), "\ud800", [], {}, ["a"], {"a": [1]}]
    names = ["id", "text", "message", "data", "code", "language", "end"]
    for _ in range(150):
        body = {name: chance.choice(values) for name in chance.sample(names, chance.randrange(1, 6))}
        path = chance.choice(["messages", "presses", "start", "language", "sessions", "nowhere"])
        answer = await _raw(visitor, path, json.dumps(body).encode())
        assert answer.status_code < 500, (path, body, answer.text)
