"""The first simple search finds units and people by what was typed, and never stumbles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.load import load
from directory.match import decide, find
from directory.model import Category, Directory, Unit

DIRECTORY = load().directory
NAMES_ONLY = Directory(tuple(Unit(unit.name, unit.category) for unit in DIRECTORY.units))


@pytest.mark.parametrize("unit", DIRECTORY.units, ids=lambda unit: unit.name)
def test_every_unit_is_found_first_by_its_name_and_by_each_short_name(unit: Unit) -> None:
    for name in (unit.name, *unit.aliases):
        found = find(DIRECTORY, name)
        assert found[0].name == unit.name, name
        assert decide(found) == "answer", name


def test_every_person_is_found_first_by_name_and_by_telephone() -> None:
    for person in DIRECTORY.people:
        assert find(DIRECTORY, person.name)[0].person == person
        assert find(DIRECTORY, f" {person.phone[:3]} {person.phone[3:]}")[0].person == person


@pytest.mark.parametrize(
    ("query", "unit"),
    [
        ("请问那个管环保的是哪个部门", "市生态环境局示例区分局"),
        ("办营业执照", "区市场监督管理局"),
        ("招工难", "区人力资源和社会保障局"),
        ("ＫＴＶ", "区文化和旅游局"),
        ("停水了怎么办", "区水务局"),
        ("城管局的电话是多少？", "区城市管理局"),
        ("市场监督局", "区市场监督管理局"),
        ("例山", "例山镇"),
    ],
)
def test_what_people_type_finds_the_unit_at_once(query: str, unit: str) -> None:
    found = find(DIRECTORY, query)
    assert found[0].unit.name == unit
    assert decide(found) == "answer"


@pytest.mark.parametrize("query", ["工商局", "环保局", "国土局", "车管所", "社保局", "计生办", "地税"])
def test_official_names_alone_are_found_by_short_and_old_names(query: str) -> None:
    assert find(NAMES_ONLY, query)[0].name == find(DIRECTORY, query)[0].name


def test_the_reason_says_what_was_recognised() -> None:
    assert find(DIRECTORY, "市监局")[0].why == "又称“市监局”"
    assert find(DIRECTORY, "张示例")[0].why == "区财政局的张示例"
    assert find(DIRECTORY, "1038")[0].why.startswith("电话 138")


def test_near_matches_are_asked_back_and_junk_is_not_found() -> None:
    assert decide(find(DIRECTORY, "卫建局")) == "ask"
    assert decide(find(DIRECTORY, "局")) == "ask"
    assert decide(find(DIRECTORY, "asdfghjkl")) == "none"
    assert decide(find(DIRECTORY, "…！？")) == "none"


def test_two_units_that_match_alike_are_asked_back() -> None:
    twins = Directory(tuple(Unit(name, Category.OTHER, ("办事处",)) for name in ("甲单位", "乙单位")))
    assert decide(find(twins, "办事处")) == "ask"


def test_filler_words_do_not_weigh() -> None:
    assert find(DIRECTORY, "请问那个管环保的是哪个部门")[0].score == find(DIRECTORY, "环保")[0].score


def test_top_limits_the_matches() -> None:
    assert len(find(DIRECTORY, "局", 3)) == 3


def test_an_empty_directory_finds_nothing() -> None:
    assert find(Directory(), "市监局 13800000001") == []


ODD = st.text(st.characters(), max_size=60) | st.sampled_from(
    ["\ud800", "\x00\x1b[31m", "😀" * 9, "局" * 10_000, "ﷺ" * 500]
)


@settings(deadline=None, max_examples=200)
@given(query=ODD)
def test_any_text_gives_ordered_matches_between_0_and_1(query: str) -> None:
    scores = [match.score for match in find(DIRECTORY, query)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@settings(deadline=None, max_examples=40)
@given(name=ODD, query=ODD)
def test_any_unit_name_can_be_searched(name: str, query: str) -> None:
    find(Directory((Unit(name, Category.OTHER),)), query)
