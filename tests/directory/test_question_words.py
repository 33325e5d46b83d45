"""What a search asks for, without the words around it."""

import pytest

from directory.question_words import query


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("请问那个管环保的是哪个部门？", "环保"),
        ("园区管委会的电话", "园区管委会"),
        ("我们公司想办营业执照怎么办理", "营业执照"),
        ("找张示例", "张示例"),
        ("示例区城管局在哪里", "城管局"),
        ("我们区的税务局", "税务局"),
        ("园区污水", "园区污水"),
        ("区法院", "法院"),
        ("红旗铺镇", "红旗铺镇"),
        ("市坚局", "市坚局"),
        ("城市建设", "城市建设"),
        ("市场局", "市场局"),
        ("组织部门", "组织"),
        ("shì jiān jú", "shijianju"),
        ("你好", "你好"),
        ("", ""),
    ],
)
def test_courtesies_and_questions_go_unless_nothing_else_is_left(typed: str, wanted: str) -> None:
    assert query(typed) == wanted


@pytest.mark.parametrize("word", ["的人", "人", "的", "怎么办", "我们公司", "示例区"])
def test_words_said_over_and_over_take_no_longer_than_others(word: str) -> None:
    query(word * 30 + "好")  # a pattern that backtracks would never end
