"""Why a unit was found or proposed, in words for people."""

from texts.speech import say


def why_name(name: str) -> str:
    return say("单位名称“{name}”", name=name)


def why_alias(alias: str) -> str:
    return say("又称“{alias}”", alias=alias)


def why_duty(duty: str) -> str:
    return say("负责“{duty}”", duty=duty)


def why_person(name: str, unit: str) -> str:
    return say("{unit}的{name}", unit=unit, name=name)


def why_phone(phone: str) -> str:
    return say("电话 {phone}", phone=phone)


def why_matter(word: str, unit: str) -> str:
    return say("提到“{word}”，属{unit}职责", word=word, unit=unit)


def why_mentioned(word: str, unit: str) -> str:
    return say("提到“{word}”，即{unit}", word=word, unit=unit)


def why_place(word: str, unit: str) -> str:
    return say("提到“{word}”，在{unit}辖区", word=word, unit=unit)


def why_alike(unit: str) -> str:
    return say("用词与{unit}的职责相近", unit=unit)
