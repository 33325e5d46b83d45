"""Syllables as code points: what sounds the same is the same, what accents mix up is nearly the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import pinyin


def heard(text: str) -> str:
    return pinyin.sounded(pinyin.syllables(text))


@pytest.mark.parametrize(
    ("one", "other"), [("佘管局", "蛇管局"), ("税务", "睡雾"), ("shi监局", "市监局"), ("huanbao", "环保")]
)
def test_what_sounds_the_same_is_the_same(one: str, other: str) -> None:
    assert heard(one) == heard(other)


@pytest.mark.parametrize(
    ("one", "other"), [("招", "糟"), ("牛", "刘"), ("京", "今"), ("黄", "房"), ("湖", "福"), ("城", "岑")]
)
def test_what_accents_mix_up_is_nearly_the_same(one: str, other: str) -> None:
    assert heard(one) != heard(other)
    assert pinyin.blurred(heard(one)) == pinyin.blurred(heard(other))


@pytest.mark.parametrize(
    ("letters", "parts"),
    [
        ("shichangju", ("shi", "chang", "ju")),
        ("xzspj", ("x", "z", "s", "p", "j")),
        ("xian", ("xian",)),
    ],
)
def test_letters_are_cut_into_syllables(letters: str, parts: tuple[str, ...]) -> None:
    assert pinyin.cut(letters) == parts


@pytest.mark.parametrize(
    ("name", "spelt"), [("单示例", "shan"), ("曾示例", "zeng"), ("仇示例", "qiu"), ("解示例", "xie")]
)
def test_surnames_have_readings_of_their_own(name: str, spelt: str) -> None:
    assert pinyin.readings(name, of_person=True)[0][0] == spelt


def test_a_sign_of_several_readings_can_be_spelt_each_way() -> None:
    assert {"".join(way) for way in pinyin.readings("银行")} == {"yinxing", "yinhang"}


@given(text=st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_has_a_sound_without_typed_characters_being_taken_for_syllables(text: str) -> None:
    assert pinyin.readings(text)
    assert len(pinyin.blurred(heard(text))) == len(heard(text))
