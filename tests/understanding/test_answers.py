"""What a text answers, by the question that stands."""

from typing import Any

import pytest

from directory.load import load
from understanding.answers import is_no, is_yes, read

DIRECTORY = load().directory


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("consent", "同意", {"consent": True}),
        ("consent", "不同意", {"consent": False}),
        ("name", "我叫张示例", {"name": "张示例"}),
        (
            "name",
            "王示例 13800001234 示例塑料厂",
            {"name": "王示例", "phone": "+8613800001234", "enterprise": "示例塑料厂"},
        ),
        ("phone", "138 0000 1234", {"phone": "+8613800001234"}),
        ("phone", "不想留电话", {"phone": "none"}),
        ("phone", "不留 不敢", {"phone": "none"}),
        ("phone", "我说了不留电话", {"phone": "none"}),
        ("phone", "就在这里联系我吧", {"phone": "none"}),
        ("name", "我姓王 王示例", {"name": "王示例"}),
        ("summary", "那你交吧", {"summary": "submit"}),
        ("summary", "不是 我是让你提交", {"summary": "submit"}),
        ("summary", "yes send it pls", {"summary": "submit"}),
        ("hours", "随时", {"hours": "随时"}),
        ("hours", "下午两点以后都行", {"hours": "下午两点以后都行"}),
        ("enterprise", "示例塑料厂", {"enterprise": "示例塑料厂"}),
        ("enterprise", "还没注册", {"enterprise": "none"}),
        ("enterprise", "刚说了啊 大发小吃", {"enterprise": "大发小吃"}),
        ("enterprise", "饭店叫大发小吃店", {"enterprise": "大发小吃店"}),
        ("code", "跳过", {"code": "none"}),
        ("unit", "税务局", {"unit": "国家税务总局示例区税务局"}),
        ("unit", "你们看着办", {"unit": "office"}),
        ("place", "示例路88号", {"place": "示例路88号"}),
        ("photos", "没有", {"photos": "none"}),
        ("category", "税费发票", {"category": "tax"}),
        ("summary", "没问题，提交吧", {"summary": "submit"}),
        ("rate", "很满意", {"rate": 5}),
        ("rate", "一般吧", {"rate": 3}),
        ("rate", "很不满意", {"rate": 1}),
        ("leave_days", "下周一到周三", {"leave_days": "下周一到周三"}),
    ],
)
def test_answers_are_read(asked: str, text: str, value: dict[str, Any]) -> None:
    assert read(text, asked, DIRECTORY) == value


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("name", "你们为什么要我的名字"),
        ("phone", "我要投诉路灯坏了"),
        ("hours", "税务局电话是多少"),
        ("enterprise", "怎么还没有人联系我"),
        ("unit", "排污许可证材料早就交了，一直没有人回复"),
        ("rate", "我还没有拿到证"),
        ("name", "，。！"),
    ],
)
def test_other_texts_are_no_answers(asked: str, text: str) -> None:
    assert read(text, asked, DIRECTORY) is None


def test_an_identity_card_number_is_no_credit_code() -> None:
    found = read("110101199003070011", "code", DIRECTORY)
    assert found is None or found["code"] is None


@pytest.mark.parametrize("bare", ["是的", "好的", "同意"])
def test_yes(bare: str) -> None:
    assert is_yes(bare)
    assert not is_no(bare)


@pytest.mark.parametrize("bare", ["没有", "还没呢", "不是"])
def test_no(bare: str) -> None:
    assert is_no(bare)
    assert not is_yes(bare)


def test_a_sentence_is_neither() -> None:
    assert not is_yes("没有人联系我")
    assert not is_no("没有人联系我")


@pytest.mark.parametrize("asked", ["consent", "name", "phone", "enterprise", "hours", "unit", "photos", "summary"])
@pytest.mark.parametrize("word", ["叫我", "名叫", "我是", "姓", "我们公司", "张", "好的", "是", "你好"])
def test_words_said_over_and_over_take_no_longer_than_others(asked: str, word: str) -> None:
    read(word * 60 + "呀", asked, DIRECTORY)  # a pattern that backtracks would never end
