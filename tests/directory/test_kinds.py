"""The knowledge base: every file is whole, its patterns know their units and no others, its strings say something."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from directory.kinds import FOLDER, LISTS, kinds, kinds_of

FILES = sorted(FOLDER.glob("*.toml"))
WANTED = (
    "tax", "housing-fund", "medical-insurance", "fire", "power", "water-supply", "postal", "development-zone",
    "court", "procuratorate", "discipline", "commerce-federation", "petition", "disabled", "union", "approval",
    "trading-centre", "agency-affairs", "state-assets", "finance", "forestry", "grain", "veterans", "market",
    "police", "education", "human-resources", "housing", "natural-resources", "environment", "transport", "water",
    "agriculture", "commerce", "culture", "health", "emergency", "urban-management", "civil-affairs", "justice",
    "treasury", "development", "industry", "science", "investment", "data", "telecom", "tobacco",
)  # fmt: skip


def test_there_are_the_kinds_that_real_districts_have() -> None:
    assert len(kinds()) >= 40
    assert set(WANTED) <= set(kinds())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_whole(file: Path) -> None:
    table = tomllib.loads(file.read_text("utf-8"))
    assert {*table, "hints"} == {"name", "pattern", "old", *LISTS}
    every = [text for key in (*LISTS, "old") if key != "otherwise" for text in table.get(key, ())]
    assert [text for text, count in Counter(every).items() if count > 1] == []
    assert [text for text in every if len(text) < 2 or text != text.strip()] == []
    assert table["duties"]
    assert table["matters"]


@pytest.mark.parametrize("identity", sorted(kinds()))
def test_a_kind_knows_its_own_name_and_who_does_its_work_otherwise(identity: str) -> None:
    kind = kinds()[identity]
    assert re.search(kind.pattern, kind.name)
    assert set(kind.otherwise) <= set(kinds()) - {identity}


def test_a_duty_stands_where_it_moved() -> None:
    """After the reforms of 2018 and later: who holds it now, not who held it before."""
    held = {text: kind.id for kind in kinds().values() for text in (*kind.duties, *kind.matters, *kind.short)}
    moved = {"消防验收": "housing", "医保报销": "medical-insurance", "排污许可": "environment", "营业执照": "market"}
    assert {text: held.get(text) for text in moved} == moved


def test_old_names_say_what_became_of_them() -> None:
    assert kinds()["market"].old["工商局"]
    assert all(note for kind in kinds().values() for note in kind.old.values())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("示例区市场监督管理局", {"market"}),
        ("区教育和体育局", {"education", "sports"}),
        ("区工商业联合会", {"commerce-federation"}),
        ("市公安局示例区分局", {"police"}),
        ("国家税务总局示例区税务局", {"tax"}),
        ("国网示例县供电公司", {"power"}),
        ("区住房和城乡建设局", {"housing"}),
        ("市住房公积金管理中心", {"housing-fund"}),
        ("区营商环境建设局", {"business-environment"}),
        ("区纪委监委", {"discipline"}),
        ("区人民政府", set()),
    ],
)
def test_official_names_show_their_kinds(name: str, expected: set[str]) -> None:
    assert {kind.id for kind in kinds_of(name)} == expected


def test_a_township_is_a_township_whatever_its_name() -> None:
    assert [kind.id for kind in kinds_of("水利街道", is_place=True)] == ["township"]
