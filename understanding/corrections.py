"""Reads what somebody says at the summary about themselves, in correction of it: "名字不对，我叫张样例"."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from people.contact_details import read_phone
from texts.refused import Refused
from understanding import answers

MAX_CHARS = 40  # a longer text tells of the matter
AT_HAND = re.compile("有空|没空|忙|方便|有时间|都行|都可以|打(?:给|来|过来|$|[,， ])|接(?:得|不|电话|$)|别打")
ENDING = re.compile(
    "[,， ]+(?:别(?:再)?(?:写|弄|搞|记)错(?:了)?|谢谢|麻烦了?|以后(?:都)?(?:打|用)这个|不是[一-龥]{2,4})[。.!！]*$"
)
OPENING = re.compile(
    "^(?:(?:请|麻烦|帮我|你)*把(?=我?的?(?:名字|姓名|称呼|联系人|电话|手机|号码|企业|公司|店名))|"
    "(?:对了|还有|另外)[,，。 ]*|(?:哦|等一?下|不好意思|抱歉|sorry|wait)[,，。 ]+)"
)
ADDS = re.compile(
    "(?:后面|前面|里面?|中间|再|还)(?:要)?(?:加|少|漏|多)|(?:加|少|漏|多)(?:个|了|一个|上)"
)  # to a name, which is not told
FIELDS = ("name", "phone", "enterprise", "hours")


def read(text: str) -> Mapping[str, str]:
    """The corrected detail of a folded text, by its field (the first that fits); empty if the text corrects none."""
    said = ENDING.sub("", OPENING.sub("", text.strip(" .。!！~")))
    if len(said) > MAX_CHARS:
        return {}
    corrected = next(({field: value} for field in FIELDS if (value := _corrected(field, said))), {})
    return corrected or ({"hours": said} if _are_told(said) else {})


def _corrected(field: str, said: str) -> str:
    found = next((one for pattern in _patterns()[field] if (one := pattern.fullmatch(said))), None)
    value = found["value"].strip(" ,，:：") if found else ""
    if field == "enterprise":
        value = (answers.read_personal(value, "enterprise") or {}).get("enterprise", value)
    return value if value and _CHECKS[field](value) else ""


def _are_told(said: str) -> bool:
    """Whether it tells hours and nothing else, though not what they are for: "下午三点以后有空 上午忙"."""
    return AT_HAND.search(said) is not None and _are_hours(said)


def _is_phone(value: str) -> bool:
    try:
        return bool(read_phone(value))
    except Refused:
        return False


def _is_name(value: str) -> bool:
    return (answers.read_personal(value, "name") or {}).get("name") == value


def _is_firm(value: str) -> bool:
    return answers.is_firm(value) and ADDS.match(value) is None


def _are_hours(value: str) -> bool:
    return answers.read_personal(value, "hours") is not None


_CHECKS = {"name": _is_name, "phone": _is_phone, "enterprise": _is_firm, "hours": _are_hours}


@cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """In the patterns {wrong} says that something is wrong, and {now} what leads to what is right."""
    table = tomllib.loads(Path(__file__).with_name("corrections.toml").read_text("utf-8"))
    parts = table.pop("parts")

    def whole(pattern: str) -> re.Pattern[str]:
        for name, part in parts.items():
            pattern = pattern.replace(f"{{{name}}}", part)
        return re.compile(pattern)

    return {field: tuple(map(whole, patterns)) for field, patterns in table.items()}
