"""Official names: without the places and bodies in front of them, and the forms in which a name is written."""

import re

from directory.model import PLACE_NAME, Unit

BODY = re.compile("^(?:中共|中国共产党|国家税务总局|国家统计局|国家金融监督管理总局|国网|国家电网)(?=..)")
ADMINISTRATION = re.compile(
    "^(?:[^省市区县旗局委镇乡]{0,8}"
    "(?:省(?![直委])|市(?![场政容监民直志委管])|[区县](?![域划管志委])|旗(?!委)|[省市区县旗]委(?!员))(?!街道$)|人民政府)"
    "(?!办公室$)(?=..)"
)
BRANCH = re.compile("^(.{2,}局).{0,8}分局$")  # 公安局示例区分局
SEAT = re.compile(r"(?<=街道)(?:办事处|办)$|(?<=[镇乡])(?:人民政府|政府)$|(?:委员会|人民政府|政府)$")
ENDING = re.compile("(?:街道|镇|乡)$")


def core(name: str) -> str:
    """An official name without the districts and bodies in front of it ("示例区卫生健康局" → "卫生健康局").

    At least two characters of its own are left: "市桥街道" and "红旗铺镇" are whole names.
    """
    shorter = BODY.sub("", name)
    for _ in range(3):
        cut = ADMINISTRATION.sub("", shorter)
        if len(ENDING.sub("", SEAT.sub("", cut))) < 2:
            break
        shorter = cut
    return shorter


def forms(unit: Unit) -> tuple[str, ...]:
    """The forms in which the name itself may be written, the official one first."""
    short = core(unit.name)
    made = [unit.name, short]
    if unit.is_place and PLACE_NAME.search(short):
        made += _of_place(short)
    elif branch := BRANCH.match(short):
        made += [branch[1], branch[1].removesuffix("局") + "分局"]
    return tuple(dict.fromkeys(made))


def base(name: str) -> str:
    """The bare name of a township or street ("示湖街道办事处" → "示湖")."""
    return ENDING.sub("", SEAT.sub("", core(name)))


def _of_place(short: str) -> list[str]:
    place = SEAT.sub("", short)
    bare = ENDING.sub("", place)
    if place.endswith("街道"):
        made = [place, place + "办", place + "办事处", bare + "街办"]
    else:
        made = [place, place + "政府", place + "人民政府"]
    return [*made, bare] if len(bare) > 1 else made
