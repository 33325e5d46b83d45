"""What people do to a name when they type it: homophones, typing errors, other scripts, words around it.

Independent of the index: readings from pypinyin with its phrases, homophones from the national standard's common
characters, look-alikes from a list of its own.
"""

from collections.abc import Callable
from functools import cache
from random import Random

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

Corruption = Callable[[str, Random], str | None]
"""Returns None if the corruption does not apply to the text."""

LOOK_ALIKE = (
    "市巿 监盐 管菅 局居 税说 税脱 务雾 公分 安按 城诚 城域 环坏 环怀 保堡 境镜 土士 地池 规现 "
    "划刘 教敎 育盲 民氏 政玫 人入 力办 资货 资咨 源原 社杜 会合 住佳 住往 房户 建健 建键 设没 "
    "交文 交父 通诵 运远 输轮 水永 农衣 业亚 商啇 商高 卫卩 生主 健建 康庸 应庆 急总 理埋 财材 "
    "财则 审申 计汁 统流 发友 改攻 科料 技枝 术木 工土 信倍 息思 招诏 投没 促捉 进近 医匠 疗疔 "
    "障漳 残贱 联朕 法洁 院阮 检捡 察祭 纪记 委季 司同 供洪 电甲 力刀 街衔 道遒 镇填 乡多 示未 "
    "林抹 例列 山出 溪奚 样洋 峰锋 坪评 泉帛 湖糊 江汪 桥轿 塘糖 田由 岭岑 执热 照昭 营莺 注住 "
    "册删 消捎 补朴 贴站 贷货 款欵 工干 资贪 招绍 聘骋 排徘 污汚 许讦 证正 消洧 防访 用甩 发犮 "
    "票漂 退腿 垃拉 圾极 停仃 车东 位泣 摊滩 贩贬 学字 孩核 养痒 老考 金全 保呆 险验 合台 同冋 "
    "纠纟 纷纺 "
)
AROUND_NAMES = (
    "请问{}在哪里",
    "我找{}",
    "想联系一下{}",
    "{}的电话",
    "{}专员是谁",
    "帮我查一下{}",
    "{}怎么走",
    "你好，{}的联系方式",
    "{}有人吗",
    "请问那个{}归谁管",
    "麻烦问下{}",
    "{}地址在哪",
)
AROUND_NEEDS = (
    "我想办{}",
    "{}怎么办理",
    "请问{}找谁",
    "{}归哪个部门管",
    "我们公司{}的事",
    "关于{}想咨询一下",
    "我要{}",
    "{}找哪个单位",
    "想问一下{}",
    "我们厂{}遇到困难",
)
AROUND_PEOPLE = ("{}专员", "我找{}", "{}的电话", "请问{}在吗", "联系{}")
ACCENTS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("hu", "f"))
ENDS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def same_sound(text: str, dice: Random) -> str | None:
    """Replace one character with another of the same sound."""
    return _replace_one(text, dice, lambda sign: [one for one in _by_sound().get(sound(sign), ()) if one != sign])


def two_same_sounds(text: str, dice: Random) -> str | None:
    once = same_sound(text, dice) if len(text) > 3 else None
    return same_sound(once, dice) if once else None


def near_sound(text: str, dice: Random) -> str | None:
    """Replace one character with one that sounds the same to people who confuse z/zh, l/n, n/ng, hu/f."""

    def near(sign: str) -> list[str]:
        return [one for heard in _near(sound(sign)) for one in _by_sound().get(heard, ())]

    return _replace_one(text, dice, near)


def look_alike(text: str, dice: Random) -> str | None:
    return _replace_one(text, dice, lambda sign: _shapes().get(sign, []))


def missing(text: str, dice: Random) -> str | None:
    if len(text) < 3:
        return None
    place = dice.randrange(len(text))
    return text[:place] + text[place + 1 :]


def swapped(text: str, dice: Random) -> str | None:
    if len(text) < 3:
        return None
    place = dice.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def extra(text: str, dice: Random) -> str | None:
    place = dice.randrange(len(text) + 1)
    return text[:place] + dice.choice(_common()) + text[place:]


