"""The bundled sample district keeps the numbers of a real one, and nothing in it is real."""

from collections import Counter

from stdnum.cn import uscc

from directory.load import load
from directory.load_enterprises import load_enterprises
from directory.model import PLACES, Category
from people.model import Role

LOADED = load()
DIRECTORY = LOADED.directory


def test_there_are_32_departments_12_townships_and_streets_and_one_office() -> None:
    kinds = Counter(unit.category for unit in DIRECTORY.units)
    assert kinds[Category.DEPARTMENT] == 32
    assert sum(kinds[place] for place in PLACES) == 12
    assert kinds[Category.OFFICE] == 1
    assert len(DIRECTORY.units) == 45


def test_there_are_129_specialists_and_some_units_are_short_of_the_rule() -> None:
    assert sum(person.is_specialist for person in DIRECTORY.people) == 129
    assert all(DIRECTORY.of(unit.name) for unit in DIRECTORY.units)
    assert [str(one) for one in LOADED.warnings if "示田乡" in one.text] == ["示田乡 应有 1 名首席专员，现有 0 名"]
    assert 3 <= len(LOADED.warnings) <= 12


def test_the_standing_four_have_desks_and_the_office_and_the_commission_have_people() -> None:
    desks = {person.unit for person in DIRECTORY.people if person.role is Role.DESK}
    assert desks == {"区纪委监委", "区人民法院", "区人民检察院", "市公安局示例区分局"}
    assert len(DIRECTORY.of("区营商环境办公室", Role.OFFICE)) == 3
    assert DIRECTORY.of("区纪委监委", Role.DISCIPLINE)


def test_every_telephone_is_recognisably_invented_and_nobody_shares_one() -> None:
    phones = [unit.phone for unit in DIRECTORY.units] + [person.phone for person in DIRECTORY.people]
    assert all(phone.startswith("1380000") and len(phone) == 11 for phone in phones)
    assert len(set(phones)) == len(phones)


def test_every_person_is_recognisably_invented_and_unique() -> None:
    names = [person.name for person in DIRECTORY.people]
    assert all(name[1:] in ("示例", "示范", "样例") for name in names)
    assert len(set(names)) == len(names)


def test_every_unit_tells_at_least_ten_duties_its_short_names_and_how_to_reach_it() -> None:
    for unit in DIRECTORY.units:
        assert len(unit.duties) >= 10, unit.name
        assert unit.aliases, unit.name
        assert unit.address.startswith("示例路"), unit.name
        assert unit.hours, unit.name


def test_no_short_name_belongs_to_two_units() -> None:
    shared = [name for name, count in Counter(a for unit in DIRECTORY.units for a in unit.aliases).items() if count > 1]
    assert shared == []


def test_there_are_60_enterprises_with_valid_codes_in_no_real_region_and_6_sole_traders() -> None:
    enterprises = load_enterprises(directory=DIRECTORY)
    assert len(enterprises) == 60
    assert sum(not one.credit_code for one in enterprises) == 6
    assert all(uscc.is_valid(one.credit_code) for one in enterprises if one.credit_code)
    assert all(one.credit_code.startswith("91000000") for one in enterprises if one.credit_code)
    assert all("例" in one.name for one in enterprises)
    assert len({one.name for one in enterprises}) == 60
