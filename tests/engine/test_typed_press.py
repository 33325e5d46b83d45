"""Words that mean a button, whatever is typed."""

import pytest

from bot.engine.typed_press import WORDS, labels_meant


@pytest.mark.parametrize(
    "word",
    [
        "嗯",
        "好",
        "吧",
        "是的",
        "好了",
        "好了的",
        "不撤",
        "都报吧",
        "不用转",
        "就按这个登记",
        "发给他",
        "keepit",
        "算了",
        "没有",
        "先不弄了",
        "ok",
    ],
)
def test_words_said_over_and_over_take_no_longer_than_others(word: str) -> None:
    assert not any(said.fullmatch(f"{word * 60}x") for said, *_ in WORDS)  # a pattern that backtracks would never end


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("都报吧都报吧", "分开提交"),
        ("第二个先报", "分开提交"),
        ("不用了算了", "不用了"),
        ("不用转了", "不用了"),
        ("就按这个登记", "就写补齐材料"),
        ("发给他", "不登记只发给企业"),
        ("对的发出去", "不登记只发给企业"),
        ("嗯", "确定撤回"),
        ("那你帮我报上去吧", "请专员答复"),
        ("提交吧", "请专员答复"),
        ("不用保密照常办", "照常办理"),
        ("不需要保密", "照常办理"),
        ("保密交纪委吧", "保密交纪委"),
    ],
)
def test_words_mean_a_button(words: str, label: str) -> None:
    assert any(one.search(label) for one in labels_meant(words))


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("保密交纪委不过所长姓孙我不敢留真名", "保密交纪委"),
        ("我去纪委反映过没用", "保密交纪委"),
        ("发票给他们开错了", "发出"),
        ("好的那就这样", "确定撤回"),
        ("他们在店里公开收红包", "照常办理"),
        ("千万别公开", "照常办理"),
        ("不给钱就不给正常办", "照常办理"),
        ("不要照常办要保密", "照常办理"),
        ("不需要保密", "保密交纪委"),
        ("不找纪委", "保密交纪委"),
        ("对的发出去", "就写补齐材料"),
        ("都报了三次了", "分开提交"),
    ],
)
def test_words_that_say_more_or_something_else_mean_none(words: str, label: str) -> None:
    assert not any(one.search(label) for one in labels_meant(words))
