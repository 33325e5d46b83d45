"""What the burst's table says of what left."""

import pytest

from bench import leaving
from bench.audience import Burst
from chats.model import Lane
from tests.telegram.record import Call

TEXTS = {1: ["一", "二", "三"], 2: ["四"]}


def call(chat: int, text: str, at: float = 0.0) -> Call:
    return Call(at, 1, "sendMessage", chat, 1, text)


@pytest.mark.parametrize(
    ("sent", "astray"),
    [
        (["一", "二", "三"], 0),
        (["一", "二"], 0),
        (["一", "二", "二"], 1),
        (["一", "三"], 1),
        (["二", "三"], 1),
        (["一", "三", "二"], 2),
        (["一", "什么都不是", "二"], 0),
    ],
)
def test_each_message_belongs_right_behind_the_one_before_it(sent: list[str], astray: int) -> None:
    assert leaving.astray([call(1, text) for text in sent], TEXTS) == astray


def test_chats_are_looked_at_one_by_one() -> None:
    assert leaving.astray([call(1, "一"), call(2, "四"), call(1, "二")], TEXTS) == 0


def test_the_smallest_gap_is_one_between_messages_of_the_same_chat() -> None:
    calls = [call(1, "一", 0.0), call(2, "四", 0.5), call(1, "二", 1.25), call(1, "三", 3.0)]
    assert leaving.smallest_gap(calls) == 1.25


def test_chats_with_one_message_have_no_gap() -> None:
    assert leaving.smallest_gap([call(1, "一"), call(2, "四")]) is None


def test_the_fullest_second_may_begin_anywhere() -> None:
    calls = [call(1, "一", at) for at in (0.0, 0.6, 0.9, 1.5, 1.59, 2.7)]
    assert leaving.most_at_once(calls) == 4


def test_a_burst_has_as_many_messages_as_it_says_and_no_two_alike() -> None:
    texts = Burst("示例", Lane.NEWS, chats=3, messages=7).texts()
    assert [len(texts[number]) for number in (1, 2, 3)] == [3, 2, 2]
    assert len({text for in_chat in texts.values() for text in in_chat}) == 7
