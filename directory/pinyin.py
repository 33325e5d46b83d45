"""The pronunciation of Chinese: one code point per syllable, so that sounds are compared as cheaply as characters.

Readings are from pypinyin without its phrases, which cost 50 MB and half a second for the few words that need them.
"""

import os
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import islice, product

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
from pypinyin.pinyin_dict import pinyin_dict

TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê", "aaaaeeeeiiiioooouuuuvvvvvnnnme")
LATIN = re.compile("[a-z]+")
SYLLABLE_PLANE, FUZZY_PLANE = 0xE000, 0xF000  # private use area, so that no typed character is taken for a syllable

# Where pypinyin's first reading is not the usual one, and how else the character may be read in a name or a matter.
READINGS = {
    "行": "xing hang", "会": "hui kuai", "长": "chang zhang", "重": "zhong chong", "调": "diao tiao",
    "乐": "le yue", "单": "dan shan", "曾": "zeng ceng", "都": "du dou", "厦": "xia sha", "地": "di de",
    "车": "che ju", "传": "chuan zhuan", "藏": "cang zang", "朝": "chao zhao", "参": "can shen",
    "差": "cha chai", "处": "chu", "弹": "dan tan", "降": "jiang xiang", "角": "jiao jue", "解": "jie xie",
    "仇": "chou qiu", "区": "qu ou", "石": "shi dan", "折": "zhe she", "率": "lv shuai", "薄": "bo bao",
    "提": "ti di", "系": "xi ji", "校": "xiao jiao", "血": "xue xie", "给": "gei ji", "省": "sheng xing",
    "还": "hai huan", "说": "shuo shui", "没": "mei mo", "堡": "bao pu bu", "埔": "pu bu", "泊": "bo po",
    "蚌": "beng bang", "六": "liu lu", "莘": "shen xin", "圩": "xu wei", "涌": "yong chong", "查": "cha zha",
    "盖": "gai ge", "翟": "zhai di", "覃": "qin tan", "朴": "pu piao", "尉": "wei yu", "种": "zhong chong",
    "宁": "ning", "乘": "cheng", "大": "da dai", "少": "shao", "万": "wan", "和": "he", "为": "wei", "得": "de",
    "着": "zhe zhao", "了": "le liao", "数": "shu", "色": "se", "卡": "ka", "便": "bian pian", "发": "fa",
    "分": "fen", "更": "geng", "供": "gong", "好": "hao", "号": "hao", "合": "he ge", "积": "ji", "假": "jia",
    "间": "jian", "禁": "jin", "卷": "juan", "空": "kong", "量": "liang", "露": "lu lou", "难": "nan",
    "强": "qiang", "曲": "qu", "任": "ren", "散": "san", "相": "xiang", "兴": "xing", "应": "ying", "与": "yu",
    "载": "zai", "正": "zheng", "中": "zhong", "转": "zhuan", "作": "zuo", "划": "hua", "屏": "ping",
    "奇": "qi", "铺": "pu", "畜": "xu chu", "臭": "chou", "秘": "mi", "拆": "chai", "熟": "shu", "落": "luo",
    "扎": "zha", "轧": "zha ya", "压": "ya", "咽": "yan", "殷": "yin", "员": "yuan", "晕": "yun", "炸": "zha",
    "召": "zhao shao", "征": "zheng", "驮": "tuo", "圳": "zhen", "峒": "dong tong", "洞": "dong tong",
    "汤": "tang",
}  # fmt: skip
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "区": "ou", "查": "zha", "朴": "piao", "盖": "ge",
    "翟": "zhai", "覃": "qin", "尉": "wei", "任": "ren", "召": "shao", "员": "yun", "华": "hua", "缪": "miao",
    "种": "chong", "折": "she", "乐": "yue", "卜": "bu", "秘": "bi", "冼": "xian", "逄": "pang", "佘": "she",
    "教": "jiao", "宁": "ning", "曲": "qu",
}  # fmt: skip
MOST_READINGS = 6  # of one key; more would only be noise


