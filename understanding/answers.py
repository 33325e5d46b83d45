"""Reads a text as the answer to the question that stands."""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from directory import credit_code, match
from directory.credit_code import Verdict
from directory.model import Directory
from people.contact_details import LIKE_PHONE, read_phone
from texts.refused import Refused
from understanding.cues import FRAGMENT
from understanding.named import named

Answer = dict[str, Any]

LABEL = re.compile(r"^(?:my |our )?(?:cell|mobile|phone|tel|telephone|number|company|firm)\b\.?(?: is)?:?")
SENTENCE = re.compile(
    r"\b(?:they|we|i|he|she|it|you|is|are|was|were|wants?|needs?|has|have|had|not|no|don.?t|please|call|after|only)\b"
)
NO_FIRM = re.compile("([^行])不\\1|行不行|不行|不要|不想|没|[吗呢让]|怎么|什么|谁")
LABELLED = re.compile("^(?:电话|手机号?|联系人|姓名|企业|公司|单位|我是|我叫|是)[:：]?")
POST = re.compile("(?<=..)的(?:厂长|老板|负责人|总?经理|法人|法定代表人|店长|店主|会计|业主|经营者|老板娘|员工|职工)$")
BESIDE_NAME = (
    ("latin_and_firm", "enterprise"),
    ("called", "more"),
    ("name_and_more", "more"),
    ("latin_and_more", "more"),
)
MIN_FIRM_CHARS, MIN_SENTENCE_CHARS = 3, 8
MAX_NAME_CHARS, MAX_NAME_WORDS, MAX_UNIT_CHARS = 8, 5, 18  # a longer text does not only name somebody
SIGNS = re.compile(r"[\s。.!！?？,，、~～…;；:：\"“”'‘’()（）]+")
FREE = {
    "rate_words", "supplement", "contact_note", "path_note", "result_note", "return_reason", "withdraw_reason",
    "search",
}  # fmt: skip
"""Questions that any text answers, unless it clearly says something else."""


def read(text: str, asked: str, directory: Directory) -> Answer | None:
    """What ``text`` (folded) answers, by field; None if it is no answer to this question."""
    bare = SIGNS.sub("", text) if not text.isascii() else " ".join(SIGNS.sub(" ", text).split())
    reader = _READERS.get(asked)
    return reader(text, bare, directory) if reader and bare else None


def read_personal(text: str, asked: str) -> Answer | None:
    """As ``read``, for questions which no directory helps to understand."""
    return read(text, asked, Directory((), ()))


def is_yes(bare: str) -> bool:
    return _is("yes", bare)


def is_no(bare: str) -> bool:
    return _is("no", bare)


def bare(text: str) -> str:
    return SIGNS.sub("", text) if not text.isascii() else " ".join(SIGNS.sub(" ", text).split())


def _consent(text: str, bare: str, _: Directory) -> Answer | None:
    if _is("yes", bare) or (_pattern("agrees").search(bare) and not _pattern("refuses").search(bare)):
        return {"consent": True}
    return (
        {"consent": False}
        if _is("no", bare) or re.fullmatch("不同意.{0,6}|拒绝.{0,4}|.{0,4}不(?:想|愿意?)(?:提供|给|留).{0,6}", bare)
        else None
    )


def _name(text: str, bare: str, directory: Directory) -> Answer | None:
    several = _details(text)
    if len(several) > 1 and "name" in several:
        return several
    if twice := _pattern("surname_first").fullmatch(text.strip(" .,")):
        return {"name": twice[2]}
    found = _pattern("name").fullmatch(bare)
    if found is None and (latin := _pattern("latin_name").fullmatch(text.strip())) and len(text) <= 40:
        return {"name": latin[1]}
    for pattern, other in BESIDE_NAME:
        if found is None and (beside := _pattern(pattern).fullmatch(text.strip(" .!"))):
            return dict(zip(("name", other), beside.groups(), strict=False))
    return {"name": found[1]} if found else None


def _phone(text: str, bare: str, directory: Directory) -> Answer | None:
    several = _details(text)
    if "phone" in several:
        return several
    return {"phone": "none"} if _is("withheld", bare) or (_is("no", bare) and len(bare) < 6) else None


