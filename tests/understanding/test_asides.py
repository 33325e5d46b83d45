"""What is said to the service itself is told apart from a matter in similar words."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understanding import asides
from understanding.asides import Aside, read


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("先等会儿我接个电话", Aside.PAUSE),
        ("等等，我找一下材料", Aside.PAUSE),
        ("hang on, let me find it", Aside.PAUSE),
        ("刚才说到哪了", Aside.WHERE),
        ("你刚才问的什么来着？", Aside.WHERE),
        ("where were we", Aside.WHERE),
        ("我刚才手滑", Aside.SLIP),
        ("哎呀 按错了", Aside.SLIP),
        ("oops wrong button", Aside.SLIP),
        ("交上去没", Aside.FILED),
        ("那这个提交了吗？", Aside.FILED),
        ("did it go through?", Aside.FILED),
        ("那只是问问", Aside.ASKING),
        ("我没想投诉，就是问问", Aside.ASKING),
        ("no i dont wanna file just who to call", Aside.ASKING),
        ("我的电话不要给他们", Aside.PHONE),
        ("别把我手机号告诉环保局", Aside.PHONE),
        ("don't share my number with them", Aside.PHONE),
        ("我不弄了", Aside.LEAVE),
        ("什么都不交", Aside.LEAVE),
        ("please don't submit it", Aside.LEAVE),
        ("没事了", Aside.LEAVE),
        ("这个不用办了 已经好了", Aside.LEAVE),
        ("never mind", Aside.LEAVE),
    ],
)
def test_an_aside_is_known(text: str, aside: Aside) -> None:
    assert read(text) is aside


@pytest.mark.parametrize(
    "text",
    [
        "我们厂等一下要停电",
        "他们说这个事不办了",
        "不写名字",
        "不用",
        "刚才那句不要了",
        "他们让我等一下再来",
        "等批复等了两个月",
        "材料交上去三个月了没有回音",
        "打电话没人接",
        "发票开错了窗口不给改",
        "我就问一下要不要钱",
        "only asking for the permit took three months",
        "停电了",
        "不交罚款了他们不给批",
        "不提前通知就断水了",
        "他们已经修好了一半",
        "我的手机不能打了",
        "他们不给我电话",
        "",
    ],
)
def test_a_matter_in_such_words_is_none(text: str) -> None:
    assert read(text) is None


PIECES = (
    "等",
    "一下",
    "会儿",
    "我",
    "先",
    "接",
    "电话",
    "刚才",
    "说到",
    "哪",
    "提交",
    "了",
    "吗",
    "，",
    " ",
    "就",
    "问",
)


WORDS = sorted(set(re.findall("[一-龥]+|[a-z]+ ?", Path(asides.__file__).with_suffix(".toml").read_text("utf-8"))))


@pytest.mark.parametrize("word", WORDS)
def test_words_said_over_and_over_take_no_longer_than_others(word: str) -> None:
    said = (word * asides.MAX_CHARS)[: asides.MAX_CHARS - 1] + "x"
    assert read(said) in (None, *Aside)  # a pattern that backtracks would never end


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_is_read_at_once(text: str) -> None:
    assert read(text) in (None, *Aside)
