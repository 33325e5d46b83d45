"""A minimal bot over plain HTTP: calls a method, reads the response."""

from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.telegram.refusals import JSON
from tests.telegram.standin import StandIn


@dataclass
class Caller:
    standin: StandIn
    http: aiohttp.ClientSession

    async def answer(self, method: str, token: str = "", **parameters: Any) -> tuple[int, JSON]:
        """Status and body."""
        url = f"{self.standin.address}/bot{token or self.standin.token}/{method}"
        async with self.http.post(url, json=parameters) as answer:
            return answer.status, await answer.json()

    async def call(self, method: str, **parameters: Any) -> Any:
        """The result; fails if the call is refused."""
        status, body = await self.answer(method, **parameters)
        assert status == 200, body
        return body["result"]

    async def refusal(self, method: str, **parameters: Any) -> str:
        """The error description; fails unless the call is refused, with the same code in status and body."""
        status, body = await self.answer(method, **parameters)
        assert not body["ok"], body
        assert status == body["error_code"]
        return str(body["description"])

    async def upload(self, method: str, kind: str, name: str, content: bytes, **parameters: str) -> tuple[int, JSON]:
        form = aiohttp.FormData(parameters, quote_fields=False)
        form.add_field(kind, content, filename=name)
        async with self.http.post(f"{self.standin.address}/bot{self.standin.token}/{method}", data=form) as answer:
            return answer.status, await answer.json()