def _details(text: str) -> Answer:
    """Name, telephone and enterprise on one line: "王示例 13800001234 示例塑料厂"."""
    found: Answer = {}
    try:
        found["phone"] = read_phone(text)
    except Refused:
        return found
    if text.isascii():
        return found | _latin_details(text)
    for part in re.split(r"[\s,，、;；/|]+|[+]?\d[\d -]{6,}", text):
        part = POST.sub("", LABELLED.sub("", part).strip("。.!！"))
        if part and "name" not in found and (name := _pattern("name").fullmatch(part)):
            found["name"] = name[1]
        elif part and "enterprise" not in found and (firm := _pattern("firm").fullmatch(part)):
            found["enterprise"] = firm[1]
    return found


def _latin_details(text: str) -> Answer:
    """The same in English: "Ms Sample, cell 138 0000 1234, Sample Foods"."""
    parts = [LABEL.sub("", part.strip()).strip(" .:-") for part in re.split(r"[,;/|\n]+|[+]?\d[\d -]{6,}", text)]
    told = [part for part in parts if part]
    people = [matched[1] for part in told if (matched := _pattern("latin_name").fullmatch(part))]
    details: Answer = {"name": people[0]} if people else {}
    firm = next((part for part in told if (not people or people[0] not in part) and not SENTENCE.search(part)), "")
    return details | ({"enterprise": firm} if len(firm) >= MIN_FIRM_CHARS else {})


def _hours(text: str, bare: str, _: Directory) -> Answer | None:
    left = _pattern("times").sub("", bare)
    has = left != bare
    return {"hours": text.strip()} if has and len(bare) <= 40 and len(left) <= max(2, 0.4 * len(bare)) else None


def _enterprise(text: str, bare: str, _: Directory) -> Answer | None:
    if _is("nobody", bare) or _is("skip", bare) or _pattern("no_firm").match(bare) or _pattern("unnamed").match(bare):
        return {"enterprise": "none"}
    if LIKE_PHONE.fullmatch(text.strip()):
        return None
    several = _details(text)
    if "enterprise" in several:
        return several
    if beside := _pattern("firm_and_more").fullmatch(text.strip()):
        return {"enterprise": beside[1], "more": beside[2]}
    firm = _pattern("firm").fullmatch(bare)
    if firm and not re.search("怎么|为什么|什么|没|不[给让能]|投诉|帮我|请", firm[1]):
        return {"enterprise": firm[1]}
    return {"enterprise": text.strip()} if 2 <= len(bare) <= 10 and not _pattern("sentence").search(bare) else None


def _code(text: str, bare: str, _: Directory) -> Answer | None:
    code, verdict = credit_code.read(re.sub("[^0-9a-z]", "", text.lower()))
    if verdict in (Verdict.RIGHT, Verdict.DOUBTFUL):
        return {"code": code}
    if re.search("[0-9a-z]{15,20}", re.sub(r"\s", "", text)):
        return {"code": None}
    return (
        {"code": "none"}
        if _is("skip", bare)
        or _is("nobody", bare)
        or (re.search("(?:没有?|不(?:在|知道|记得|清楚)|找不|忘).{0,12}", bare) and len(bare) < 18)
        else None
    )


def _unit(text: str, bare: str, directory: Directory) -> Answer | None:
    if _is("skip", bare) or re.fullmatch(
        "(?:我)?(?:也)?不(?:知道|清楚|晓得|懂|确定).{0,10}|.{0,6}(?:你们|你|营商办|办公室|帮我)(?:来)?(?:看着|判断|决定|定|选|分|安排|看).{0,8}",
        bare,
    ):
        return {"unit": "office"}
    if _pattern("office_decides").search(text):
        return {"unit": "office"}
    if len(bare) > MAX_UNIT_CHARS or re.search("没|一直|还|为什么|怎么", bare):
        return None
    mentions = named(directory, bare)
    if _pattern("asks_whether").search(bare) or len({one.units for one in mentions}) > 1:
        return None
    found = match.find(directory, mentions[0].word if mentions else text)
    return {"unit": found[0].unit.name} if match.decide(found) != "none" else None


