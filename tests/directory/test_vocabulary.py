"""A directory of official names is matched with everything known about such units, and no name with the wrong unit."""

from directory.load import load
from directory.model import Category, Directory, Unit
from directory.vocabulary import How, Saying, Vocabulary, vocabularies


def district(*names: str) -> list[Vocabulary]:
    return list(vocabularies(Directory(tuple(Unit(name, Category.DEPARTMENT) for name in names))))


def said(one: Vocabulary) -> dict[str, Saying]:
    return {saying.text: saying for saying in one.sayings}


def test_an_official_name_alone_gets_short_old_and_sub_unit_names_and_matters() -> None:
    (market,) = map(said, district("某市某区市场监督管理局"))
    assert market["市监局"].how is How.SHORT
    assert market["工商局"].how is How.OLD
    assert market["工商局"].note
    assert market["工商所"].how is How.PART
    assert market["营业执照"].how is How.MATTER


def test_directories_of_the_same_units_share_what_is_known_of_them() -> None:
    units = (Unit("示例区教育局", Category.DEPARTMENT),)
    assert vocabularies(Directory(units)) is vocabularies(Directory((Unit("示例区教育局", Category.DEPARTMENT),)))
    assert vocabularies(Directory(units)) is not vocabularies(Directory((Unit("示例区民政局", Category.DEPARTMENT),)))


def test_what_a_unit_says_of_itself_comes_first() -> None:
    directory = Directory((Unit("区税务局", Category.DEPARTMENT, ("税局",), ("开发票",)),))
    (unit,) = vocabularies(directory)
    assert [saying.text for saying in unit.sayings][:4] == ["区税务局", "税务局", "税局", "开发票"]


def test_a_name_goes_to_the_unit_that_bears_it() -> None:
    planning, forestry = map(said, district("区自然资源和规划局", "区林业局"))
    assert "林业局" not in planning
    assert forestry["林业局"].how is How.NAME
    assert planning["国土局"].how is How.OLD


def test_an_alias_of_one_unit_is_not_given_to_another() -> None:
    first = Unit("区示例局", Category.DEPARTMENT, ("市监局",))
    _, market = vocabularies(Directory((first, Unit("区市场监督管理局", Category.DEPARTMENT))))
    assert "市监局" not in said(market)


def test_an_alias_that_is_an_old_name_is_told_as_one() -> None:
    (market,) = vocabularies(Directory((Unit("区市场监督管理局", Category.DEPARTMENT, ("工商局",)),)))
    assert said(market)["工商局"].how is How.OLD


def test_a_merged_bureau_knows_both_fields() -> None:
    (both,) = map(said, district("区教育和体育局"))
    assert {"教育局", "体育局"} <= set(both)


def test_the_work_of_a_kind_that_a_district_lacks_is_done_by_another() -> None:
    planning, farming = map(said, district("区自然资源和规划局", "区农业农村局"))
    assert planning["林业局"].share > farming["林业局"].share > 0
    (planning, _, _) = map(said, district("区自然资源和规划局", "区农业农村局", "区林业局"))
    assert "采伐许可证" not in planning or planning["采伐许可证"].share == 1


def test_a_name_counts_less_for_a_unit_of_the_same_kind_that_it_does_not_abbreviate() -> None:
    organisation, posts = map(said, district("区委组织部", "区委机构编制委员会办公室"))
    assert posts["编办"].share > organisation["编办"].share


def test_townships_get_forms_of_their_name_and_no_department_s_matters() -> None:
    (unit,) = vocabularies(Directory((Unit("园林镇", Category.TOWNSHIP),)))
    assert {saying.text for saying in unit.sayings} == {"园林镇", "园林镇政府", "园林镇人民政府", "园林"}


def test_no_sure_name_stands_with_two_units_of_the_sample() -> None:
    owners: dict[str, set[str]] = {}
    for one in vocabularies(load().directory):
        for saying in one.names:
            if saying.share == 1:
                owners.setdefault(saying.text, set()).add(one.unit.name)
    shared = {name: units for name, units in owners.items() if len(units) > 1}
    assert len(shared) < 0.02 * len(owners), shared
