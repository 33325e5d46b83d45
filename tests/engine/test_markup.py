"""Limited HTML into text and entities, counted as the Bot API counts."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.markup import UnreadableMarkup, length, read


def test_tags_become_entities_in_utf16_units() -> None:
    text, entities = read("😀 <b>诉求</b> &amp; <a href='https://example.cn'>链接</a>")
    assert text == "😀 诉求 & 链接"
    assert entities == [
        {"type": "bold", "offset": 3, "length": 2},
        {"type": "text_link", "offset": 8, "length": 2, "url": "https://example.cn"},
    ]


@pytest.mark.parametrize(
    "broken", ["<b>没有结束", "没有开始</b>", "<b><i>交错</b></i>", "<script>x</script>", "<公司>"]
)
def test_what_is_not_limited_html_is_refused_in_the_bot_apis_words(broken: str) -> None:
    if broken == "<公司>":
        assert read(broken)[0] == broken  # no tag at all: a tag begins with a letter
        return
    with pytest.raises(UnreadableMarkup, match="can't parse entities"):
        read(broken)


@given(st.text())
def test_escaped_text_is_read_as_it_was(text: str) -> None:
    """But for characters that HTML itself cannot hold."""
    kept = text.replace("\r", "").replace("\x00", "")
    assert read(escape(kept, quote=False))[0] == kept


@given(st.text())
def test_length_counts_what_javascript_counts(text: str) -> None:
    assert length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
