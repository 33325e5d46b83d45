"""Telegram's HTML, read as Telegram reads it."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram.formatting import read_html, read_text
from tests.telegram.refusals import Refusal

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(words, words, words)
def test_escaped_text_comes_back_as_it_was_and_is_marked_where_it_was_bold(before: str, bold: str, after: str) -> None:
    escaped = [html.escape(part) for part in (before, bold, after)]
    text, entities = read_html("{}<b>{}</b>{}".format(*escaped))
    assert text == before + bold + after
    marked = [text.encode("utf-16-le")[e["offset"] * 2 : (e["offset"] + e["length"]) * 2] for e in entities]
    assert [part.decode("utf-16-le") for part in marked] == ([bold] if bold else [])


def test_links_carry_their_address_and_emoji_count_twice() -> None:
    text, entities = read_html('🙂 <a href="https://example.org/?a=1&amp;b=2">这里</a>')
    assert text == "🙂 这里"
    assert entities == [{"type": "text_link", "offset": 3, "url": "https://example.org/?a=1&b=2", "length": 2}]


def test_blanks_around_are_cut_off_and_the_marks_move_with_the_text() -> None:
    assert read_text("\n <b> 您好 </b> ", "HTML", None) == ("您好", [{"type": "bold", "offset": 0, "length": 2}])


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("您<p>好</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("A<B 有限公司", "Unclosed start tag at byte offset 1"),
        ("<b>好", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>好</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("好</b>", "Unexpected end tag at byte offset 3"),
    ],
)
def test_bad_html_is_refused_with_telegrams_words(source: str, complaint: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"
