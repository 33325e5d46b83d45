"""What is put in the place of what, and additions that only sound like it."""

import pytest

from understanding.replacements import Replacement, applied, read


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("80万改成18万", "80万", "18万"),
        ("不是80万，是18万", "80万", "18万"),
        ("损失不是18万，是20万", "18万", "20万"),
        ("把东门改成西门吧", "东门", "西门"),
        ("80万写错了，应该是18万", "80万", "18万"),
    ],
)
def test_it_is_read(text: str, old: str, new: str) -> None:
    assert read(text) == (old, new)


@pytest.mark.parametrize(
    "text",
    [
        "水，是黑的",
        "不是 我是让你提交",
        "我们厂，是做塑料的",
        "排污许可证，是去年办的",
        "噪音，是半夜的",
        "店面改成仓库了",
        "地址写错了，应该是西街",
        "执照应该是三年的",
        "",
    ],
)
def test_what_only_adds_replaces_nothing(text: str) -> None:
    assert read(text) is None


def test_no_part_of_a_longer_number_is_replaced() -> None:
    assert applied(Replacement("80万", "18万"), "欠款180万其中80万已还") == "欠款180万其中18万已还"
