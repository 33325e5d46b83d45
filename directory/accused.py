"""Finds whom a text complains about ("投诉环保局"), as opposed to whom it asks for help ("向环保局投诉")."""

import re
from collections.abc import Iterable

from directory.mentions import Mention, Names
from directory.model import Unit

# Misconduct of an official body. Mere slowness or refusal ("不受理") is everyday business and no accusation.
CONDUCT = re.compile(
    "吃拿卡要|索贿|受贿|索要|索取|收(?:了|受)?(?:红包|好处|回扣|钱财|礼)|要红包|好处费|优亲厚友|以权谋私|徇私|包庇|偏袒|贪污|"
    "不作为|乱作为|慢作为|推诿|扯皮|踢皮球|推来推去|一拖再拖|拖着不|刁难|故意卡|卡着不|敷衍|失职|渎职|滥用职权|"
    "态度(?:很|非常|极其|极度|特别|太|十分|也)?(?:差|恶劣|不好|傲慢|生硬|冷漠|蛮横|粗暴)|傲慢|蛮横|"
    "乱罚款|乱收费|乱摊派|乱执法|(?:暴力|野蛮|粗暴|违规|违法|选择性|过度|随意|钓鱼)执法|违规(?:收费|罚款|处罚)|"
    "骂人|打人|打伤|欺负|不兑现|拒不兑现|言而无信|拖欠(?!.{0,6}[工薪])|门难进|脸难看"
)
COMPLAIN = "投诉|举报|控告|状告|检举|告"
SOMEBODY = "(?:一|这|那|某)?个?(?:人|干部|领导|官员|公务员|警察|民警|工作人员|当官的)"
AGAINST = re.compile(
    f"(不|没|没有|不是)?(?:想|要)?(?:{COMPLAIN})(?:一下|的是|{SOMEBODY}|你们|我们|咱们|贵|本|区里的?|镇里的?|市里的?|区|市|当地|本地|这个|那个|某)*$"
)
ADDRESSED = re.compile(
    "(?:向|到|去|给|跟|找|拨打|联系|请|请求|求助|恳请|希望|建议|通过|经过?|由|据)(?:了|过|贵|当地|本地|我们|咱们|区|市|镇里的?)*$"
)
BLAMED = re.compile(f"(?:{CONDUCT.pattern})的$")
# After "投诉环保局" these words show that something else is meant: "投诉环保局门口的烧烤摊".
ELSEWHERE = re.compile(
    "(?:的)?(?:辖区|管辖|监管|批准|备案|认定|许可|登记|注册|旁|附近|门口|对面|后面|隔壁|楼下|周边|无果|后|说|称|答复|热线|电话|平台|网站|"
    ".{0,6}(?:公司|企业|工厂|商家|商户|店铺|饭店|酒店|超市|物业|开发商))"
)
PLACE_BODY = re.compile(
    "$|的?(?:人民|党委)?政府|的?办事处|的?街道办|的?(?:村)?干部|的?工作人员|的?领导|的?书记|的?[镇乡]长|的?主任"
)
# Between a unit and misconduct, these words attribute it to somebody else, or deny it.
OTHERS = re.compile(
    "管不管|能不能管|"
    "公司|企业|商家|商户|工厂|厂家|厂|店|老板|开发商|邻居|摊|物业|业主|司机|学校|银行|中介|机构|平台|"
    "投诉|举报|反映|控告|查|处理|处置|治理|整治|打击|制止|督促|责令|监督|监管|协调|解决|惩|管管|管一管|帮|"
    "杜绝|防止|避免|没有|从没|从不|从未|不会|不要|不存在|并未|未"
)
LANDMARK = re.compile("(?:的)?(?:旁|附近|门口|对面|后面|隔壁|楼下|周边|大楼)")
# A clause that begins like this and describes misconduct is about the unit named before: "去税务局办事，窗口态度恶劣".
GOES_ON = re.compile(
    f"(?:但是?|可是|结果|而且|其|该局|他们|他们的|里面的?)?(?:工作人员|办事人员|办事员|窗口|执法人员|队员|领导|科长|所长|他们|该局).{{0,8}}(?:{CONDUCT.pattern})"
)
WHO_FOLLOWS = re.compile(f"(?:{COMPLAIN}){SOMEBODY}(?:[:：])?$")  # "我要举报一个人，公安分局的……"
MAX_GAP_CHARS = 14


def accused(names: Names, clauses: Iterable[str]) -> list[Unit]:
    """The units that a text complains about, directly or through their staff, each once, in order."""
    found = {
        unit.name: unit
        for clause in _joined(clauses)
        for one in names.mentions(clause)
        if _is_accused(one)
        for unit in one.units
    }
    return list(found.values())


def is_landmark(mention: Mention) -> bool:
    """Whether only a location is meant: "环保局门口" is not the bureau; a township is a place in any case."""
    return not mention.of_place and bool(LANDMARK.match(mention.after))


def is_addressed(mention: Mention) -> bool:
    return bool(ADDRESSED.search(mention.before))


def _is_accused(mention: Mention) -> bool:
    return _is_blamed(mention) or _is_object(mention)


def _is_blamed(mention: Mention) -> bool:
    conduct = CONDUCT.search(mention.after[: MAX_GAP_CHARS + 8])
    if conduct and conduct.start() <= MAX_GAP_CHARS and not OTHERS.search(mention.after[: conduct.start()]):
        between = mention.after[: conduct.start()]
        return not mention.of_place or bool(PLACE_BODY.match(between) or not between)
    return bool(BLAMED.search(mention.before))


def _is_object(mention: Mention) -> bool:
    verb = AGAINST.search(mention.before)
    if verb is None or verb[1] or ELSEWHERE.match(mention.after):
        return False
    return not mention.of_place or bool(PLACE_BODY.match(mention.after))


def _joined(clauses: Iterable[str]) -> list[str]:
    joined: list[str] = []
    for clause in clauses:
        if joined and (GOES_ON.match(clause) or WHO_FOLLOWS.search(joined[-1])):
            joined[-1] += clause
        else:
            joined.append(clause)
    return joined
