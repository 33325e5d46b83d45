"""Reads enterprises from a csv file and checks their credit codes."""

from dataclasses import dataclass, replace
from pathlib import Path

from directory import credit_code
from directory.credit_code import Verdict
from directory.load import BAD_PHONE
from directory.model import Directory, Enterprise
from directory.phones import is_phone
from directory.sheet import Complaint, LoadError, Row, read
from people.name_key import name_key

SAMPLE = Path(__file__).parent / "sample" / "enterprises.csv"
CODE = "统一社会信用代码"
COLUMNS = ("名称", CODE, "乡镇街道", "行业", "规模", "电话", "专员")


@dataclass(frozen=True, slots=True)
class LoadedEnterprises:
    """Usable enterprises, and warnings for the office."""

    enterprises: tuple[Enterprise, ...] = ()
    warnings: tuple[Complaint, ...] = ()


def load_enterprises(file: Path = SAMPLE, directory: Directory | None = None) -> tuple[Enterprise, ...]:
    return read_enterprises(file, directory).enterprises


def read_enterprises(file: Path, directory: Directory | None) -> LoadedEnterprises:
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
            column = CODE if found.credit_code else "名称"
            complaints.append(Complaint(f"与第 {earlier} 行重复", row.number, column))
        enterprises.append(found)
    if complaints:
        raise LoadError(file, sorted(complaints, key=lambda one: one.row or 0))
    return LoadedEnterprises(tuple(enterprises), tuple(filter(None, map(_doubtful_code, rows))))


def _enterprise(row: Row) -> Enterprise:
    code, _ = credit_code.read(row[CODE])
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
    if found.credit_code and (text := _wrong_code(row[CODE])):
        wrong.append(Complaint(text, row.number, CODE))
    if found.phone and not is_phone(found.phone):
        wrong.append(Complaint(BAD_PHONE.format(phone=found.phone), row.number, "电话"))
    if directory is not None and found.township and found.township not in directory.by_name:
        wrong.append(Complaint(f"“{found.township}”不在单位名录中，请写单位全称", row.number, "乡镇街道"))
    if directory is not None and found.specialist and (text := _doubtful(found.specialist, directory)):
        wrong.append(Complaint(text, row.number, "专员"))
    return wrong


def _wrong_code(text: str) -> str:
    """Why it cannot be taken; "" if it can. An identity card number is not repeated."""
    code, verdict = credit_code.read(text)
    if verdict is Verdict.IDENTITY_CARD:
        return "这像是身份证号码，不是信用代码，请删去；个体工商户没有代码时请留空"
    if verdict is Verdict.WRONG:
        return f"{code} 不是有效的代码，应为 18 位数字和大写字母；个体工商户没有代码时请留空"
    return ""


def _doubtful_code(row: Row) -> Complaint | None:
    code, verdict = credit_code.read(row[CODE])
    text = f"{code} 的校验位对不上，已照样收下，请对照营业执照核对"
    return Complaint(text, row.number, CODE) if verdict is Verdict.DOUBTFUL else None


def _doubtful(name: str, directory: Directory) -> str:
    """Why ``name`` does not identify one person; "" if it does."""
    units = list(dict.fromkeys(one.unit for one in directory.specialists_named(name)))
    if not units:
        return f"{name} 不是名录中的首席专员或具办专员，请核对姓名"
    if len(units) > 1:
        return f"{'、'.join(units)}都有{name}，不知道是哪一位；请在名录和这里的姓名后加以区分"
    return ""
