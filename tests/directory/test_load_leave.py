"""Leave, substitutes and the enterprises' own specialists come with the files, or complaints that name the place."""

from datetime import date
from pathlib import Path

import pytest

from directory.load import load
from directory.load_enterprises import load_enterprises
from directory.sheet import LoadError
from people.model import Leave

HEADER = "单位,类别,姓名,角色,休假,代办人\n"
ENTERPRISES = "名称,统一社会信用代码,专员\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "名录.csv"


def complaints(file: Path, rows: str) -> list[str]:
    file.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(LoadError) as refused:
        load(file)
    return [str(one) for one in refused.value.complaints]


def test_leave_and_substitute_are_read_the_substitute_may_stand_further_down(file: Path) -> None:
    rows = "区税务局,部门,张示例,具办专员,2026年11月20日至30日,李示例\n区税务局,,李示例,首席专员,,\n"
    file.write_text(HEADER + rows, encoding="utf-8")
    zhang, li = load(file).directory.people
    assert (zhang.leave, zhang.substitute) == (Leave(date(2026, 11, 20), date(2026, 11, 30)), "李示例")
    assert (li.leave, li.substitute) == (None, "")


def test_a_file_without_these_columns_is_as_good_as_ever(file: Path) -> None:
    file.write_text("单位,类别,姓名,角色\n区税务局,部门,张示例,具办专员\n", encoding="utf-8")
    (zhang,) = load(file).directory.people
    assert (zhang.leave, zhang.substitute) == (None, "")


def test_wrong_leaves_and_substitutes_name_row_and_column(file: Path) -> None:
    rows = (
        "区税务局,部门,张示例,具办专员,2026-11-30至2026-11-20,\n"
        "区税务局,,李示例,具办专员,下周,李示例\n"
        "区税务局,,王示例,具办专员,2026-02-30,赵示例\n"
        "区财政局,部门,赵示例,首席专员,,孙示例\n"
        "区财政局,,孙示例,会谈专员,2026-11-20,赵示例\n"
        "区财政局,,,,2026-11-20,\n"
    )
    assert complaints(file, rows) == [
        "第 2 行「休假」：休假的结束日期早于开始日期，请核对；跨年的请写明两个年份。",
        "第 3 行「休假」：请写清休假从哪天到哪天，比如 2026-11-20至2026-11-30。",
        "第 3 行「代办人」：代办人不能是本人，请填写本单位的另一位专员",
        "第 4 行「休假」：没有 2026年2月30日 这一天，请核对日期。",
        "第 4 行「代办人」：赵示例 不是区税务局的首席专员或具办专员，请填写本单位的另一位专员",
        "第 5 行「代办人」：孙示例 不是区财政局的首席专员或具办专员，请填写本单位的另一位专员",
        "第 6 行「休假」：只有首席专员和具办专员可以填写",
        "第 6 行「代办人」：只有首席专员和具办专员可以填写",
        "第 7 行「休假」：填写了内容，但同一行没有「姓名」",
    ]


def test_an_enterprise_names_its_specialist_or_a_complaint_names_the_row(file: Path) -> None:
    rows = (
        "区税务局,部门,张示例,具办专员,,\n区税务局,,李示例,首席专员,,\n区税务局,,李示例,具办专员,,\n"
        "区财政局,部门,张示例,具办专员,,\n区财政局,,周示例,会谈专员,,\n"
    )
    file.write_text(HEADER + rows, encoding="utf-8")
    directory = load(file).directory
    file.write_text(ENTERPRISES + "示例甲店,,李示例\n示例乙店,,\n", encoding="utf-8")
    assert [one.specialist for one in load_enterprises(file, directory)] == ["李示例", ""]
    file.write_text(ENTERPRISES + "示例甲店,,张示例\n示例乙店,,李示例\n示例丙店,,周示例\n", encoding="utf-8")
    with pytest.raises(LoadError) as refused:
        load_enterprises(file, directory)
    assert [str(one) for one in refused.value.complaints] == [
        "第 2 行「专员」：区税务局、区财政局都有张示例，不知道是哪一位；请在名录和这里的姓名后加以区分",
        "第 4 行「专员」：周示例 不是名录中的首席专员或具办专员，请核对姓名",
    ]
