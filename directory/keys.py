"""All keys by which a directory can be searched: one per saying of a unit, per official, per telephone."""

from collections.abc import Iterator
from dataclasses import dataclass

from directory.model import Directory, Unit
from directory.normalise import normalise
from directory.phones import digits
from directory.vocabulary import NAMES, How, Saying, vocabularies
from people.model import Official

BODIES = ("局", "委", "办", "部")


@dataclass(frozen=True, slots=True)
class Key:
    """``saying`` is None for a person's name. ``text`` is normalised."""

    text: str
    unit: Unit
    person: Official | None = None
    saying: Saying | None = None


@dataclass(frozen=True, slots=True)
class PhoneKey:
    number: str
    unit: Unit
    person: Official | None = None


def keys(directory: Directory) -> list[Key]:
    found = [
        Key(text, owner.unit, None, one)
        for owner in vocabularies(directory)
        for one in owner.sayings
        for text in _texts(one, owner.unit)
    ]
    found += [Key(normalise(person.name), directory.by_name[person.unit], person) for person in directory.people]
    return [key for key in found if key.text]


def phone_keys(directory: Directory) -> Iterator[PhoneKey]:
    for unit in directory.units:
        yield from (PhoneKey(digits(number), unit) for number in unit.phone.split("、") if number)
    for person in directory.people:
        if person.phone:
            yield PhoneKey(digits(person.phone), directory.by_name[person.unit], person)


def _texts(saying: Saying, unit: Unit) -> Iterator[str]:
    """The text itself, and a body's name without its last character ("市监" for "市监局"), as people also say it."""
    text = saying.normalised
    yield text
    if saying.how in NAMES and not unit.is_place and len(text) > 2 and text.endswith(BODIES):
        yield text[:-1]


WORTH = {
    How.NAME: 1.0,
    How.SHORT: 0.995,
    How.OLD: 0.99,
    How.PART: 0.985,
    How.DUTY: 0.96,
    How.MATTER: 0.96,
    How.SHARED: 0.9,
    How.HINT: 0.85,
    How.PLACE: 0.97,
}
OF_PERSON = 1.0


def is_name(key: Key) -> bool:
    """Whether it is the name of a person or a unit, as opposed to what a unit does."""
    return key.saying is None or key.saying.how in NAMES


def worth(key: Key) -> float:
    """The weight of a match with this key, 0 to 1: names count more than matters, certain keys more than shared."""
    if key.saying is None:
        return OF_PERSON
    return WORTH[key.saying.how] * (0.8 + 0.2 * key.saying.share)
