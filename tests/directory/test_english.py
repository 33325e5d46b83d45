"""A sentence in English finds its unit through the Chinese matters that it is about; other texts stay as they are."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import english
from directory.english import in_chinese
from directory.load import load
from directory.route import route

SAMPLE = load().directory
MATTERS = tomllib.loads(Path(english.__file__).with_name("english.toml").read_text("utf-8"))["matters"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Our environmental approval has been waiting for a month", "市生态环境局示例区分局"),
        ("The fire inspection failed us over one exit sign", "区消防救援大队"),
        ("boss not pay us 3 months salary", "区人力资源和社会保障局"),
        ("My VAT refund is four months late", "国家税务总局示例区税务局"),
        ("can I put a neon sign above my bar?", "区城市管理局"),
        ("No water pressure in the afternoon, in Shihu subdistrict it is the same every day", "示湖街道"),
        ("An inspector hinted that I should buy tea from his cousin", "区纪委监委"),
    ],
)
def test_an_english_sentence_finds_its_unit(text: str, unit: str) -> None:
    assert route(SAMPLE, text).ranked[0].unit.name == unit


@pytest.mark.parametrize("text", ["", "我们厂的排污许可证", "环评 EIA 一直没批", "OK", "asdf ghjk", "1234", "🙂"])
def test_what_is_not_english_or_says_nothing_stays_as_it_is(text: str) -> None:
    assert in_chinese(text, SAMPLE) == text


@pytest.mark.parametrize("matter", MATTERS)
def test_every_matter_is_known_to_some_unit(matter: str) -> None:
    assert route(SAMPLE, matter).ranked[0].reasons


@given(st.text(max_size=300) | st.text("abcdefghij '-.,ABC", max_size=900))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(in_chinese(text, SAMPLE), str)
