"""Reads a csv file as rows by column name, with complaints that name the row and the column."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from texts.folding import without_invisible

LIMIT = 10 * 1024 * 1024  # bytes
MAX_CELL_CHARS = 2_000  # maximum characters in a cell


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong, where, and how to fix it, in words for operators. Rows are numbered as in a spreadsheet."""

    text: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        place = (f"第 {self.row} 行" if self.row else "") + (f"「{self.column}」" if self.column else "")
        return f"{place}：{self.text}" if place else self.text


class LoadError(Exception):
    """A file that cannot be used, with everything that is wrong in it."""

    def __init__(self, file: Path, complaints: Sequence[Complaint]) -> None:
        super().__init__("\n".join(f"{file}：{complaint}" for complaint in complaints))
        self.file = file
        self.complaints = tuple(complaints)


@dataclass(frozen=True, slots=True)
class Row:
    """``cells`` contains every known column, "" where the file has nothing."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read(file: Path, columns: Sequence[str], required: Sequence[str]) -> tuple[list[Row], list[Complaint]]:
    """The rows under the header, and complaints about their form. LoadError if the file or its header is unusable."""
    lines = _lines(file, _text(file))
    if not lines:
        raise LoadError(file, [Complaint(f"文件是空的，第一行应为表头：{'、'.join(columns)}")])
    top, header = lines[0]
    names = [re.sub(r"\s", "", _clean(name)) for name in header]
    if not set(names) & set(columns):
        text = f"这一行不是表头，请删去标题等多余的行，让第一行就是表头：{'、'.join(columns)}"
        raise LoadError(file, [Complaint(text, top)])
    wrong = list(_wrong_header(top, names, columns, required))
    if wrong:
        raise LoadError(file, wrong)
    rows: list[Row] = []
    complaints: list[Complaint] = []
    for number, line in lines[1:]:
        complaints += _wrong_cells(number, line, names)
        rows.append(_row(number, line, names, columns))
    return rows, complaints


def _text(file: Path) -> str:
    try:
        with file.open("rb") as source:
            content = source.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        raise LoadError(file, [Complaint(f"无法读取（{_reason(error)}），请检查路径和权限")]) from error
    if len(content) > LIMIT:
        raise LoadError(file, [Complaint("文件超过 10 MB，请拆分后再导入")])
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise LoadError(file, [Complaint("这是 Excel 文件，请在表格软件中另存为“CSV UTF-8”再导入")])
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise LoadError(file, [Complaint("文字编码既不是 UTF-8 也不是 GB18030，请另存为“CSV UTF-8”再导入")])


def _reason(error: OSError | ValueError) -> str:
    known: dict[type[Exception], str] = {
        FileNotFoundError: "文件不存在",
        IsADirectoryError: "这是一个文件夹",
        PermissionError: "没有读取权限",
    }
    return known.get(type(error), "文件名或文件无效")


def _lines(file: Path, text: str) -> list[tuple[int, list[str]]]:
    """All non-empty lines with their numbers."""
    lines: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text, newline=""), _form(text), strict=True), 1):
            if any(cell.strip() for cell in line):
                lines.append((number, line))
    except csv.Error as error:
        complaint = Complaint("引号不成对或格式有误，无法继续往下读，请检查这一行的双引号", number + 1)
        raise LoadError(file, [complaint]) from error
    return lines


def _form(text: str) -> type[csv.Dialect]:
    """Spreadsheets also save with tabs; the header shows it."""
    header = text.lstrip().partition("\n")[0]
    return csv.excel_tab if "\t" in header and "," not in header else csv.excel


def _wrong_header(top: int, names: list[str], columns: Sequence[str], required: Sequence[str]) -> Iterator[Complaint]:
    for name in names:
        if name and name not in columns:
            near = max(columns, key=lambda column: fuzz.ratio(name, column))
            yield Complaint(f"不认识的表头，最接近的是「{near}」；可用的表头：{'、'.join(columns)}", top, name)
    for name in columns:
        if names.count(name) > 1:
            yield Complaint("表头重复，请只留一列", top, name)
    for name in required:
        if name not in names:
            yield Complaint("缺少这一列，它是必需的", top, name)


def _wrong_cells(number: int, line: list[str], names: list[str]) -> Iterator[Complaint]:
    if any(cell.strip() for place, cell in enumerate(line) if place >= len(names) or not names[place]):
        yield Complaint("有内容落在表头之外，请检查是否多了逗号", number)
    for name, cell in zip(names, line, strict=False):
        if len(cell) > MAX_CELL_CHARS:
            yield Complaint(f"内容超过 {MAX_CELL_CHARS} 个字", number, name)
        if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\r\t" for sign in cell):
            yield Complaint("含有看不见的控制字符，请删除后重新输入", number, name)


def _row(number: int, line: list[str], names: list[str], columns: Sequence[str]) -> Row:
    given = {name: _clean(cell) for name, cell in zip(names, line, strict=False)}
    return Row(number, {column: given.get(column, "") for column in columns})


def _clean(cell: str) -> str:
    """Without invisible signs, and blanks of whatever kind as one."""
    return " ".join(without_invisible(cell).split())
