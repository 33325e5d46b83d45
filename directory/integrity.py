"""Whether a text mentions corruption or abuse, which only suggests handing it to the discipline commission."""

import re
from collections.abc import Iterable

WORDS = re.compile(
    "吃拿卡要|索贿|受贿|(?<!商业)行贿|好处费|辛苦费(?=才|否则)|茶水费(?=才|否则)|保护费|优亲厚友|以权谋私|徇私舞弊|徇私枉法|贪污|贪腐|权钱交易|"
    "推诿扯皮|滥用职权|(?:官员|干部|领导|公务员|书记|局长|科长|主任).{0,6}腐败|"
    "(?:收|要|索|塞|送|给)[^红]{0,5}红包|(?:收|要|索|吃|拿)(?:了|取|要|受)?(?:我们?)?的?(?:回扣|好处)|"
    "(?:索要|索取|收受|勒索).{0,6}(?:钱|财|礼|物|烟|酒|现金|购物卡|好处)|暗示.{0,6}(?:送|给|意思|表示)|"
    "不(?:送|给)(?:钱|礼|好处|红包|意思).{0,4}(?:就|便)?不"
)
# A denial comes right before the word; "没送红包就不办" and "不给好处费" are not denials.
DENIED = re.compile(
    "(?:没有?|从未|并未|未|并无|绝无|无|毫无|不存在|不是|并非|杜绝|严禁|禁止|拒绝|不收|不拿|防止|反对|从不|绝不|不搞|不会|严查|零)"
    "(?:任何|什么|出现|发生|遇到|遇见|碰到|存在|过|人|被|向我们?|有|所谓|的|收过?|拿过?|要过?|索要|收受|收取|一分钱|一点)*$"
)
SO = re.compile("所以|就|便|才|结果")
MAX_DISTANCE_CHARS = 20
ASKED = re.compile("有没有?$|有无$|是不是$|是否.{0,2}$")


def speaks_of_integrity(clauses: Iterable[str]) -> bool:
    """Denials ("没有吃拿卡要") do not count."""
    return any(not _is_denied(found) for clause in clauses for found in WORDS.finditer(clause))


def _is_denied(found: re.Match[str]) -> bool:
    before = found.string[max(0, found.start() - MAX_DISTANCE_CHARS) : found.start()]
    if found[0][0] in "送给塞" and SO.match(found.string[found.end() :][:MAX_DISTANCE_CHARS]):
        return False
    return bool(DENIED.search(before)) and not ASKED.search(before)
