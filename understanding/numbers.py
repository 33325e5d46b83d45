"""Numbers of appeals as people write them: "SQ-2026-00009", "sq202600009", "00009", "9号诉求"."""

import re
from collections.abc import Sequence

from understanding.model import Context

WHOLE = re.compile(r"sq[-\s_–—]*(20\d\d)[-\s_–—]*0*(\d{1,6})")
ONLY = re.compile(r"sq[-\s_–—]*20\d\d[-\s_–—]*0*(\d{1,6})|(0\d{4})")
BEGINS = re.compile(r"[\W_]*(?:sq|0{1,4}\d|第? ?\d{1,5}[号件个])")  # the number comes first
NTH = re.compile(r"第 ?0*([0-9]{1,5})(?=[个件号条单])")
SHORT = re.compile(
    r"(?<![\d-])0{1,4}(\d{1,5})(?!\d)|(?<!\d)(\d{1,5})号?(?:诉求|工单|单子|那件|这件|那个诉求)|sq[-\s]*0*(\d{1,6})(?!\d)"
)


def appeals_named(text: str, context: Context) -> tuple[str, ...]:
    """The appeals that ``text`` (folded) names, in order, each once; a short number only if such an appeal is open."""
    whole = [f"SQ-{year}-{int(number):05d}" for year, number in WHOLE.findall(text)]
    rest = WHOLE.sub(" ", text)
    ends = {int(one.number.rsplit("-", 1)[-1]): one.number for one in context.open}
    short = [int(next(filter(None, found))) for found in SHORT.findall(rest)]
    far = [number for number in map(int, NTH.findall(rest)) if number > len(ends)]  # no place among them
    return tuple(dict.fromkeys([*whole, *(ends[number] for number in (*short, *far) if number in ends)]))


def only_number(text: str) -> int | None:
    """The appeal that ``text`` (folded) names and says nothing else of: "SQ-2026-00009", "00009"."""
    found = ONLY.fullmatch(text.strip())
    return int(found[1] or found[2]) if found else None


def is_only_numbers(text: str, found: Sequence[str]) -> bool:
    """Whether nothing else stands in the text."""
    left = re.sub(r"sq|编号|单号|诉求|工单|号|查(?:一下|询)?|看(?:一下)?|[\W_\d]", "", text)
    return bool(found) and not left