@lru_cache(maxsize=4096)
def reading(sign: str) -> str:
    """The usual syllable of a character, without its tone; a character that has none is returned unchanged."""
    if sign in READINGS:
        return READINGS[sign].split()[0]
    found = pinyin_dict.get(ord(sign))
    syllable = found.split(",")[0].translate(TONES) if found else sign
    return syllable if syllable.isascii() else sign


def syllables(text: str) -> tuple[str, ...]:
    """Usual readings, character by character; runs of letters are split into syllables ("shi监局")."""
    found: list[str] = []
    place = 0
    for run in LATIN.finditer(text):
        found += map(reading, text[place : run.start()])
        found += cut(run[0])
        place = run.end()
    found += map(reading, text[place:])
    return tuple(found)


def readings(text: str, of_person: bool = False) -> list[tuple[str, ...]]:
    """All likely readings of a name or matter, the usual one first; a surname has readings of its own."""
    ways = [_ways(sign) for sign in text]
    if of_person and text[:1] in SURNAMES:
        ways[0] = tuple(dict.fromkeys((SURNAMES[text[0]], *ways[0])))
    return list(islice(product(*ways), MOST_READINGS))


@lru_cache(maxsize=8192)
def _ways(sign: str) -> tuple[str, ...]:
    return tuple(READINGS[sign].split()) if sign in READINGS else (reading(sign),)


def sounded(heard: Iterable[str]) -> str:
    """One code point per syllable; characters without a reading stay."""
    codes = _codes()
    return "".join(codes.get(one, one) for one in heard)


def blurred(sounds: str) -> str:
    """Merges sounds that some accents do not distinguish: zh and z, l and n, -ng and -n, hu and f."""
    return sounds.translate(_classes())


def initials(heard: Iterable[str]) -> str:
    return "".join(one[0] for one in heard)


@lru_cache(maxsize=1024)
def cut(letters: str) -> tuple[str, ...]:
    """Letters split into as few syllables as possible; letters that fit none stay single ("xzspj" is five letters)."""
    known = _codes()
    costs: list[float] = [0.0] + [float("inf")] * len(letters)
    ends: list[str] = [""] * (len(letters) + 1)
    for start in range(len(letters)):
        for end in range(start + 1, min(len(letters), start + 6) + 1):
            part = letters[start:end]
            cost = costs[start] + (1.0 if part in known and len(part) > 1 else 1.6 if part in known else 1.8)
            if (part in known or len(part) == 1) and cost < costs[end]:
                costs[end], ends[end] = cost, part
    parts: list[str] = []
    end = len(letters)
    while end:
        parts.append(ends[end])
        end -= len(ends[end])
    return tuple(reversed(parts))


@cache
def _codes() -> dict[str, str]:
    heard = {one.translate(TONES) for found in pinyin_dict.values() for one in found.split(",")}
    spoken = sorted(one for one in heard if one.isascii() and one.isalpha())
    return {one: chr(SYLLABLE_PLANE + number) for number, one in enumerate(spoken)}


@cache
def _classes() -> dict[int, str]:
    classes = sorted({_blur(one) for one in _codes()})
    numbers = {one: chr(FUZZY_PLANE + number) for number, one in enumerate(classes)}
    return {ord(code): numbers[_blur(one)] for one, code in _codes().items()}


def _blur(syllable: str) -> str:
    """The class of syllables that accents confuse; the name of a class need not be a syllable itself."""
    if syllable[:2] in ("zh", "ch", "sh"):
        syllable = syllable[0] + syllable[2:]
    if syllable.startswith("n") and len(syllable) > 1:
        syllable = "l" + syllable[1:]
    if syllable.startswith("hu") and len(syllable) > 2:
        syllable = "f" + {"i": "ei", "n": "en"}.get(syllable[2:], syllable[2:])
    elif syllable == "hu":
        syllable = "fu"
    return syllable[:-1] if syllable.endswith("ng") and not syllable.endswith("ong") else syllable
