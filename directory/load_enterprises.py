"""Reads enterprises from a csv file and checks their credit codes."""

from dataclasses import replace
from pathlib import Path

from stdnum.cn import uscc

from directory.load import BAD_PHONE
from directory.model import Directory, Enterprise
from directory.phones import is_phone
from directory.sheet import Complaint, LoadError, Row, read
from people.name_key import name_key

SAMPLE = Path(__file__).parent / "sample" / "enterprises.csv"
COLUMNS = ("名称", "统一社会信用代码", "乡镇街道", "行业", "规模", "电话", "专员")


def load_enterprises(file: Path = SAMPLE, directory: Directory | None = None) -> tuple[Enterprise, ...]:
    """The enterprises in ``file``; ``directory``, if given, must contain their townships and specialists. Raises
    LoadError like ``load``."""
    rows, complaints = read(file, COLUMNS, ("名称",))
    taken: dict[str, int] = {}
    enterprises = []
    for row in rows:
        found = _as_listed(_enterprise(row), directory)
        complaints += _wrong(row, found, directory)
        earlier = taken.setdefault(found.credit_code or f"无代码：{name_key(found.name)}", row.number)
        if earlier != row.number:
            column = "统一社会信用代码" if found.credit_code else "名称"
            complaints.append(Complaint(f"与第 {earlier} 行重复", row.number, column))
        enterprises.append(found)
    if complaints:
        raise LoadError(file, sorted(complaints, key=lambda one: one.row or 0))
    return tuple(enterprises)


def _enterprise(row: Row) -> Enterprise:
    code = uscc.compact(row["统一社会信用代码"])
    return Enterprise(row["名称"], code, row["乡镇街道"], row["行业"], row["规模"], row["电话"], specialist=row["专员"])


def _as_listed(found: Enterprise, directory: Directory | None) -> Enterprise:
    """Township and specialist as the directory writes them, if it has them."""
    if directory is None:
        return found
    unit, known = directory.unit_named(found.township), directory.specialists_named(found.specialist)
    return replace(
        found,
        township=unit.name if unit else found.township,
        specialist=known[0].name if known else found.specialist,
    )


def _wrong(row: Row, found: Enterprise, directory: Directory | None) -> list[Complaint]:
    wrong = []
    if not name_key(found.name):
        wrong.append(Complaint("没有填写企业名称", row.number, "名称"))
    if found.credit_code and not uscc.is_valid(found.credit_code):
        text = f"{found.credit_code} 不是有效的代码，应为 18 位并通过校验；个体工商户没有代码时请留空"
        wrong.append(Complaint(text, row.number, "统一社会信用代码"))
    if found.phone and not is_phone(found.phone):
        wrong.append(Complaint(BAD_PHONE.format(phone=found.phone), row.number, "电话"))
    if directory is not None and found.township and found.township not in directory.by_name:
        wrong.append(Complaint(f"“{found.township}”不在单位名录中，请写单位全称", row.number, "乡镇街道"))
    if directory is not None and found.specialist and (text := _doubtful(found.specialist, directory)):
        wrong.append(Complaint(text, row.number, "专员"))
    return wrong


def _doubtful(name: str, directory: Directory) -> str:
    """Why ``name`` does not identify one person; "" if it does."""
    units = list(dict.fromkeys(one.unit for one in directory.specialists_named(name)))
    if not units:
        return f"{name} 不是名录中的首席专员或具办专员，请核对姓名"
    if len(units) > 1:
        return f"{'、'.join(units)}都有{name}，不知道是哪一位；请在名录和这里的姓名后加以区分"
    return ""
