"""Why a unit was found or proposed, in words for people."""

from collections.abc import Callable

from directory.reason import Reason, Why
from texts.speech import Markup, say


def in_words(reason: Reason) -> str:
    """The reason in the reader's language."""
    what = SENTENCES[reason.why](*reason.values)
    if reason.likeness is None:
        return what
    return say("{likeness}；{why}", likeness=Markup(in_words(reason.likeness)), why=Markup(what))


def _why_name(name: str) -> str:
    return say("单位名称“{name}”", name=name)


def _why_alias(alias: str) -> str:
    return say("又称“{alias}”", alias=alias)


def _why_old(name: str, note: str) -> str:
    return say("旧称“{name}”，{note}", name=name, note=note) if note else say("旧称“{name}”", name=name)


def _why_instead(name: str) -> str:
    return say("本区没有单独的“{name}”，这类事由它办", name=name)


def _why_part(name: str) -> str:
    return say("下属“{name}”", name=name)


def _why_inside(place: str) -> str:
    return say("辖区内的“{place}”", place=place)


def _why_shared(duty: str) -> str:
    return say("有的地方由它负责“{duty}”", duty=duty)


def _why_hint(word: str) -> str:
    return say("和“{word}”有关的事多归它管", word=word)


def _why_duty(duty: str) -> str:
    return say("负责“{duty}”", duty=duty)


def _why_person(name: str, unit: str) -> str:
    return say("{unit}的{name}", unit=unit, name=name)


def _why_phone(phone: str) -> str:
    return say("电话 {phone}", phone=phone)


def _like_sound(typed: str, meant: str) -> str:
    return say("同音：{typed}→{meant}", typed=typed, meant=meant)


def _like_near_sound(typed: str, meant: str) -> str:
    return say("音近：{typed}→{meant}", typed=typed, meant=meant)


def _like_spelling(typed: str, meant: str) -> str:
    return say("拼音：{typed}→{meant}", typed=typed, meant=meant)


def _like_initials(typed: str, meant: str) -> str:
    return say("首字母：{typed}→{meant}", typed=typed, meant=meant)


def _like_typing(typed: str, meant: str) -> str:
    return say("字面相近：{typed}→{meant}", typed=typed, meant=meant)


def _why_matter(word: str, unit: str) -> str:
    return say("提到“{word}”，属{unit}职责", word=word, unit=unit)


def _why_mentioned(word: str, unit: str) -> str:
    return say("提到“{word}”，即{unit}", word=word, unit=unit)


def _why_mentioned_instead(word: str, unit: str) -> str:
    return say("提到“{word}”，本区由{unit}办", word=word, unit=unit)


def _why_place(word: str, unit: str) -> str:
    return say("提到“{word}”，在{unit}辖区", word=word, unit=unit)


def _why_alike(unit: str) -> str:
    return say("用词与{unit}的职责相近", unit=unit)


def _why_taught(unit: str) -> str:
    return say("以往类似诉求多交{unit}办理", unit=unit)


SENTENCES: dict[Why, Callable[..., str]] = {
    Why.NAME: _why_name,
    Why.ALIAS: _why_alias,
    Why.OLD: _why_old,
    Why.INSTEAD: _why_instead,
    Why.PART: _why_part,
    Why.INSIDE: _why_inside,
    Why.SHARED: _why_shared,
    Why.HINT: _why_hint,
    Why.DUTY: _why_duty,
    Why.PERSON: _why_person,
    Why.PHONE: _why_phone,
    Why.MATTER: _why_matter,
    Why.MENTIONED: _why_mentioned,
    Why.MENTIONED_INSTEAD: _why_mentioned_instead,
    Why.PLACE: _why_place,
    Why.ALIKE: _why_alike,
    Why.TAUGHT: _why_taught,
    Why.SOUND: _like_sound,
    Why.NEAR_SOUND: _like_near_sound,
    Why.SPELLING: _like_spelling,
    Why.INITIALS: _like_initials,
    Why.TYPING: _like_typing,
    Why.WORDED: str,
}
