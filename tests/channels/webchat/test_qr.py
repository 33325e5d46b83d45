"""A QR code on a page is the address, square by square, in a drawing that the page's policy allows."""

import re
from xml.etree import ElementTree

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.webchat import qr
from bot.dialogs import links
from tests.channels.webchat.district import settle
from tests.channels.webchat.visitor import Visitor, Website

MARGIN = 4  # white squares around, as the standard asks
STROKE = re.compile(r"([Mm])(-?\d+) (-?[\d.]+)|h(\d+)")


def squares(svg: str) -> list[list[int]]:
    """What the drawing shows: 1 where it is black."""
    drawing = ElementTree.fromstring(svg)  # noqa: S314  our own
    width, height = map(int, drawing.attrib["viewBox"].split()[2:])
    field = [[0] * width for _ in range(height)]
    ground, lines = drawing
    assert ground.attrib == {"fill": "#fff", "d": f"M0 0h{width}v{height}h-{width}z"}
    assert lines.attrib.keys() == {"stroke", "d"}
    x, y = 0, 0.0
    for move, across, down, length in STROKE.findall(lines.attrib["d"]):
        if move == "M":
            x, y = int(across), float(down)
        elif move == "m":
            x, y = x + int(across), y + float(down)
        else:
            field[int(y)][x : x + int(length)] = [1] * int(length)
            x += int(length)
    return field


@given(st.integers(1, 10**9), st.sampled_from(["https://qinqing.example.gov.cn", "http://localhost:8080"]))
def test_the_drawing_is_the_code_of_the_address(unit: int, public_url: str) -> None:
    address = links.on_page(public_url, str(links.ToItem("unit", unit)))
    code = segno.make_qr(address, error="m")
    drawn = squares(qr.drawn(address))
    inner = [row[MARGIN:-MARGIN] for row in drawn[MARGIN:-MARGIN]]
    assert inner == [list(row) for row in code.matrix]
    assert sum(map(sum, drawn)) == sum(map(sum, inner)), "the margin is white"


def test_the_drawing_holds_no_script_style_or_address() -> None:
    drawn = qr.drawn("https://qinqing.example.gov.cn/chat?code=unit-7")
    assert re.fullmatch(
        r'<svg viewBox="0 0 \d+ \d+">(<path (fill|stroke)="#\w{3}" d="[-MmhvHz\d. ]+"/>){2}</svg>', drawn
    )


def test_an_address_is_drawn_once() -> None:
    assert qr.drawn("https://qinqing.example.gov.cn/once") is qr.drawn("https://qinqing.example.gov.cn/once")


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
async def test_every_unit_shows_the_code_that_opens_the_chat_there(site: Website) -> None:
    units = await settle(site.db)
    async with site.visitor() as visitor:
        shown = (await visitor.client.get("/specialists")).text
        for number in units.values():
            code = qr.drawn(f"http://localhost:8080/chat?code=unit-{number}")
            assert shown.count(code) == 1
            assert (await visitor.client.get(f"/specialists/{number}")).text.count(code) == 1


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
async def test_the_link_for_another_device_is_drawn_for_those_who_are_signed_in(
    site: Website, visitor: Visitor
) -> None:
    drawn = await visitor.get("link.svg?code=K7QF-29XM")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert drawn.headers["cache-control"] == "no-store"
    assert drawn.content == qr.image("http://localhost:8080/chat?code=K7QF-29XM")
    namespace = "{http://www.w3.org/2000/svg}"
    code = segno.make_qr("http://localhost:8080/chat?code=K7QF-29XM", error="m")
    inner = squares(drawn.text.replace("xmlns=", "data-was="))
    assert [row[MARGIN:-MARGIN] for row in inner[MARGIN:-MARGIN]] == [list(row) for row in code.matrix]
    assert ElementTree.fromstring(drawn.content).tag == f"{namespace}svg", "an image of its own"  # noqa: S314  our own
    assert (await visitor.get("link.svg?code=<script>")).status_code == 400
    async with site.visitor() as stranger:
        assert (await stranger.get("link.svg?code=K7QF-29XM")).status_code == 401
