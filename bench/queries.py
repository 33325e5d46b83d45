"""Generated searches with their right answers: every corruption applied to names, needs, people, telephones."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random

from bench import corruptions as by
from bench.corruptions import Corruption
from directory.keys import Key, PhoneKey
from directory.vocabulary import NAMES, How

Right = dict[str, frozenset[str]]
NOBODY: frozenset[str] = frozenset()
HELD_OUT = 0.4  # share of the aliases kept out of the index

OF_NAMES: dict[str, Corruption] = {
    "same sound": by.same_sound,
    "two same sounds": by.two_same_sounds,
    "near sound": by.near_sound,
    "look-alike": by.look_alike,
    "missing": by.missing,
    "swapped": by.swapped,
    "extra": by.extra,
    "doubled": by.doubled,
    "pinyin": by.spelt,
    "pinyin apart": by.spelt_apart,
    "pinyin with tones": by.spelt_with_tones,
    "pinyin Loud": by.spelt_loudly,
    "initials": by.initials,
    "mixed": by.mixed,
    "accented pinyin": by.spelt_nearly,
    "misspelt pinyin": by.misspelt,
    "traditional": by.traditional,
    "full width": by.full_width,
    "district in front": by.with_district,
    "words around": by.around(by.AROUND_NAMES),
    "words around same sound": by.around(by.AROUND_NAMES, by.same_sound),
}
OF_NEEDS: dict[str, Corruption] = {
    "words around": by.around(by.AROUND_NEEDS),
    "same sound": by.same_sound,
    "words around same sound": by.around(by.AROUND_NEEDS, by.same_sound),
    "pinyin": by.spelt,
    "traditional": by.traditional,
}
OF_PEOPLE: dict[str, Corruption] = {
    "same sound": by.same_sound,
    "near sound": by.near_sound,
    "pinyin": by.spelt,
    "words around": by.around(by.AROUND_PEOPLE),
}
OF_PHONES: dict[str, Callable[[str], str]] = {
    "last four": lambda number: number[-4:],
    "last six": lambda number: number[-6:],
    "five within": lambda number: number[-6:-1],
}


@dataclass(frozen=True, slots=True)
class Query:
    kind: str
    text: str
    right: frozenset[str]  # names of units and people


@dataclass(frozen=True, slots=True)
class Split:
    """Keys that may be indexed, and aliases kept out of the index."""

    indexed: list[Key]
    held_out: list[Key]


def split(keys: Sequence[Key], seed: int) -> Split:
    """Holds out some of every unit's aliases; its official name stays."""
    dice = Random(seed)
    aliases: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        if key.saying and key.saying.how in NAMES and key.saying.how is not How.NAME:
            aliases[key.unit.name].append(key)
    held_out = {id(key) for own in aliases.values() for key in dice.sample(own, round(HELD_OUT * len(own)))}
    return Split([key for key in keys if id(key) not in held_out], [key for key in keys if id(key) in held_out])


def generated(parted: Split, phones: Iterable[PhoneKey], seed: int, per_kind: int = 60) -> list[Query]:
    dice = Random(seed)
    right = _right([*parted.indexed, *parted.held_out])
    sounding = _right([*parted.indexed, *parted.held_out], by.sound)
    names = [key.text for key in parted.indexed if key.saying and key.saying.how in NAMES]
    needs = [key.text for key in parted.indexed if key.saying and key.saying.how in (How.DUTY, How.MATTER)]
    people = [key.text for key in parted.indexed if key.person]
    found = [Query("name", text, right[text]) for text in dice.sample(names, min(per_kind, len(names)))]
    found += [Query("need", text, right[text]) for text in dice.sample(needs, min(per_kind, len(needs)))]
    found += [Query("person", text, right[text]) for text in dice.sample(people, min(per_kind, len(people)))]
    held_out = dice.sample(parted.held_out, min(per_kind, len(parted.held_out)))
    found += [Query("alias held out", key.text, right[key.text]) for key in held_out]
    for what, texts, kinds in (("name", names, OF_NAMES), ("need", needs, OF_NEEDS), ("person", people, OF_PEOPLE)):
        for name, corruption in kinds.items():
            found += _corrupted(f"{what}: {name}", texts, corruption, (right, sounding), dice, per_kind)
    return found + _of_phones(list(phones), dice, per_kind // 4)


def _corrupted(
    kind: str, texts: list[str], corruption: Corruption, right: tuple[Right, Right], dice: Random, count: int
) -> list[Query]:
    found: list[Query] = []
    for _ in range(count * 20):
        if texts and len(found) < count:
            text = dice.choice(texts)
            changed = corruption(text, dice)
            if changed and changed != text:
                found.append(Query(kind, changed, _meant(text, changed, *right)))
    return found


def _of_phones(phones: list[PhoneKey], dice: Random, count: int) -> list[Query]:
    found = []
    for name, part in OF_PHONES.items():
        for one in dice.sample(phones, min(count, len(phones))):
            wanted = part(one.number)
            right = {_name(other) for other in phones if wanted in other.number}
            found.append(Query(f"telephone: {name}", wanted, frozenset(right)))
    return found


def _meant(text: str, changed: str, right: Right, sounding: Right) -> frozenset[str]:
    """The owners of the text, and of what it became by spelling or by sound ("周" pronounced like "邹")."""
    return right[text] | right.get(changed, NOBODY) | sounding.get(by.sound(changed), NOBODY)


def _right(keys: Iterable[Key], heard: Callable[[str], str] = str) -> Right:
    found: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        found[heard(key.text)].add(_name(key))
    return {text: frozenset(names) for text, names in found.items()}


def _name(key: Key | PhoneKey) -> str:
    return key.person.name if key.person else key.unit.name
