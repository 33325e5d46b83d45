"""A csv becomes a directory, or complaints that name row and column."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.load import category_of, load
from directory.load_enterprises import load_enterprises
from directory.model import Category
from directory.sheet import LIMIT, LoadError
from people.model import Role

HEADER = "单位,类别,简称,职责,地址,办公时间,单位电话,姓名,角色,职务,科室,电话\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "名录.csv"


def complaints(file: Path, content: str | bytes) -> list[str]:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(LoadError) as refused:
        load(file)
    assert str(file) in str(refused.value)
    return [str(one) for one in refused.value.complaints]


def test_unit_and_category_are_enough(file: Path) -> None:
    file.write_text("单位,类别\n区税务局,部门\n例山镇,乡镇\n", encoding="utf-8")
    directory = load(file).directory
    assert [(unit.name, unit.category) for unit in directory.units] == [
        ("区税务局", Category.DEPARTMENT),
        ("例山镇", Category.TOWNSHIP),
    ]
    assert directory.people == ()


def test_a_unit_takes_its_own_columns_from_its_first_row(file: Path) -> None:
    file.write_text(
        HEADER
        + "区税务局,部门,税务局、国税；地税,开发票,示例路1号,9-17,13800000001,"
        + "张示例,首席专员,副局长,办公室,13800000002\n"
        + "区税务局,,,,,,,李示例,具办专员,,,\n",
        encoding="utf-8",
    )
    directory = load(file).directory
    (unit,) = directory.units
    assert unit.aliases == ("税务局", "国税", "地税")
    assert (unit.duties, unit.address, unit.hours, unit.phone) == (("开发票",), "示例路1号", "9-17", "13800000001")
    assert [(one.name, one.role, one.unit) for one in directory.people] == [
        ("张示例", Role.CHIEF, "区税务局"),
        ("李示例", Role.HANDLER, "区税务局"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_common_encodings_are_read(file: Path, encoding: str) -> None:
    file.write_bytes('"单位",类别\r\n区税务局,部门\r\n'.encode(encoding))
    assert [unit.name for unit in load(file).directory.units] == ["区税务局"]


def test_a_bad_phone_names_its_row_and_column(file: Path) -> None:
    rows = "".join(f"单位{n},部门,,,,,,,,,,\n" for n in range(2, 17))
    content = HEADER + rows + "区税务局,部门,,,,,,张示例,首席专员,,,1380000\n"
    assert complaints(file, content) == ["第 17 行「电话」：1380000 不是有效的电话号码，应为 11 位手机号或带区号的固话"]


@pytest.mark.parametrize("phone", ["13800000001", "010-88881234", "0717-6688123转801", "12345", "４００８００１２３４"])
def test_telephones_as_people_write_them_are_taken(file: Path, phone: str) -> None:
    file.write_text(HEADER + f"区税务局,部门,,,,,{phone},张示例,首席专员,,,{phone}\n", encoding="utf-8")
    assert load(file).directory.units[0].phone == phone


def test_all_complaints_come_at_once_in_the_order_of_rows(file: Path) -> None:
    content = HEADER + (
        ",部门,,,,,,张示例,首席专员,,,\n"
        "区税务局,,,,,,88881234,李示例,局长,,,\n"
        "区财政局,部门,,,,,,,首席专员,,,\n"
        "区财政局,乡镇,,,,,,王示例,,,,\n"
    )
    assert complaints(file, content) == [
        "第 2 行「单位」：没有填写单位名称；每一行都要写明单位，请勿合并单元格",
        "第 3 行「单位电话」：88881234 不是有效的电话号码，应为 11 位手机号或带区号的固话",
        "第 3 行「类别」：没有填写类别，应为部门 / 乡镇 / 街道 / 营商办 / 其他之一",
        "第 3 行「角色」：不认识的角色“局长”，应为首席专员 / 具办专员 / 会谈专员 / 营商办 / 纪委 / 领导之一",
        "第 4 行「角色」：填写了内容，但同一行没有「姓名」",
        "第 5 行「类别」：与第 4 行同一单位的类别“部门”不一致",
        "第 5 行「角色」：没有填写角色，应为首席专员 / 具办专员 / 会谈专员 / 营商办 / 纪委 / 领导之一",
    ]


def test_an_unknown_header_is_told_the_nearest_known_one(file: Path) -> None:
    (complaint,) = complaints(file, "单位,类别,联系电话\n区税务局,部门,1\n")
    assert complaint.startswith("第 1 行「联系电话」：不认识的表头，最接近的是「电话」")


def test_a_missing_column_and_a_double_one_are_refused(file: Path) -> None:
    assert complaints(file, "单位,单位\n区税务局,部门\n") == [
        "第 1 行「单位」：表头重复，请只留一列",
        "第 1 行「类别」：缺少这一列，它是必需的",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        ("单位,类别\n".encode(), "表头下面没有任何单位"),
        (b"PK\x03\x04rest", "Excel"),
        (b"\xff\xff\xff\xff", "文字编码"),
        ('单位,类别\n"区税务局,部门\n'.encode(), "第 2 行：引号不成对"),
        ("单位,类别\n区税务局,部门,多出来的\n".encode(), "第 2 行：有内容落在表头之外"),
        ("单位,类别\n区税\x00务局,部门\n".encode(), "第 2 行「单位」：含有看不见的控制字符"),
        (b"x" * (LIMIT + 1), "超过 10 MB"),
    ],
)
def test_files_of_no_use_say_why(file: Path, content: bytes, words: str) -> None:
    assert any(words in one for one in complaints(file, content))


def test_a_file_that_is_not_there_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="文件不存在"):
        load(tmp_path / "没有.csv")
    with pytest.raises(LoadError, match="这是一个文件夹"):
        load(tmp_path)
    with pytest.raises(LoadError, match="文件名或文件无效"):
        load(Path("a\0b"))


def test_the_same_person_twice_in_a_role_of_a_unit_is_refused(file: Path) -> None:
    row = "区税务局,部门,,,,,,张示例,首席专员,,,\n"
    assert complaints(file, HEADER + row + row) == [
        "第 3 行「姓名」：张示例 与第 2 行的单位、角色都相同；若是两个人，请在姓名后加以区分"
    ]


def test_breaches_of_the_rule_and_names_in_two_units_are_only_warnings(file: Path) -> None:
    file.write_text(
        HEADER
        + "区税务局,部门,,,,,,张示例,首席专员,,,\n区财政局,委办局,,,,,,张示例,具办专员,,,\n"
        + "区税务局,部门,,,,,,,,,,\n某某,奇怪,,,,,,,,,,\n",
        encoding="utf-8",
    )
    assert [str(one) for one in load(file).warnings] == [
        "第 3 行「姓名」：张示例 也出现在区税务局，请确认不是重复登记",
        "第 4 行「单位」：区税务局 在第 2 行已经出现，这一行没有新内容",
        "第 5 行「类别」：不认识的类别“奇怪”，按“其他”处理",
        "区税务局 应至少有 2 名具办专员，现有 0 名",
        "区财政局 应有 1 名首席专员，现有 0 名；应至少有 2 名具办专员，现有 1 名",
    ]


@pytest.mark.parametrize(
    ("text", "unit", "category"),
    [
        ("乡镇街道", "例山镇", Category.TOWNSHIP),
        ("乡镇街道", "示湖街道办事处", Category.STREET),
        ("街道办", "示湖", Category.STREET),
        ("区直部门", "区税务局", Category.DEPARTMENT),
        ("天上", "区税务局", None),
    ],
)
def test_categories_in_other_words_are_understood(text: str, unit: str, category: Category | None) -> None:
    assert category_of(text, unit) is category


CONTENTS = st.binary(max_size=300) | st.text(max_size=200).map(lambda text: (HEADER + text).encode("utf-8", "replace"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(content=CONTENTS)
def test_no_content_does_worse_than_complaints(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with suppress(LoadError):
        assert load(file).directory.units


def test_enterprises_complain_by_row_and_column(file: Path) -> None:
    file.write_text(
        "名称,统一社会信用代码,乡镇街道\n示例甲有限公司,91000000MA0000001R,例山镇\n示例乙有限公司,91000000MA0000001,\n"
        "示例丙有限公司,91000000MA0000001R,\n示例小店,,\n示例小店,,\n,,别处\n",
        encoding="utf-8",
    )
    with pytest.raises(LoadError) as refused:
        load_enterprises(file, load().directory)
    assert [str(one) for one in refused.value.complaints] == [
        "第 3 行「统一社会信用代码」：91000000MA0000001 不是有效的代码，"
        "应为 18 位数字和大写字母；个体工商户没有代码时请留空",
        "第 4 行「统一社会信用代码」：与第 2 行重复",
        "第 6 行「名称」：与第 5 行重复",
        "第 7 行「名称」：没有填写企业名称",
        "第 7 行「乡镇街道」：“别处”不在单位名录中，请写单位全称",
    ]
