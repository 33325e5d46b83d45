"""Why a key was found for what was typed, in words for people: what it is of the unit, and how the two are alike."""

from directory import sounds, words
from directory.keys import Key
from directory.known import How

SPOKEN = {
    How.SHORT: words.why_alias,
    How.PART: words.why_part,
    How.DUTY: words.why_duty,
    How.MATTER: words.why_duty,
    How.SHARED: words.why_shared,
    How.HINT: words.why_hint,
    How.PLACE: words.why_inside,
}


def why(key: Key, wanted: str, whole: str) -> str:
    likeness = "" if key.text in (wanted, whole) else _likeness(key.text, wanted, key.person is not None)
    if likeness and key.saying and key.saying.how in (How.NAME, How.SHORT) and not key.saying.instead:
        return likeness
    return words.and_likeness(_what(key), likeness)


def why_phone(number: str) -> str:
    return words.why_phone(number)


def _what(key: Key) -> str:
    if key.person is not None:
        return words.why_person(key.person.name, key.unit.name)
    saying = key.saying
    assert saying is not None
    if saying.instead:
        return words.why_instead(saying.text)
    if saying.how is How.NAME:
        return words.why_name(key.unit.name)
    if saying.how is How.OLD:
        return words.why_old(saying.text, saying.note)
    return SPOKEN[saying.how](saying.text)


def _likeness(text: str, wanted: str, of_person: bool) -> str:
    """How what was typed is like the key; "" where one simply contains the other."""
    heard = sounds.syllables(wanted)
    ways = sounds.readings(text, of_person)
    if wanted.isascii():
        if wanted in map(sounds.initials, ways):
            return words.like_initials(wanted, text)
        return words.like_spelling(wanted, text)
    if wanted in text or text in wanted:
        return ""
    if heard in ways:
        return words.like_sound(wanted, text)
    blurred = sounds.blurred(sounds.sounded(heard))
    if blurred in (sounds.blurred(sounds.sounded(way)) for way in ways):
        return words.like_near_sound(wanted, text)
    return words.like_typing(wanted, text)
