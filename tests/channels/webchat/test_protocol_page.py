"""The protocol's document names every refusal there is, with its status, and every route."""

import re
from pathlib import Path

from bot.channels.webchat import problems
from bot.channels.webchat.file_routes import FileRoutes
from bot.channels.webchat.routes import ChatRoutes
from bot.files.refusals import FileRefused

PAGE = Path("docs/web-chat-protocol.md").read_text()
SOURCES = "".join(file.read_text() for file in Path("bot/channels/webchat").glob("*.py"))
FILE_REFUSALS = Path("bot/files/refusals.py").read_text()


def test_every_refusal_is_documented_under_its_status() -> None:
    raised = set(re.findall(r'Problem\(\s*(\d{3}),\s*"(\w+)"', SOURCES))
    for code in re.findall(r'FileRefused\(\s*"(\w+)"', FILE_REFUSALS):
        raised.add((str(problems.of_file(FileRefused(code, "")).status), code))
    rows = re.findall(r"^\| (\d{3}) \| (.*) \|$", PAGE, re.MULTILINE)
    documented = {(status, code) for status, codes in rows for code in re.findall(r"`([a-z_]+)`", codes)}
    assert documented == raised


def test_every_route_is_documented() -> None:
    for base, controller in (("", ChatRoutes), ("/files", FileRoutes)):
        for handler in vars(controller).values():
            for path in getattr(handler, "paths", ()):
                name = f"{base}{path}".strip("/").split("/")[0]
                assert re.search(rf"`(?:GET|POST) {name}\b", PAGE), name
