"""Lists as offices have them: padded, with invisible signs, other brackets, tabs, titles and merged cells."""

from pathlib import Path

import pytest

from directory.load import load
from directory.load_enterprises import load_enterprises
from directory.sheet import LoadError

HEADER = "单位,类别,姓名,角色,电话\n"


def loaded(file: Path, content: str) -> list[tuple[str, str, str]]:
    file.write_text(content, encoding="utf-8")
    return [(one.unit, one.name, one.phone) for one in load(file).directory.people]


def complaints(file: Path, content: str) -> list[str]:
    file.write_text(content, encoding="utf-8")
    with pytest.raises(LoadError) as refused:
        load(file)
    return [str(one) for one in refused.value.complaints]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "名录.csv"


def test_invisible_signs_are_read_as_if_they_were_not_there(file: Path) -> None:
    plain = HEADER + "区样例局,部门,陈示例,首席专员,13800000001\n区样例局,部门,周示例,具办专员,13800000002\n"
    unseen = plain.replace("陈示例", "陈\u2060示例\u200b").replace(",1380", ",\u202d1380", 1)
    unseen = unseen.replace("局,部门,周", "局\ufeff,部\u200c门,周")
    assert loaded(file, unseen) == loaded(file, plain)


def test_a_padded_name_is_kept_as_the_office_writes_it(file: Path) -> None:
    assert loaded(file, HEADER + "区样例局,部门,陈　例,首席专员,\n") == [("区样例局", "陈 例", "")]


def test_a_header_with_blanks_and_a_file_with_tabs_are_read(file: Path) -> None:
    rows = "区样例局,部门,陈示例,首席专员,13800000001\n"
    wanted = loaded(file, HEADER + rows)
    assert loaded(file, HEADER.replace("单位", "单　位").replace("姓名", "姓 名") + rows) == wanted
    assert loaded(file, (HEADER + rows).replace(",", "\t")) == wanted


def test_a_title_above_the_header_is_told_with_what_to_do(file: Path) -> None:
    (complaint,) = complaints(file, "示例区专员名单,,,,\n" + HEADER + "区样例局,部门,,,\n")
    assert complaint.startswith("第 1 行：这一行不是表头，请删去标题")


def test_the_same_unit_in_two_spellings_is_a_complaint(file: Path) -> None:
    for one, other in (
        ("区样例局（区示范局）", "区样例局(区示范局)"),
        ("区 样 例 局", "区样例局"),
        ("区樣例局", "区样例局"),
    ):
        told = complaints(file, HEADER + f"{one},部门,陈示例,首席专员,\n{other},部门,周示例,具办专员,\n")
        assert told == [f"第 3 行「单位」：与第 2 行的“{one}”是同一个单位，写法不同，请改成一样"]


def test_the_same_person_in_two_spellings_is_a_complaint(file: Path) -> None:
    for one, other in (("陈　例", "陈例"), ("陈示例（兼）", "陈 示例"), ("示提·阿例", "示提•阿例")):
        told = complaints(file, HEADER + f"区样例局,部门,{one},首席专员,\n区样例局,部门,{other},具办专员,\n")
        shown = one.replace("\u3000", " ")
        assert told == [f"第 3 行「姓名」：与第 2 行的“{shown}”是同一个人，写法不同，请改成一样"]


def test_the_same_person_twice_in_one_role_is_a_complaint_however_it_is_spelled(file: Path) -> None:
    (told,) = complaints(file, HEADER + "区样例局,部门,陈 例,具办专员,\n区样例局,部门,陈例,具办专员,\n")
    assert "与第 2 行的单位、角色都相同" in told


def test_several_people_in_a_cell_and_names_without_letters_are_complaints(file: Path) -> None:
    told = complaints(file, HEADER + "区样例局,部门,陈示例、周示例,首席专员,\n区样例局,部门,——,具办专员,\n——,部门,,,\n")
    assert [one.partition("：")[0] for one in told] == ["第 2 行「姓名」", "第 3 行「姓名」", "第 4 行「单位」"]
    assert "请分成几行" in told[0]


def test_enterprises_name_township_and_specialist_in_any_spelling(file: Path) -> None:
    file.write_text(HEADER + "示山镇,乡镇,陈示例,首席专员,\n", encoding="utf-8")
    directory = load(file).directory
    file.write_text("名称,乡镇街道,专员\n示例小店,示 山镇,陈\u200b示　例\n", encoding="utf-8")
    (firm,) = load_enterprises(file, directory)
    assert (firm.township, firm.specialist) == ("示山镇", "陈示例")
    file.write_text("名称\n示例 小店（东）\n示例小店(东)\n", encoding="utf-8")
    with pytest.raises(LoadError, match="与第 2 行重复"):
        load_enterprises(file, directory)
