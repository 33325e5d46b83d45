"""The parameters of a call in any form: in the query, as a form, as JSON, with files."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.telegram.refusals import bad_request


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


@dataclass
class Parameters:
    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(self.values[name])
        except (KeyError, TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "yes", "1")

    def json(self, name: str) -> Any:
        """A parameter that is JSON in a form field, or a plain part of a JSON body; None if missing."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def file(self, name: str) -> Upload | None:
        """The file uploaded under that name, or attached as "attach://…"."""
        value = self.text(name)
        return (
            self.files.get(value.removeprefix("attach://")) if value.startswith("attach://") else self.files.get(name)
        )


async def read(request: web.Request) -> Parameters:
    found = Parameters(dict(request.query))
    if request.content_type == "application/json":
        body = await request.read()
        found.values.update(json.loads(body) if body else {})
        return found
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            found.files[name] = Upload(value.filename, value.file.read())
            value.file.close()
        else:
            found.values[name] = value if isinstance(value, str) else bytes(value).decode()
    return found