def _place(text: str, bare: str, directory: Directory) -> Answer | None:
    if _is("skip", bare):
        return {"place": "none"}
    looks = _pattern("place").search(bare) or len(bare) <= 8
    return (
        {"place": text.strip()}
        if looks and len(bare) <= 36 and not re.search("怎么|为什么|吗$|没|不|投诉|谢|取消", bare)
        else None
    )


def _photos(text: str, bare: str, _: Directory) -> Answer | None:
    if (
        _is("skip", bare)
        or _is("no", bare)
        or re.fullmatch(
            ".{0,8}(?:没(?:有|拍|图|照片)|不(?:用|发|传|方便)|就(?:这些|这样|这几|这)|发完|传完|完了).{0,8}", bare
        )
    ):
        return {"photos": "none"}
    return (
        {"photos": "more"}
        if _is("yes", bare) or re.fullmatch("(?:有|马上|等(?:一)?下|稍等|我(?:找|拍)|这就).{0,14}", bare)
        else None
    )


def _category(text: str, bare: str, _: Directory) -> Answer | None:
    if len(bare) > 12:
        return None
    found = [name for name, words in _table()["category"].items() if re.search(words, bare)]
    return {"category": found[0]} if found else None


def _summary(text: str, bare: str, _: Directory) -> Answer | None:
    if _is("submit", bare):
        return {"summary": "submit"}
    return {"summary": "change"} if re.fullmatch(_table()["change"], bare) else None


def _rate(text: str, bare: str, _: Directory) -> Answer | None:
    for score in ("1", "2", "3", "5", "4"):
        if re.search(_table()["score"][score], bare):
            return {"rate": int(score)}
    if re.fullmatch("[1-5]", bare):
        return {"rate": int(bare)}
    return None


def _leave_days(text: str, bare: str, _: Directory) -> Answer | None:
    left = _pattern("days").sub("", bare)
    return (
        {"leave_days": text.strip()}
        if left != bare and len(bare) <= 40 and len(left) <= max(2, 0.45 * len(bare))
        else None
    )


_READERS: Mapping[str, Callable[[str, str, Directory], Answer | None]] = {
    "consent": _consent,
    "name": _name,
    "phone": _phone,
    "hours": _hours,
    "enterprise": _enterprise,
    "code": _code,
    "unit": _unit,
    "place": _place,
    "photos": _photos,
    "category": _category,
    "summary": _summary,
    "rate": _rate,
    "leave_days": _leave_days,
}


def _is(what: str, bare: str) -> bool:
    return re.fullmatch(_table()[what], bare) is not None


def tells_something(text: str) -> bool:
    """Whether it has Chinese words, or several of another language."""
    return re.search(r"[一-龥]|[a-z]{2,} +[a-z]", text) is not None


def is_sentence(bare: str) -> bool:
    return _pattern("sentence").search(bare) is not None


def is_told(text: str) -> bool:
    """Whether it is a sentence, and too long for a name."""
    return len(bare(text)) >= MIN_SENTENCE_CHARS and is_sentence(text)


def is_no_name(text: str) -> bool:
    """Whether it asks, or is too long for what a person or a firm is called."""
    is_long = len(text.split()) > MAX_NAME_WORDS if text.isascii() else len(bare(text)) > MAX_NAME_CHARS
    return text.rstrip().endswith(("?", "？")) or (is_long and not is_firm(bare(text)))


def is_name(bare: str) -> bool:
    return _pattern("name").fullmatch(bare) is not None


def is_firm(bare: str) -> bool:
    return _pattern("firm").fullmatch(bare) is not None and NO_FIRM.search(bare) is None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    patterns: Mapping[str, str] = _table()["patterns"]
    return re.compile(FRAGMENT.sub(lambda found: patterns[found[1]], patterns[name]))


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("answers.toml").read_text("utf-8"))


def confirms(asked: str, bare: str) -> bool:
    return _is("contacted" if asked == "confirm_contact" else "clear", bare)
