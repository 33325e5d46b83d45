"""What dialogs ask of the directory: a suggestion for a text, units for a query, the places."""

from dataclasses import replace

from directory import service
from directory.load import load
from directory.model import Directory

SAMPLE = load().directory
DIRECTORY = Directory(tuple(replace(unit, id=n) for n, unit in enumerate(SAMPLE.units, 1)), SAMPLE.people)


def test_a_clear_text_suggests_one_unit_with_its_reason() -> None:
    found = service.suggest(DIRECTORY, "例山镇的厂房排污许可证办不下来")
    assert found.unit == DIRECTORY.by_name["市生态环境局示例区分局"].id
    assert found.why == "提到“排污许可证”，属市生态环境局示例区分局职责"
    assert found.place == "例山镇"
    assert not found.confidential


def test_an_unclear_text_offers_candidates_or_nothing() -> None:
    assert service.suggest(DIRECTORY, "物业公司乱收费").unit is None
    assert service.suggest(DIRECTORY, "物业公司乱收费").candidates
    assert service.suggest(DIRECTORY, "你好") == service.Suggestion(None, (), "", "", (), False)


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
    assert [match.name for match in service.find(DIRECTORY, "招工难")] == ["区人力资源和社会保障局"]


def test_there_are_twelve_places() -> None:
    assert len(service.places(DIRECTORY)) == 12
