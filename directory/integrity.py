"""Whether a text mentions corruption or abuse, which only suggests handing it to the discipline commission."""

import re
from collections.abc import Iterable

BY_POST = "(?:科长|局长|所长|主任|书记|干部|领导|办事员|公务员|工作人员|民警|警察|队长)"
OFFICIALS, TOOK = (
    re.compile(f"{BY_POST}$"),
    re.compile("(?:老是?|总是?|经常|还|又|就|每(?:个)?[月次年天])*(?:收|索要|要|拿)"),
)
WORDS = re.compile(
    "吃拿卡要|索贿|受贿|(?<!商业)行贿|好处费|辛苦费(?=才|否则)|茶水费(?=才|否则)|保护费|优亲厚友|以权谋私|徇私舞弊|徇私枉法|贪污|贪腐|权钱交易|"
    "推诿扯皮|滥用职权|(?:官员|干部|领导|公务员|书记|局长|科长|主任).{0,6}腐败|"
    "(?:收|要|索|塞|送|给)[^红]{0,5}红包|(?:收|要|索|吃|拿)(?:了|取|要|受)?(?:我们?)?的?(?:回扣|好处)|"
    "(?:索要|索取|收受|勒索).{0,6}(?:钱|财|礼|物|烟|酒|现金|购物卡|好处)|暗示.{0,6}(?:送|给|意思|表示)|意思意思|"
    "(?:路政|城管|税务|工商|市监|消防|环保|卫监|安监|警察|民警|交警|执法|科长|局长|所长|主任|书记|干部|领导|办事员|公务员|工作人员|派出所|街道|"
    "队长).{0,8}(?:跟|向|找|问)(?:我|俺|咱)们?.{0,4}要.{0,3}(?:烟(?!草|花)|酒(?!店|水|类|楼)|钱(?!.{0,3}[租赔]|款)|礼(?!品)|好处|茶叶|购物卡)|"
    f"{BY_POST}.{{0,4}}(?:收|索要|拿)(?:了|过)?(?:我|俺|咱)?们?(?:店里?|厂里?|公司|家)?的?(?:黑|好处)?"
    "(?:钱(?!.{0,3}[租赔])|礼|烟|酒)|"
    "不(?:送|给)(?:钱|礼|好处|红包|意思).{0,4}(?:就|便)?不|"
    "不(?:给|交|送)(?:他们?|她|钱|好处)?(?:就|便)(?:天天|老是?|总是?|一直|隔三差五|三天两头)来?(?:查|罚|检查|找茬|找麻烦)"
)
OFFICIAL = (
    "(?:officers?|officials?|inspectors?|police(?:man|men)?|clerks?|"
    "(?:bureau|office|department) (?:people|staff|guy|man))"
)
ASKS_FOR = (
    "\\b(?:ask(?:s|ed|ing)?|demand(?:s|ed|ing)?|want(?:s|ed)?)\\b(?: me| us)?(?: for)?.{0,12}"
    "\\b(?:cash|(?:red )?envelopes?)\\b(?! (?:transfer|receipt|order|register|deposit))"
)
BODY = "(?:bureau|supervision|inspection|police|government|tax (?:office|bureau)|department)"
IN_ENGLISH = re.compile(
    "\\b(?:brib(?:e|es|ed|ing|ery)|kickbacks?|corrupt(?:ion)?|extort(?:ed|ion|ing)?|under the table)\\b|"
    f"(?<!our )(?<!my )\\b{OFFICIAL}\\b(?!.{{0,24}}\\b(?:never|not|no)\\b).{{0,40}}\\b(?:ask(?:s|ed|ing)?|"
    f"demand(?:s|ed|ing)?|want(?:s|ed)?|took|takes)\\b.{{0,24}}"
    "\\b(?:money|cash|gifts?|(?:red )?envelopes?|something for himself)\\b(?! (?:transfer|receipt|order|to the bank))|"
    f"\\b(?:they|he|she|some(?:body|one)|people|staff)\\b.{{0,12}}{ASKS_FOR}.{{0,30}}\\b{BODY}|"
    f"(?<!our )(?<!my )\\b{BODY}\\b(?! (?:fees?|accepts?)).{{0,30}}{ASKS_FOR}"
)
DENIED_IN_ENGLISH = re.compile("\\b(?:no|never|not|without|nobody)\\b[^.;,]{0,30}$")
MAX_CHARS = 800  # of an English text that are looked at
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
    return any(not _is_denied(found) for clause in _joined(clauses) for found in WORDS.finditer(clause))


def _joined(clauses: Iterable[str]) -> list[str]:
    """A clause that tells what was taken belongs to the one before, if that ends with who took it."""
    joined: list[str] = []
    for clause in clauses:
        if joined and TOOK.match(clause) and OFFICIALS.search(joined[-1]):
            joined[-1] += clause
        else:
            joined.append(clause)
    return joined


def speaks_of_integrity_in_english(text: str) -> bool:
    said = text[:MAX_CHARS].lower()
    return any(not DENIED_IN_ENGLISH.search(said[: found.start()]) for found in IN_ENGLISH.finditer(said))


def _is_denied(found: re.Match[str]) -> bool:
    before = found.string[max(0, found.start() - MAX_DISTANCE_CHARS) : found.start()]
    if found[0][0] in "送给塞" and SO.match(found.string[found.end() :][:MAX_DISTANCE_CHARS]):
        return False
    return bool(DENIED.search(before)) and not ASKED.search(before)
