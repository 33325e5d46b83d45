"""Sentences are escaped, filled in, and in the language of the reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.speech import LANGUAGES, Markup, language, say, sentence, speaking, translated


def test_a_sentence_is_said_in_chinese_unless_another_language_is_spoken() -> None:
    assert say("返回首页") == "返回首页"
    with speaking("en"):
        assert say("返回首页") == "Home"


def test_values_stand_where_the_language_puts_them() -> None:
    assert say("交办给{unit}", unit="区民政局") == "交办给区民政局"
    with speaking("en"):
        assert say("交办给{unit}", unit="区民政局") == "Assigned to 区民政局"
        assert say("{month}月{day}日", month=11, day=25, month_name="Nov") == "25 Nov"


def test_values_are_escaped_and_the_tags_of_the_sentence_are_kept() -> None:
    for spoken in LANGUAGES:
        with speaking(spoken):
            assert "<b>A&lt;B&gt; &amp; Co</b>" in say("反映的是<b>{accused}</b>。", accused="A<B> & Co")


def test_what_was_said_already_keeps_its_tags() -> None:
    inner = Markup(say("<b>{name}</b>", name="A<B"))
    assert say("{inner}！", inner=inner) == "<b>A&lt;B</b>！"


def test_numbers_are_said_as_they_are() -> None:
    assert say("剩 {days} 天", days=3) == "剩 3 天"


def test_braces_are_left_alone_where_nothing_is_filled_in() -> None:
    assert say("还可输入 {count} 字") == "还可输入 {count} 字"


def test_what_the_catalogue_lacks_is_said_in_chinese() -> None:
    with speaking("en"):
        assert translated("这句话谁也没有翻译") == "这句话谁也没有翻译"


def test_a_language_nobody_knows_is_chinese() -> None:
    with speaking("xx"):
        assert language() == "zh"
        assert say("返回首页") == "返回首页"


def test_afterwards_the_language_from_before_is_spoken_again() -> None:
    with speaking("en"):
        with speaking("zh"):
            assert language() == "zh"
        assert language() == "en"
    assert language() == "zh"


def test_an_error_inside_leaves_no_language_behind() -> None:
    with pytest.raises(RuntimeError), speaking("en"):
        raise RuntimeError
    assert language() == "zh"


def test_a_marked_sentence_is_itself() -> None:
    assert sentence("工作日全天") == "工作日全天"


@given(st.text())
def test_whatever_a_person_typed_is_read_back_and_is_never_markup(typed: str) -> None:
    said = say("{text}", text=typed)
    assert said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == typed
    assert "<" not in said
    assert ">" not in said
