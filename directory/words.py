"""Why a unit was found or proposed, in words for people."""

from texts.speech import Said, say


def why_name(name: str) -> str:
    return say("单位名称“{name}”", name=name)


def why_alias(alias: str) -> str:
    return say("又称“{alias}”", alias=alias)


def why_old(name: str, note: str) -> str:
    return say("旧称“{name}”，{note}", name=name, note=note) if note else say("旧称“{name}”", name=name)


def why_instead(name: str) -> str:
    return say("本区没有单独的“{name}”，这类事由它办", name=name)


def why_part(name: str) -> str:
    return say("下属“{name}”", name=name)


def why_inside(place: str) -> str:
    return say("辖区内的“{place}”", place=place)


def why_shared(duty: str) -> str:
    return say("有的地方由它负责“{duty}”", duty=duty)


def why_hint(word: str) -> str:
    return say("和“{word}”有关的事多归它管", word=word)


def why_duty(duty: str) -> str:
    return say("负责“{duty}”", duty=duty)


def why_person(name: str, unit: str) -> str:
    return say("{unit}的{name}", unit=unit, name=name)


def why_phone(phone: str) -> str:
    return say("电话 {phone}", phone=phone)


def and_likeness(why: str, likeness: str) -> str:
    """``likeness`` first, "" if there is nothing to say of it."""
    return say("{likeness}；{why}", likeness=Said(likeness), why=Said(why)) if likeness else why


def like_sound(typed: str, meant: str) -> str:
    return say("同音：{typed}→{meant}", typed=typed, meant=meant)


def like_near_sound(typed: str, meant: str) -> str:
    return say("音近：{typed}→{meant}", typed=typed, meant=meant)


def like_spelling(typed: str, meant: str) -> str:
    return say("拼音：{typed}→{meant}", typed=typed, meant=meant)


def like_initials(typed: str, meant: str) -> str:
    return say("首字母：{typed}→{meant}", typed=typed, meant=meant)


def like_typing(typed: str, meant: str) -> str:
    return say("字面相近：{typed}→{meant}", typed=typed, meant=meant)


def why_matter(word: str, unit: str) -> str:
    return say("提到“{word}”，属{unit}职责", word=word, unit=unit)


def why_mentioned(word: str, unit: str) -> str:
    return say("提到“{word}”，即{unit}", word=word, unit=unit)


def why_mentioned_instead(word: str, unit: str) -> str:
    return say("提到“{word}”，本区由{unit}办", word=word, unit=unit)


def why_place(word: str, unit: str) -> str:
    return say("提到“{word}”，在{unit}辖区", word=word, unit=unit)


def why_alike(unit: str) -> str:
    return say("用词与{unit}的职责相近", unit=unit)


def why_taught(unit: str) -> str:
    return say("以往类似诉求多交{unit}办理", unit=unit)
