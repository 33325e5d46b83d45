"""Text is compared in one width and case, short, and official names without the districts in front."""

import pytest

from directory.plain import LONGEST_QUERY, clauses, core, plain, query


def test_width_case_and_signs_do_not_matter() -> None:
    assert plain(" ＫＴＶ（歌厅）! ") == "ktv歌厅"


def test_a_character_that_becomes_many_makes_no_text_longer_than_the_limit() -> None:
    assert len(plain("ﷺ" * 10_000)) <= LONGEST_QUERY


def test_filler_words_go_unless_nothing_else_is_left() -> None:
    assert query("请问那个管环保的是哪个部门？") == "环保"
    assert query("园区管委会的电话") == "园区管委会"
    assert query("你好") == "你好"


def test_clauses_end_at_stops_and_commas() -> None:
    assert clauses("投诉环保局，他们 不管。\n谢谢！") == ["投诉环保局", "他们不管", "谢谢"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("示例区卫生健康局", "卫生健康局"),
        ("某市某区卫生健康局", "卫生健康局"),
        ("区市场监督管理局", "市场监督管理局"),
        ("市场监督管理局", "市场监督管理局"),
        ("城市管理局", "城市管理局"),
        ("某县城关镇", "城关镇"),
    ],
)
def test_districts_in_front_of_a_name_go(name: str, short: str) -> None:
    assert core(name) == short
