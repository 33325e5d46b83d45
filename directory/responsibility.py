"""Whose business a text is: evidence for each unit from the names, duties and places that the text speaks of."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from directory import words
from directory.accused import CONDUCT, is_addressed, is_landmark
from directory.duties import known, place_words
from directory.mentions import Names
from directory.model import Directory, Unit
from directory.plain import plain

VERBS = ("办理", "申请", "申报", "查询", "咨询", "投诉", "办")  # «办营业执照» is found in «营业执照办不下来» too
BY_LENGTH = {1: 0.0, 2: 1.0, 3: 1.4}
LONG = 1.8
MENTIONED, ADDRESSED = 3.0, 4.5
PLACE, PLACE_MATTER, PLACE_DUTIES = 3.0, 1.2, 0.5
ALIKE, WORTH_TELLING = 0.25, 1.5
TYPICAL = 40  # units of a district: how rare a word is must not depend on how many of them the file lists
CONDUCT_SHARE = 0.4


@dataclass(slots=True)
class Evidence:
    """What speaks for a unit: a score, and reasons with their weights."""

    score: float = 0.0
    reasons: list[tuple[float, str]] = field(default_factory=list)
    named_as_place: bool = False

    def add(self, weight: float, why: str) -> None:
        self.score += weight
        self.reasons.append((weight, why))

    def told(self, most: int = 3) -> tuple[str, ...]:
        """The weightiest reasons, each once."""
        return tuple(dict.fromkeys(why for _, why in sorted(self.reasons, key=lambda one: -one[0])))[:most]


class Responsibility:
    """What is needed to judge texts by one directory, built once."""

    def __init__(self, directory: Directory) -> None:
        self.names = Names(directory)
        self.units = known(directory)
        self._holders = _holders(self.units)
        self._rarity = {word: math.log(1 + TYPICAL / len(names)) for word, names in self._holders.items()}
        self._pairs = {unit.name: _pairs(unit.duties) for unit in self.units}
        spread = Counter(pair for pairs in self._pairs.values() for pair in pairs)
        self._pair_rarity = {pair: math.log(1 + TYPICAL / count) for pair, count in spread.items()}

    def evidence(self, clauses: list[str]) -> dict[str, Evidence]:
        """By unit name, for every unit of the directory."""
        found = {unit.name: Evidence() for unit in self.units}
        text = " ".join(clauses)
        hits = self._hits(text)
        self._add_names(found, named := self._named(clauses))
        self._add_duties(found, hits, named)
        self._add_places(found, hits, text)
        self._add_likeness(found, text)
        return found

    def _hits(self, text: str) -> dict[str, list[str]]:
        """The words of each unit that stand in the text, without those inside a longer one of the same unit."""
        by_unit: dict[str, list[str]] = defaultdict(list)
        for word in sorted((word for word in self._holders if word in text), key=len, reverse=True):
            for name in self._holders[word]:
                if not any(word in longer for longer in by_unit[name]):
                    by_unit[name].append(word)
        return by_unit

    def _weight(self, word: str) -> float:
        # Words of conduct tell how somebody behaved, less what the matter is.
        share = CONDUCT_SHARE if CONDUCT.search(word) else 1.0
        return self._rarity[word] * BY_LENGTH.get(len(word), LONG) * share

    def _named(self, clauses: list[str]) -> dict[str, tuple[float, str]]:
        """The strongest mention of each unit. People's names say nothing about the matter, landmarks neither."""
        best: dict[str, tuple[float, str]] = {}
        for mention in (one for clause in clauses for one in self.names.mentions(clause)):
            if mention.of_person or is_landmark(mention):
                continue
            weight = (ADDRESSED if is_addressed(mention) else MENTIONED) / len(mention.units)
            for unit in mention.units:
                best[unit.name] = max(best.get(unit.name, (0.0, "")), (weight, mention.word))
        return best

    def _add_names(self, found: dict[str, Evidence], named: dict[str, tuple[float, str]]) -> None:
        for unit in self.units:
            if unit.name in named:
                self._add_name(found[unit.name], unit, *named[unit.name])

    def _add_name(self, evidence: Evidence, unit: Unit, weight: float, word: str) -> None:
        if unit.is_place:
            evidence.named_as_place = True
            evidence.add(PLACE, words.why_place(word, unit.name))
        else:
            evidence.add(weight, words.why_mentioned(word, unit.name))

    def _add_duties(
        self, found: dict[str, Evidence], hits: dict[str, list[str]], named: dict[str, tuple[float, str]]
    ) -> None:
        """A word that is only part of the unit's name in the text («环保» in «环保局») says no more than the name."""
        for unit in (unit for unit in self.units if not unit.is_place):
            _, name = named.get(unit.name, (0.0, ""))
            for word in hits.get(unit.name, ()):
                if word not in name:
                    found[unit.name].add(self._weight(word), words.why_matter(word, unit.name))

    def _add_places(self, found: dict[str, Evidence], hits: dict[str, list[str]], text: str) -> None:
        """A township's villages name it; its duties, alike everywhere, count only where the place is known."""
        matters = sum(word in text for word in place_words())
        for unit in (unit for unit in self.units if unit.is_place):
            evidence, own = found[unit.name], hits.get(unit.name, [])
            local = [word for word in own if len(self._holders[word]) == 1]
            if local and not evidence.named_as_place:
                evidence.named_as_place = True
                evidence.add(PLACE, words.why_place(local[0], unit.name))
            if evidence.named_as_place:
                evidence.score += PLACE_MATTER * min(matters, 3)
                for word in own:
                    if word not in local:
                        evidence.add(PLACE_DUTIES * self._weight(word), words.why_matter(word, unit.name))

    def _add_likeness(self, found: dict[str, Evidence], text: str) -> None:
        """Pairs of characters shared with the duties: weak, but it orders the units that nothing else speaks for."""
        pairs = _pairs((text,))
        for name, own in self._pairs.items():
            shared = sum(self._pair_rarity[pair] for pair in pairs & own)
            if shared:
                weight = ALIKE * shared / math.sqrt(10 + len(own))
                found[name].score += weight
                if weight >= WORTH_TELLING and not found[name].reasons:
                    found[name].reasons.append((weight, words.why_alike(name)))


def _holders(units: tuple[Unit, ...]) -> dict[str, list[str]]:
    """Which units have a word among their duties."""
    holders: dict[str, list[str]] = defaultdict(list)
    for unit in units:
        for word in dict.fromkeys(word for duty in unit.duties for word in _words(duty)):
            holders[word].append(unit.name)
    return holders


def _words(duty: str) -> Iterator[str]:
    whole = plain(duty)
    stripped = next((whole.removeprefix(verb) for verb in VERBS if whole.startswith(verb)), whole)
    yield from (word for word in (whole, stripped) if len(word) > 1)


def _pairs(texts: tuple[str, ...]) -> set[str]:
    return {a + b for text in texts for a, b in pairwise(text) if a != " " and b != " "}
