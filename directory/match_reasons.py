"""Why a key matches what was typed: what the key is to the unit, and how the two are similar."""

from dataclasses import replace

from directory import pinyin
from directory.keys import Key
from directory.reason import Reason, Why
from directory.vocabulary import How

WHYS = {
    How.SHORT: Why.ALIAS,
    How.PART: Why.PART,
    How.DUTY: Why.DUTY,
    How.MATTER: Why.DUTY,
    How.SHARED: Why.SHARED,
    How.HINT: Why.HINT,
    How.PLACE: Why.INSIDE,
}


def why(key: Key, wanted: str, whole: str) -> Reason:
    likeness = None if key.text in (wanted, whole) else _likeness(key.text, wanted, key.person is not None)
    if likeness and key.saying and key.saying.how in (How.NAME, How.SHORT) and not key.saying.instead:
        return likeness
    return replace(_what(key), likeness=likeness)


def why_phone(number: str) -> Reason:
    return Reason(Why.PHONE, (number,))


def _what(key: Key) -> Reason:
    if key.person is not None:
        return Reason(Why.PERSON, (key.person.name, key.unit.name))
    saying = key.saying
    assert saying is not None
    if saying.instead:
        return Reason(Why.INSTEAD, (saying.text,))
    if saying.how is How.NAME:
        return Reason(Why.NAME, (key.unit.name,))
    if saying.how is How.OLD:
        return Reason(Why.OLD, (saying.text, saying.note))
    return Reason(WHYS[saying.how], (saying.text,))


def _likeness(text: str, wanted: str, of_person: bool) -> Reason | None:
    """How the typed text resembles the key; None where one simply contains the other."""
    heard = pinyin.syllables(wanted)
    ways = pinyin.readings(text, of_person)
    if wanted.isascii():
        if wanted in map(pinyin.initials, ways):
            return Reason(Why.INITIALS, (wanted, text))
        return Reason(Why.SPELLING, (wanted, text))
    if wanted in text or text in wanted:
        return None
    if heard in ways:
        return Reason(Why.SOUND, (wanted, text))
    blurred = pinyin.blurred(pinyin.sounded(heard))
    if blurred in (pinyin.blurred(pinyin.sounded(way)) for way in ways):
        return Reason(Why.NEAR_SOUND, (wanted, text))
    return Reason(Why.TYPING, (wanted, text))
