"""A complaint against a unit is distinguished from one addressed to it."""

import pytest

from directory.accused import accused
from directory.load import load
from directory.mentions import Names
from directory.normalise import clauses

NAMES = Names(load().directory)
ENVIRONMENT, TAX, MARKET = "市生态环境局示例区分局", "国家税务总局示例区税务局", "区市场监督管理局"


def names(text: str) -> list[str]:
    return [unit.name for unit in accused(NAMES, clauses(text))]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("投诉环保局", ENVIRONMENT),
        ("我要投诉区环保局办事拖拉", ENVIRONMENT),
        ("举报市监局执法人员乱罚款", MARKET),
        ("税务局窗口工作人员态度恶劣", TAX),
        ("去税务局办事，工作人员态度很差", TAX),
        ("市监局的科长索要好处费", MARKET),
        ("向纪委投诉环保局", ENVIRONMENT),
        ("不作为的环保局", ENVIRONMENT),
        ("投诉例山镇政府", "例山镇"),
        ("例山镇干部优亲厚友", "例山镇"),
        ("营商办推诿扯皮", "区营商环境办公室"),
        ("纪委的人包庇他们", "区纪委监委"),
        ("张示例索要红包", "区财政局"),
    ],
)
def test_a_complaint_against_a_unit_or_its_people_names_it(text: str, unit: str) -> None:
    assert names(text) == [unit]


@pytest.mark.parametrize(
    "text",
    [
        "向环保局投诉隔壁工厂偷排",
        "我已经到环保局举报过了",
        "请市监局严查超市乱收费",
        "投诉环保局门口的烧烤摊",
        "投诉环保局监管的某公司",
        "不是投诉环保局",
        "没有投诉税务局",
        "税务局没有吃拿卡要，态度很好",
        "市监局查处商家乱收费",
        "投诉例山镇某公司排污",
        "例山镇的企业拖欠货款",
        "环保局的排污许可证怎么办",
        "打市监局投诉电话没用",
        "反映人社局拖欠工资投诉渠道",
    ],
)
def test_asking_a_unit_for_help_accuses_nobody(text: str) -> None:
    assert names(text) == []


def test_two_units_are_both_named_once() -> None:
    assert names("投诉环保局不作为，税务局推诿，环保局又推诿") == [ENVIRONMENT, TAX]
