"""Search finds units and people by whatever was typed, says why, asks back where several are near, never stumbles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.load import load
from directory.match import decide, find
from directory.model import Category, Directory, Unit
from directory.words import in_words

DIRECTORY = load().directory
NAMES_ONLY = Directory(tuple(Unit(unit.name, unit.category) for unit in DIRECTORY.units))
MARKET, TAX = "区市场监督管理局", "国家税务总局示例区税务局"
PEOPLE, LAND, POLICE = "区人力资源和社会保障局", "市自然资源和规划局示例区分局", "市公安局示例区分局"


@pytest.mark.parametrize("unit", DIRECTORY.units, ids=lambda unit: unit.name)
def test_every_unit_is_found_first_by_its_name_and_by_each_short_name(unit: Unit) -> None:
    for name in (unit.name, *unit.aliases):
        assert find(DIRECTORY, name)[0].name == unit.name, name


def test_every_person_is_found_first_by_name_and_by_telephone() -> None:
    for person in DIRECTORY.people:
        assert find(DIRECTORY, person.name)[0].person == person
        assert find(DIRECTORY, f" {person.phone[:3]} {person.phone[3:]}")[0].person == person


TYPED = [
    ("市监局", MARKET), ("市场局", MARKET), ("市监", MARKET),  # short forms
    ("工商局", MARKET), ("国土局", LAND), ("地税", TAX), ("计生办", "区卫生健康局"),  # from before the reform
    ("车管所", POLICE), ("社保中心", PEOPLE), ("不动产登记中心", LAND),  # sub-units
    ("shichangjianduguanliju", MARKET), ("Shi Chang Ju", MARKET), ("shāng wù jú", "区商务局"),  # full pinyin
    ("qscjdglj", MARKET), ("hbj", "市生态环境局示例区分局"),  # initials
    ("shi场监管局", MARKET), ("市场jianguan局", MARKET),  # mixed
    ("sicangjianguanju", MARKET), ("吃湖街道", "示湖街道"),  # accents
    ("是场监管局", MARKET), ("诚管局", "区城市管理局"),  # the same sound
    ("市场监督营理局", MARKET), ("区巿场监督管理局", MARKET),  # look-alikes
    ("市监场管局", MARKET), ("市场督管理局", MARKET), ("市市场监督管理局", MARKET),  # swapped, missing, extra
    ("林园局", "区城市管理局"),
    ("稅務局", TAX), ("環保局", "市生态环境局示例区分局"), ("税　务　局", TAX), ("ＫＴＶ", "区文化和旅游局"),
    ("请问那个管环保的是哪个部门", "市生态环境局示例区分局"), ("城管局的电话是多少？", "区城市管理局"),
    ("办营业执照", MARKET), ("招工难", PEOPLE), ("贷款", "区金融工作局"), ("环评", "市生态环境局示例区分局"),
    ("例山", "例山镇"), ("示湖街道办", "示湖街道"), ("示林镇政府", "示林镇"), ("山前村", "例山镇"),
    ("医保", "区医疗保障局"), ("税", TAX),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "unit"), TYPED)
def test_what_people_type_finds_the_unit_first(typed: str, unit: str) -> None:
    assert find(DIRECTORY, typed)[0].unit.name == unit


@pytest.mark.parametrize("typed", [typed for typed, unit in TYPED if unit in NAMES_ONLY.by_name and "村" not in typed])
def test_official_names_alone_are_found_as_well(typed: str) -> None:
    assert find(NAMES_ONLY, typed)[0].unit.name in {match.unit.name for match in find(DIRECTORY, typed)[:2]}


@pytest.mark.parametrize(
    ("typed", "name"),
    [("shanshifan", "单示范"), ("zengshifan", "曾示范"), ("qiushifan", "仇示范"), ("xieyangli", "解样例")],
)
def test_surnames_are_heard_as_surnames(typed: str, name: str) -> None:
    assert name in [match.name for match in find(DIRECTORY, typed)[:2]]  # 解 and 谢 sound alike


def test_a_part_of_a_telephone_number_finds_its_owner_and_other_numbers_are_not_nearly_it() -> None:
    assert in_words(find(DIRECTORY, "1038")[0].why).startswith("电话 138")
    assert "区司法局" not in [match.name for match in find(DIRECTORY, "12349") if match.score > 0.5]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("市监局", "又称“市监局”"),
        ("张示例", "区财政局的张示例"),
        ("成管局", "同音：成管局→城管局"),
        ("城广局", "音近：城广局→城管局"),
        ("chengguanju", "拼音：chengguanju→城管局"),
        ("cgj", "首字母：cgj→城管局"),
        ("市场督管理局", "字面相近：市场督管理局→市场监督管理局"),
        ("车管所", "又称“车管所”"),
    ],
)
def test_the_reason_says_what_was_recognised(typed: str, why: str) -> None:
    assert in_words(find(DIRECTORY, typed)[0].why) == why


@pytest.mark.parametrize(("number", "unit"), [("110", POLICE), ("119", "区消防救援大队"), ("12315", MARKET)])
def test_known_numbers_are_no_parts_of_somebodys_telephone(number: str, unit: str) -> None:
    assert find(DIRECTORY, number)[0].name == unit


def test_a_unit_that_the_district_lacks_is_not_said_to_be_another() -> None:
    assert in_words(find(DIRECTORY, "海关")[0].why) == "本区没有单独的“海关”，这类事由它办"


def test_an_old_name_says_what_became_of_it() -> None:
    assert in_words(find(NAMES_ONLY, "质监局")[0].why).startswith("旧称“质监局”，2018年并入")


@pytest.mark.parametrize("typed", ["sjj", "shuiwuju", "局", "岁务局"])
def test_near_matches_are_asked_back(typed: str) -> None:
    assert decide(find(DIRECTORY, typed)) == "ask"


@pytest.mark.parametrize("typed", ["asdfghjkl", "…！？", "今天天气真好啊", "哈哈哈", "吃了吗", "键盘", "\ud800", ""])
def test_junk_is_not_found(typed: str) -> None:
    assert decide(find(DIRECTORY, typed)) == "none"


def test_two_units_that_match_alike_are_asked_back() -> None:
    twins = Directory(tuple(Unit(name, Category.OTHER, ("办事处",)) for name in ("甲单位", "乙单位")))
    assert decide(find(twins, "办事处")) == "ask"


def test_a_clear_match_is_answered_at_once() -> None:
    assert decide(find(DIRECTORY, "工商局")) == "answer"
    assert decide(find(DIRECTORY, "成管局")) == "answer"


def test_filler_words_do_not_weigh() -> None:
    assert find(DIRECTORY, "请问那个管环保的是哪个部门")[0].score == find(DIRECTORY, "环保")[0].score


def test_top_limits_the_matches() -> None:
    assert len(find(DIRECTORY, "局", 3)) == 3


def test_an_empty_directory_finds_nothing() -> None:
    assert find(Directory(), "市监局 13800000001") == []


ODD = st.text(st.characters(), max_size=60) | st.sampled_from(
    ["\ud800", "\x00\x1b[31m", "😀" * 9, "局" * 10_000, "a" * 10_000, "ﷺ" * 500, "\ue001\uf002", "市\u200b监\u200d局"]
)


@settings(deadline=None, max_examples=200)
@given(query=ODD)
def test_any_text_gives_ordered_matches_between_0_and_1_with_reasons(query: str) -> None:
    found = find(DIRECTORY, query)
    scores = [match.score for match in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert all(match.why for match in found)


@settings(deadline=None, max_examples=40)
@given(name=ODD, query=ODD)
def test_any_unit_name_can_be_searched(name: str, query: str) -> None:
    find(Directory((Unit(name, Category.OTHER),)), query)
