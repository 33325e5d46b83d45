"""Several matters in one text, and one matter that only sounds like several."""

import pytest

from directory.load import load
from directory.route import Route, route
from understanding import parts
from understanding.parts import several

DIRECTORY = load().directory


def judge(text: str) -> Route:
    return route(DIRECTORY, text)


@pytest.mark.parametrize(
    "text",
    [
        "一、门口的路灯坏了一个月；二、员工的工伤认定一直办不下来",
        "1、排污许可证办不下来\n2、职工社保转不进来",
        "营业执照变更被退回来三次。另外，厂门口的道路积水很严重",
        "三件事：消防验收约不上，发票额度太低，工资保证金退不回来",
    ],
)
def test_matters_of_different_units_are_told_apart(text: str) -> None:
    found = several(text, judge)
    assert len(found) >= 2
    assert all(part in text for part in found)


@pytest.mark.parametrize(
    "text",
    [
        "一、路灯坏了；二、路灯杆也歪了",
        "排污许可证材料交了，另外还补了环评报告",
        "税务局说归人社局，人社局又说归税务局，社保费到底该谁退",
        "路灯坏了",
        "",
    ],
)
def test_one_matter_stays_one(text: str) -> None:
    assert several(text, judge) == ()


def test_a_long_story_is_one_matter() -> None:
    assert several("一、路灯坏了。" + "我们找过很多部门。" * 40 + "二、社保转不进来。", judge) == ()


@pytest.mark.parametrize(
    ("piece", "matter"),
    [
        ("两件事，第一路灯坏了半个月，", "路灯坏了半个月"),
        ("第二件事工伤认定一直办不下来。", "工伤认定一直办不下来"),
        ("另外，停水三天了；", "停水三天了"),
        ("1、路灯坏了没人修", "路灯坏了没人修"),
        ("also the road is full of potholes.", "the road is full of potholes"),
        ("第一中学门口堵车", "第一中学门口堵车"),
        ("一是", "一是"),
    ],
)
def test_a_matter_is_told_without_what_counts_it(piece: str, matter: str) -> None:
    assert parts.tidied(piece) == matter
