"""The table of common kinds adds names and duties, and gives no name to two units."""

from collections import Counter

import pytest

from directory.duties import kind_of, kinds, known
from directory.load import load
from directory.model import Category, Directory, Unit


def district(*names: str) -> Directory:
    return Directory(tuple(Unit(name, Category.DEPARTMENT) for name in names))


def test_an_official_name_alone_gets_short_names_and_duties() -> None:
    (unit,) = known(district("某市某区城市管理和综合执法局"))
    assert "城管局" in unit.aliases
    assert "占道" in unit.duties


def test_what_a_unit_says_of_itself_comes_first() -> None:
    directory = Directory((Unit("区税务局", Category.DEPARTMENT, ("税局",), ("开发票",)),))
    (unit,) = known(directory)
    assert unit.aliases[0] == "税局"
    assert unit.duties[0] == "开发票"


def test_a_name_goes_to_the_unit_that_bears_it() -> None:
    planning, forestry = known(district("区自然资源和规划局", "区林业局"))
    assert "林业局" not in planning.aliases
    assert "国土局" in planning.aliases
    assert "林业局" in forestry.aliases


def test_a_name_that_two_units_could_bear_is_given_to_neither() -> None:
    first, second = known(district("区市场监督管理一局", "区市场监督管理二局"))
    assert "市监局" not in (*first.aliases, *second.aliases)


def test_no_name_is_given_to_two_units() -> None:
    counts = Counter(name for unit in known(load().directory) for name in unit.aliases)
    assert [name for name, count in counts.items() if count > 1] == []


def test_townships_have_no_kind() -> None:
    (unit,) = known(Directory((Unit("园林镇", Category.TOWNSHIP),)))
    assert unit.duties == ()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("区工商业联合会", "工商联"),
        ("区市场监督管理局", "工商"),
        ("市住房公积金管理中心", "公积金中心"),
        ("区住房和城乡建设局", "住建局"),
    ],
)
def test_the_special_kind_stands_before_the_general(name: str, short: str) -> None:
    kind = kind_of(name)
    assert kind is not None
    assert short in kind.names


def test_every_kind_has_words_and_none_twice() -> None:
    for kind in kinds():
        assert kind.words, kind.pattern
        assert len(set(kind.words)) == len(kind.words), kind.pattern
