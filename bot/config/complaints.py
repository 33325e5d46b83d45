"""What is wrong with a setting, in one line: where it is, its value, and what is expected."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.config.model import DELIMITER, PREFIX, Config, When

EXAMPLES = {
    "database": 'url = "sqlite:///data/qinqing.db"',
    "files.folder": 'folder = "data/files"',
    "office.name": 'name = "示例区营商环境办公室"',
    "office.phone": 'phone = "138 0000 0000"',
    "office.region": 'region = "示例区"',
    "web.public_url": 'public_url = "https://qinqing.example.gov.cn"',
}
SECRET = ("database.url", "telegram.token", "telegram.proxy")


@dataclass(frozen=True, slots=True)
class Source:
    """The file that the settings come from; ``text`` is empty if there is none."""

    name: str
    text: str = ""

    def where(self, key: str) -> str:
        """E.g. "config.toml 第 12 行", or only the file name if the line cannot be found."""
        if not self.text:
            return self.name
        line = line_of(self.text, key)
        return f"{self.name} 第 {line} 行" if line else self.name


def complaint(error: ErrorDetails, source: Source) -> str:
    key = ".".join(str(part) for part in error["loc"])
    variable = variable_for(key)
    if variable in os.environ:
        return f"环境变量 {variable}：{_wrong(error, key)}"
    if error["type"] == "missing":
        return f"{source.where(key)}：{_missing(key)}"
    return f"{source.where(key)} {key}：{_wrong(error, key)}"


def unknown_variables() -> Iterator[str]:
    """Variables of sections that do not exist. Misspelt keys of known sections are reported with the other errors."""
    for name in sorted(os.environ):
        section, found, _ = name.removeprefix(PREFIX).lower().partition(DELIMITER)
        if name.startswith(PREFIX) and found and section not in Config.model_fields:
            nearest = get_close_matches(name, [variable_for(key) for key in keys()], 1, cutoff=0.5)
            hint = f"，是不是 {nearest[0]}？" if nearest else "。"
            yield f"环境变量 {name}：没有这个设置{hint}"


def keys(model: type[BaseModel] = Config, above: str = "") -> Iterator[str]:
    """All settings as dotted names, e.g. "server.port"."""
    for name, field in model.model_fields.items():
        inner = _model_of(field)
        if inner is None or above:
            yield f"{above}{name}"
        if inner is not None:
            yield from keys(inner, f"{above}{name}.")


def variable_for(key: str) -> str:
    return PREFIX + key.replace(".", DELIMITER).upper()


def line_of(text: str, key: str) -> int | None:
    """The line where ``key`` is set, otherwise the line where its section begins."""
    found: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            section = f"{header[1]}."
            found.setdefault(header[1], number)
        elif setting := re.match(r"\s*[\"']?([\w.-]+)[\"']?\s*=", line):
            found.setdefault(section + setting[1], number)
    parts = key.split(".")
    return next(
        (found[here] for here in (".".join(parts[:n]) for n in range(len(parts), 0, -1)) if here in found), None
    )


def _missing(key: str) -> str:
    section = key.partition(".")[0]
    lines = [EXAMPLES[one] for one in EXAMPLES if one == key or one.startswith(f"{key}.")]
    return f"缺少 {key}。请在 [{section}] 一节写上 {'、'.join(lines)}" if lines else f"缺少 {key}。"


def _wrong(error: ErrorDetails, key: str) -> str:
    if error["type"] == "extra_forbidden":
        return _unknown(key)
    if error["type"] == "missing":
        return _missing(key)
    if error["type"] == "value_error":
        said = str(error.get("ctx", {}).get("error", error["msg"]))
        return f"{said}。" if isinstance(error["input"], dict) else f"现在是 {_shown(error['input'], key)}，{said}。"
    field = _field(key)
    expected = _expected(field) if field else error["msg"]
    return f"现在是 {_shown(error['input'], key)}，应为{_spaced(expected)}。"


def _spaced(words: str) -> str:
    """A space goes between Chinese and Latin characters."""
    return f" {words}" if words[:1].isascii() else words


def _unknown(key: str) -> str:
    known = list(keys()) if "." in key else list(Config.model_fields)
    section = [one for one in known if one.rpartition(".")[0] == key.rpartition(".")[0]]
    nearest = get_close_matches(key, section, 1, cutoff=0.5) or get_close_matches(key, known, 1, cutoff=0.5)
    if not nearest:
        nearest = [one for one in known if one.rpartition(".")[2] == key.rpartition(".")[2]][:1]
    if nearest:
        return f"没有这个设置，是不是 {nearest[0]}？"
    return f"没有这个设置。这里可以写：{'、'.join(section or known)}。"


def _shown(value: object, key: str) -> str:
    if any(secret == key or secret.startswith(f"{key}.") for secret in SECRET):
        return "（不显示）"
    shown = re.sub(r"//[^/]*@", "//…@", json.dumps(value, ensure_ascii=False, default=str))
    return shown if len(shown) <= 60 else f"{shown[:60]}…"


def _field(key: str) -> FieldInfo | None:
    model: type[BaseModel] | None = Config
    field: FieldInfo | None = None
    for part in key.split("."):
        field = model.model_fields.get(part) if model else None
        model = _model_of(field) if field else None
    return field


def _model_of(field: FieldInfo) -> type[BaseModel] | None:
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _expected(field: FieldInfo) -> str:
    kind = _bare(field.annotation)
    if get_origin(kind) is Literal:
        return " 或 ".join(f'"{choice}"' for choice in get_args(kind))
    limits = _limits(field.metadata)
    if kind is int and limits.keys() >= {"ge", "le"}:
        return f"{limits['ge']} 至 {limits['le']} 的整数"
    if kind is int:
        return f"不小于 {limits['ge']} 的整数" if "ge" in limits else "整数"
    if model := _model_of(field):
        return '{ workdays = 0, at = "09:00" } 这样的写法' if model is When else "一节设置，以方括号里的节名开头"
    words: Mapping[Any, str] = {
        bool: "true 或 false（不加引号）",
        str: "文字，放在英文引号里，不能为空",
        time: "09:00 这样的时间，放在英文引号里",
        Path: "路径，放在英文引号里",
    }
    if "pattern" in limits:
        return "https://qinqing.example.gov.cn 这样的网址，结尾不带斜杠"
    return words.get(kind, str(kind))


def _bare(kind: Any) -> Any:
    """The type without "| None" and without its annotations."""
    while get_origin(kind) in (UnionType, Union, Annotated):
        kind = get_args(kind)[0]
    return kind


def _limits(metadata: list[Any]) -> dict[str, Any]:
    """The constraints ge, le and pattern out of pydantic's metadata, in one dict."""
    found: dict[str, Any] = {}
    for one in metadata:
        for name in ("ge", "le", "pattern"):
            if getattr(one, name, None) is not None:
                found[name] = getattr(one, name)
    return found
