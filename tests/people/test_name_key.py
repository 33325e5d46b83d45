"""Two spellings of a name have one key if nobody would call them two names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.name_key import name_key


@pytest.mark.parametrize(
    "spelling",
    [
        "王 例",
        "王　例",
        " 王例 ",
        "王\u00a0例",
        "王\u200b例",
        "\u202d王例\u202c",
        "王例\ufeff",
        "王\u3164例",
        "王例\U000e0100",
    ],
)
def test_blanks_and_invisible_signs_make_no_other_person(spelling: str) -> None:
    assert name_key(spelling) == name_key("王例")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("区示范局（区样例局）", "区示范局(区样例局)"),
        ("区示范局【区样例局】", "区示范局〔区样例局〕"),
        ("示提·阿例", "示提•阿例"),
        ("区市場示範局", "区市场示范局"),
        ("第１示范办", "第1示范办"),
        ("ＡＢ示范办", "ab示范办"),
        ("李示例（兼）", "李 示例"),
    ],
)
def test_width_brackets_dots_script_and_remarks_make_no_other_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("王示例", "王示范"), ("王示例（男）", "王示例（女）"), ("示一局", "示二局")]
)
def test_what_tells_two_apart_is_kept(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("nothing", ["", "　", "——", "（）", "\u200b", "\u3164", "\ud800"])
def test_what_has_no_letters_has_no_key(nothing: str) -> None:
    assert name_key(nothing) == ""


@given(name=st.text(max_size=30))
def test_any_text_has_a_key_and_padding_does_not_change_it(name: str) -> None:
    assert name_key(f"\u200b {name}\u3000") == name_key(name)
