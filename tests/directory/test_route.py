"""A text finds the unit whose business it is, and those it complains about are named, not hidden."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.load import load
from directory.model import Category, Directory, Unit
from directory.route import route
from directory.words import in_words

DIRECTORY = load().directory
NAMES_ONLY = Directory(tuple(Unit(unit.name, unit.category) for unit in DIRECTORY.units))

MATTERS = [
    ("我们厂的排污许可证一直办不下来", "市生态环境局示例区分局"),
    ("办营业执照需要什么材料", "区市场监督管理局"),
    ("招工难，用工补贴怎么领", "区人力资源和社会保障局"),
    ("工地拖欠农民工工资", "区人力资源和社会保障局"),
    ("员工孩子上学没有学位", "区教育局"),
    ("门口路灯坏了，井盖也没了", "区城市管理局"),
    ("贷款到期银行抽贷", "区金融工作局"),
    ("判决对方不履行，申请强制执行", "区人民法院"),
    ("增值税发票额度不够用", "国家税务总局示例区税务局"),
    ("货车进城通行证怎么办", "市公安局示例区分局"),
]


@pytest.mark.parametrize(("text", "unit"), MATTERS)
@pytest.mark.parametrize("directory", [DIRECTORY, NAMES_ONLY], ids=["sample", "names only"])
def test_everyday_matters_find_their_unit(directory: Directory, text: str, unit: str) -> None:
    assert route(directory, text).ranked[0].unit.name == unit


def test_a_clear_matter_is_assigned_with_its_reason() -> None:
    found = route(DIRECTORY, "排污许可证一直办不下来")
    assert found.decision == "assign"
    assert found.ranked[0].probability > 0.5
    assert in_words(found.ranked[0].reasons[0]) == "提到“排污许可证”，属市生态环境局示例区分局职责"


def test_a_matter_of_two_units_is_asked_back_and_one_of_none_goes_to_the_office() -> None:
    assert route(DIRECTORY, "小区门口修路堵车").decision == "ask"
    assert route(DIRECTORY, "你好").decision == "office"
    assert route(DIRECTORY, "").decision == "office"
    assert route(DIRECTORY, "").ranked[0].unit.category is Category.OFFICE


@pytest.mark.parametrize(
    ("text", "township"),
    [
        ("示湖街道办事处门口占道经营", "示湖街道"),
        ("例山镇排污许可证办不下来", "例山镇"),
        ("山前村的路坏了", "例山镇"),
        ("营业执照办不下来", None),
    ],
)
def test_places_in_the_text_tell_the_township(text: str, township: str | None) -> None:
    assert route(DIRECTORY, text).township == township


def test_a_place_alone_is_the_townships_business_and_a_matter_there_the_departments() -> None:
    assert route(DIRECTORY, "例山镇山前村村民阻工").ranked[0].unit.name == "例山镇"
    found = [one.unit.name for one in route(DIRECTORY, "例山镇排污许可证办不下来").ranked]
    assert found[:2] == ["市生态环境局示例区分局", "例山镇"]


def test_a_unit_complained_about_is_withheld_but_stays_ranked_and_the_office_decides() -> None:
    found = route(DIRECTORY, "投诉环保局乱罚款，排污许可证也不给办")
    assert found.withheld == ("市生态环境局示例区分局",)
    assert found.ranked[0].unit.name == "市生态环境局示例区分局"
    assert found.decision == "office"


def test_nothing_is_assigned_for_words_that_only_hint() -> None:
    found = route(DIRECTORY, "员工")
    assert found.ranked[0].unit.name == "区人力资源和社会保障局"
    assert found.decision != "assign"


def test_a_word_said_a_thousand_times_does_not_drown_the_others() -> None:
    text = "我们厂排污许可证办了一个月还没有批下来。" + "每次都说缺材料，" * 300
    assert route(DIRECTORY, text).ranked[0].unit.name == "市生态环境局示例区分局"


def test_a_place_beside_which_something_happens_is_not_what_it_is_about() -> None:
    assert route(DIRECTORY, "小学门口摆摊").ranked[0].unit.name == "区城市管理局"


def test_words_of_integrity_only_propose_confidence() -> None:
    found = route(DIRECTORY, "不送好处费就不给办消防验收")
    assert found.confidential
    assert found.ranked[0].unit.name == "区住房和城乡建设局"


def test_an_english_complaint_of_bribery_is_not_offered_to_the_unit_that_it_speaks_of() -> None:
    found = route(load().directory, "I want to complain about the tax officer who asked me for money")
    assert found.confidential
    assert found.withheld == ("国家税务总局示例区税务局",)
    assert found.decision == "office"


def test_a_township_directory_of_names_with_districts_in_front_is_understood() -> None:
    directory = Directory(
        (
            Unit("某县城关镇人民政府", Category.OTHER),
            Unit("某县示和街道办事处", Category.OTHER),
            Unit("某县税务局", Category.OTHER),
        )
    )
    assert route(directory, "城关镇的路不通").township == "某县城关镇人民政府"
    assert route(directory, "示和街道有人阻工").township == "某县示和街道办事处"


def test_fewer_than_five_units_are_all_ranked() -> None:
    assert len(route(Directory(DIRECTORY.units[:3]), "营业执照").ranked) == 3
    assert route(Directory(), "营业执照").ranked == ()


ODD = st.text(st.characters(), max_size=80) | st.sampled_from(
    ["\ud800", "\x00\x1b", "投诉" * 5_000, "环保局" * 3_400, "没有" * 5_000 + "红包", "\u202e镇", "ﷺ" * 9_000]
)
PIECES = ("投诉", "向", "环保局", "不作为", "吃拿卡要", "例山镇", "工作人员", "没有", "，", "执照", "\ud83d", "王样例")
WORDS = st.lists(st.sampled_from(PIECES), max_size=30)


@settings(deadline=None, max_examples=200)
@given(text=ODD | WORDS.map("".join))
def test_any_text_ranks_at_least_five_units_once_each_and_keeps_the_withheld(text: str) -> None:
    found = route(DIRECTORY, text)
    names = [one.unit.name for one in found.ranked]
    assert len(names) == len(set(names)) >= 5
    assert set(names) <= set(DIRECTORY.by_name)
    assert set(found.withheld) <= set(DIRECTORY.by_name)
    assert found.decision in ("assign", "ask", "office")
    assert sum(one.probability for one in found.ranked) <= 1.01
    assert not (found.withheld and found.decision != "office")