def doubled(text: str, dice: Random) -> str | None:
    place = dice.randrange(len(text))
    return text[: place + 1] + text[place:]


def spelt(text: str, _: Random) -> str | None:
    return "".join(lazy_pinyin(text))


def spelt_apart(text: str, _: Random) -> str | None:
    return " ".join(lazy_pinyin(text))


def spelt_with_tones(text: str, _: Random) -> str | None:
    return " ".join(lazy_pinyin(text, style=Style.TONE))


def spelt_loudly(text: str, _: Random) -> str | None:
    return "".join(one.capitalize() for one in lazy_pinyin(text))


def initials(text: str, _: Random) -> str | None:
    return "".join(one[0] for one in lazy_pinyin(text)) if len(text) > 2 else None


def mixed(text: str, dice: Random) -> str | None:
    """One part in pinyin, the other in characters."""
    if len(text) < 2:
        return None
    cut = dice.randrange(1, len(text))
    head, tail = text[:cut], text[cut:]
    return "".join(lazy_pinyin(head)) + tail if dice.random() < 0.5 else head + "".join(lazy_pinyin(tail))


def spelt_nearly(text: str, dice: Random) -> str | None:
    """In pinyin, with one syllable spelled as an accent pronounces it."""
    heard = lazy_pinyin(text)
    places = [place for place, one in enumerate(heard) if _near(one)]
    if not places:
        return None
    place = dice.choice(places)
    heard[place] = dice.choice(_near(heard[place]))
    return "".join(heard)


def misspelt(text: str, dice: Random) -> str | None:
    """In pinyin, with one letter missing, swapped or wrong."""
    letters = "".join(lazy_pinyin(text))
    if len(letters) < 6:
        return None
    place = dice.randrange(1, len(letters) - 1)
    before, letter, after = letters[:place], letters[place], letters[place + 1 :]
    match dice.randrange(3):
        case 0:
            return before + after
        case 1:
            return before + after[:1] + letter + after[1:]
    return before + dice.choice("abcdefghijklmnopqrstuvwxyz") + after


def traditional(text: str, _: Random) -> str | None:
    return str(_converter().convert(text))


def full_width(text: str, _: Random) -> str | None:
    return "　".join(text) if text.isascii() is False and len(text) < 4 else "".join(f"{one}　" for one in text).strip()


def with_district(text: str, dice: Random) -> str | None:
    return dice.choice(("区", "咱们区", "示例区")) + text if text[0] not in "区市县国" else None


def around(frames: tuple[str, ...], inner: Corruption | None = None) -> Corruption:
    """The text in one of ``frames``, after ``inner`` has been applied."""

    def apply(text: str, dice: Random) -> str | None:
        changed = inner(text, dice) if inner else text
        return dice.choice(frames).format(changed) if changed else None

    return apply


def _replace_one(text: str, dice: Random, others: Callable[[str], list[str]]) -> str | None:
    places = [(place, found) for place, sign in enumerate(text) if (found := others(sign))]
    if not places:
        return None
    place, found = dice.choice(places)
    return text[:place] + dice.choice(found) + text[place + 1 :]


def _near(sound: str) -> list[str]:
    found = []
    for one, other in ACCENTS:
        for old, new in ((one, other), (other, one)):
            if sound.startswith(old) and not (old in "zcs" and sound[1:2] == "h"):
                found.append(new + sound[len(old) :])
    for one, other in ENDS:
        for old, new in ((one, other), (other, one)):
            if sound.endswith(old):
                found.append(sound.removesuffix(old) + new)
    return [one for one in found if one in _by_sound()]


@cache
def sound(text: str) -> str:
    """The pinyin, without tones."""
    return "".join(lazy_pinyin(text))


@cache
def _common() -> list[str]:
    """The 3,755 common characters (GB 2312, level 1)."""
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return [pair.decode("gb2312", "ignore") for pair in pairs if pair.decode("gb2312", "ignore")]


@cache
def _by_sound() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for sign in _common():
        found.setdefault(sound(sign), []).append(sign)
    return found


@cache
def _shapes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in LOOK_ALIKE.split():
        one, other = pair[0], pair[1]
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")
