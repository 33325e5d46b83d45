"""Official names without the districts and bodies in front of them, and the forms in which people write them."""

import pytest

from directory.model import Category, Unit
from directory.official import base, core, forms


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("示例区卫生健康局", "卫生健康局"),
        ("某市某区卫生健康局", "卫生健康局"),
        ("区市场监督管理局", "市场监督管理局"),
        ("市场监督管理局", "市场监督管理局"),
        ("城市管理局", "城市管理局"),
        ("区城市管理局", "城市管理局"),
        ("某县城关镇", "城关镇"),
        ("国家税务总局示例区税务局", "税务局"),
        ("国网示例县供电公司", "供电公司"),
        ("中共示例区委政法委员会", "政法委员会"),
        ("区委组织部", "组织部"),
        ("区政协", "政协"),
        ("区人民政府办公室", "人民政府办公室"),
        ("高新区管委会", "高新区管委会"),
        ("城区街道", "城区街道"),
        ("市桥街道", "市桥街道"),
        ("示例区红旗铺镇", "红旗铺镇"),
        ("某市某区人民政府示京街道办事处", "示京街道办事处"),
    ],
)
def test_districts_and_bodies_in_front_of_a_name_go(name: str, short: str) -> None:
    assert core(name) == short


def test_a_branch_is_also_called_without_its_district() -> None:
    assert {"公安局", "公安分局"} <= set(forms(Unit("市公安局示例区分局", Category.DEPARTMENT)))


@pytest.mark.parametrize(
    ("name", "category", "expected"),
    [
        ("示湖街道办事处", Category.STREET, {"示湖街道", "示湖街道办", "示湖街办", "示湖"}),
        ("某县示林镇人民政府", Category.TOWNSHIP, {"示林镇", "示林镇政府", "示林"}),
        ("示田乡", Category.OTHER, {"示田乡", "示田乡政府", "示田"}),
    ],
)
def test_townships_are_written_in_many_forms(name: str, category: Category, expected: set[str]) -> None:
    assert expected <= set(forms(Unit(name, category)))


def test_the_bare_name_of_a_place() -> None:
    assert [base(name) for name in ("示湖街道办事处", "示林镇人民政府", "示田乡")] == ["示湖", "示林", "示田"]
