"""What people type about themselves is read kindly, and shown again the way people write it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.phones import is_phone
from people.contact_details import (
    HOURS_MAX_LENGTH,
    NAME_MAX_LENGTH,
    is_phone_alone,
    preferred,
    read_hours,
    read_name,
    read_phone,
)
from people.words import masked_name, masked_phone, written_phone
from texts.refused import Refused


@pytest.mark.parametrize(
    ("typed", "stored", "shown", "masked"),
    [
        ("13800001234", "+8613800001234", "138 0000 1234", "138****1234"),
        ("138 0000 1234", "+8613800001234", "138 0000 1234", "138****1234"),
        ("１３８００００１２３４", "+8613800001234", "138 0000 1234", "138****1234"),
        ("+86 138-0000-1234", "+8613800001234", "138 0000 1234", "138****1234"),
        ("我的手机是13800001234，谢谢", "+8613800001234", "138 0000 1234", "138****1234"),
        ("0571-87654321", "+8657187654321", "0571-87654321", "0571****4321"),
        ("(010)62345678", "+861062345678", "010-62345678", "010****5678"),
        ("0571-87654321转801", "+8657187654321;ext=801", "0571-87654321 转 801", "0571****4321"),
        ("+852 5123 4567", "+85251234567", "+852 5123 4567", "852****4567"),
        (
            "13800001234或者0571-87654321",
            "+8613800001234、+8657187654321",
            "138 0000 1234、0571-87654321",
            "138****1234、0571****4321",
        ),
        ("13800001234 / 13800001234", "+8613800001234", "138 0000 1234", "138****1234"),
    ],
)
def test_a_telephone_is_stored_once_and_shown_as_people_write_it(
    typed: str, stored: str, shown: str, masked: str
) -> None:
    assert read_phone(typed) == stored
    assert written_phone(stored) == shown
    assert masked_phone(stored) == masked


@pytest.mark.parametrize(
    "typed", ["", "没有", "1380000", "12345", "87654321", "138000012345678", "400-820-0000", "转801"]
)
def test_what_cannot_be_called_back_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Refused, match="11 位手机号"):
        read_phone(typed)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("打第二个", "6666"),
        ("打5555那个", "5555"),
        ("call the second one", "6666"),
        ("打第一个", "5555"),
        ("都行", "5555"),
    ],
)
def test_the_telephone_that_is_wished_comes_first(text: str, first: str) -> None:
    phone = read_phone("13800005555 或 13800006666")
    assert preferred(phone, text).partition("、")[0].endswith(first)
    assert sorted(preferred(phone, text).split("、")) == sorted(phone.split("、"))
    assert preferred("+8613800005555", text) == "+8613800005555"


def test_no_telephone_is_shown_as_nothing() -> None:
    assert written_phone("") == masked_phone("") == masked_name("") == ""


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("0551-66660000转801", "0551-66660000 转 801"),
        ("0551-66660000-801", "0551-66660000 转 801"),
        ("(0551) 6666 0000 转 801", "0551-66660000 转 801"),
        ("0551-66660000、13800001234", "0551-66660000、138 0000 1234"),
        ("400-123-4567", "4001234567"),
        ("12345", "12345"),
        ("110", "110"),
    ],
)
def test_telephones_are_shown_as_a_directory_may_give_them(published: str, shown: str) -> None:
    assert all(is_phone(one) for one in published.split("、"))
    assert written_phone(published) == shown


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("张示例", "张示例"),
        (" 张 \n示例\u200b ", "张 示例"),
        ("Ａｎｎ", "Ann"),
        ("A<B", "A<B"),
        ("\u202e李示例", "李示例"),
    ],
)
def test_a_name_is_kept_on_one_line_without_hidden_signs(typed: str, read: str) -> None:
    assert read_name(typed) == read


@pytest.mark.parametrize("typed", ["", "13800001234", "😀", "\u202e", "……", "张" * (NAME_MAX_LENGTH + 1)])
def test_what_is_no_name_is_asked_for_again(typed: str) -> None:
    with pytest.raises(Refused):
        read_name(typed)


def test_good_hours_are_short_free_text() -> None:
    assert read_hours("  工作日上午　") == "工作日上午"
    for typed in ("", "\u200b", "午" * (HOURS_MAX_LENGTH + 1)):
        with pytest.raises(Refused, match="工作日上午"):
            read_hours(typed)


def test_a_name_is_masked_to_its_first_sign() -> None:
    assert masked_name("张示例") == "张**"


@given(st.text(alphabet=st.characters(), max_size=300))
def test_anything_typed_is_read_or_refused(typed: str) -> None:
    for read in (read_name, read_phone, read_hours):
        with suppress(Refused):
            kept = read(typed)
            assert kept == kept.strip()
            assert kept.isprintable()


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_masked_telephone_never_shows_the_middle(number: str) -> None:
    try:
        stored = read_phone(number)
    except Refused:
        return
    assert masked_phone(stored) == f"{number[:3]}****{number[-4:]}"


@pytest.mark.parametrize(
    "text",
    [
        "13800001234",
        "13800001234平时都能",
        "13800001234 年前打",
        "138 0000 1234",
        "我的电话1380000123",
        "0551-6666 0000",
        "打20260012",
    ],
)
def test_a_telephone_alone_though_a_digit_is_missing(text: str) -> None:
    assert is_phone_alone(text)


@pytest.mark.parametrize("text", ["损失1000000元", "2026-12-15停业", "SQ-2026-00001", "欠了2500000块", "用电8000000度"])
def test_sums_dates_and_numbers_of_appeals_are_no_telephone(text: str) -> None:
    assert not is_phone_alone(text)
