"""What dialogs ask of the directory: a suggestion for a text, units for a query, the places."""

from dataclasses import replace

from directory import service
from directory.learned import Learned, grams
from directory.load import load
from directory.match import LIKELY
from directory.model import Directory
from directory.words import in_words

SAMPLE = load().directory
DIRECTORY = Directory(tuple(replace(unit, id=n) for n, unit in enumerate(SAMPLE.units, 1)), SAMPLE.people)


def test_a_clear_text_suggests_one_unit_with_its_reason() -> None:
    found = service.suggest(DIRECTORY, "例山镇的厂房排污许可证办不下来")
    assert found.unit == DIRECTORY.by_name["市生态环境局示例区分局"].id
    assert in_words(found.whys[0]) == "提到“排污许可证”，属市生态环境局示例区分局职责"
    assert not found.asks
    assert found.place == "例山镇"
    assert not found.confidential


def test_a_text_that_may_be_several_units_business_is_asked_about_with_a_reason_for_each() -> None:
    found = service.suggest(DIRECTORY, "小区门口修路堵车")
    assert found.unit is None
    assert found.asks
    assert len(found.candidates) == len(found.whys) > 1


def test_a_text_that_says_nothing_offers_nothing() -> None:
    assert service.suggest(DIRECTORY, "你好") == service.Suggestion(None, (), (), False, "", (), False)


def test_what_was_taught_is_suggested() -> None:
    water, learned = DIRECTORY.by_name["区水务局"].id or 0, Learned()
    for number, unit in enumerate(DIRECTORY.units * 20):
        learned.teach(grams(f"{unit.name}的第{number}件事"), unit.id or 0)
    for _ in range(40):
        learned.teach(grams("厂门口的石狮子被挪动了"), water)
    found = service.suggest(DIRECTORY, "厂门口的石狮子被挪动了", learned)
    assert found.candidates[0].id == water
    assert "以往类似诉求多交区水务局办理" in map(in_words, found.whys)


def test_the_accused_is_named_and_no_candidate() -> None:
    found = service.suggest(DIRECTORY, "投诉环保局索要好处费，排污许可证也不给办")
    assert [unit.name for unit in found.accused] == ["市生态环境局示例区分局"]
    assert found.confidential
    assert found.unit is None
    assert "市生态环境局示例区分局" not in [unit.name for unit in found.candidates]


def test_units_are_found_once_each_also_by_their_people() -> None:
    names = [unit.name for unit in service.find_units(DIRECTORY, "环保局")]
    assert names[0] == "市生态环境局示例区分局"
    assert len(names) == len(set(names))
    assert service.find_units(DIRECTORY, "张示例")[0].name == "区财政局"
    assert service.find_units(DIRECTORY, "asdfghjkl") == []


def test_weak_matches_are_not_shown() -> None:
    assert [match.name for match in service.find(DIRECTORY, "招工难")][:1] == ["区人力资源和社会保障局"]
    assert all(match.score >= LIKELY for match in service.find(DIRECTORY, "招工难"))


def test_one_clear_match_may_be_taken_and_several_near_ones_not() -> None:
    assert service.is_clear(service.find(DIRECTORY, "市监局"))
    assert not service.is_clear(service.find(DIRECTORY, "shuiwuju"))
    assert not service.is_clear([])


def test_there_are_twelve_places() -> None:
    assert len(service.places(DIRECTORY)) == 12
