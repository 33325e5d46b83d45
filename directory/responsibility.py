"""Which unit handles a text: evidence for each unit from the names, matters and places in the text."""

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field

from directory.accused import CONDUCT, is_addressed, is_landmark
from directory.mentions import Mention, Names
from directory.model import Directory, Unit
from directory.phrase_search import PhraseSearch
from directory.reason import Reason, Why
from directory.similarity import Similarity
from directory.township import place_matters
from directory.vocabulary import How, Vocabulary, vocabularies

BY_LENGTH = {1: 0.0, 2: 0.7, 3: 1.4}
LONG_WORD_WEIGHT = 1.8
MENTIONED, ADDRESSED, FIELD = 4.0, 4.5, 1.5  # named; asked or appealed to; only its field named ("教育")
PLACE, PLACE_MATTER, PLACE_DUTIES = 3.0, 1.6, 0.5
OF_WORDS = {How.SHARED: 0.45, How.HINT: 0.5}  # handled by it in some districts only; a word that only hints at it
PARTED_WEIGHT = 0.5  # for a word that is split by others
INSIDE_WEIGHT = 0.1  # for a word inside a longer one: "贷款" in "公积金贷款"
AGAIN, OFTEN = 0.35, 4  # added for each doubling of the count of a word, up to this count
HEAD_CHARS, EARLY = 60, 1.3  # characters at the beginning, where people say what they want
ALIKE, WORTH_TELLING = 0.8, 1.5
TYPICAL_UNIT_COUNT = 40  # units in a district: the rarity of a word must not depend on how many units the file lists
CONDUCT_SHARE = 0.4


@dataclass(slots=True)
class Evidence:
    """The evidence for a unit: a score, and reasons with their weights."""

    score: float = 0.0
    reasons: list[tuple[float, Reason]] = field(default_factory=list)
    named_as_place: bool = False
    is_firm: bool = False  # supported by more than hints

    def add(self, weight: float, why: Reason) -> None:
        self.score += weight
        self.reasons.append((weight, why))

    def told(self, most: int = 3) -> tuple[Reason, ...]:
        """The reasons with the highest weights, each once."""
        return tuple(dict.fromkeys(why for _, why in sorted(self.reasons, key=lambda one: -one[0])))[:most]


@dataclass(slots=True)
class Occurrence:
    """A word found in the text, either by itself (``free``) or inside a longer word."""

    free: int = 0
    inside: int = 0
    first: int = 0
    share: float = INSIDE_WEIGHT  # for a word that never occurs by itself

    @property
    def is_told(self) -> bool:
        """Whether it is shown to people as a reason: not if it only occurs inside a longer word, already shown."""
        return bool(self.free) or self.share == PARTED_WEIGHT

    @property
    def strength(self) -> float:
        count = self.free + self.inside
        early = EARLY if self.first < HEAD_CHARS else 1.0
        return early * (1 + AGAIN * math.log2(min(count, OFTEN))) * (1.0 if self.free else self.share)


NEAR = re.compile("(?:大?门口|门前|旁|附近|对面|后面|隔壁|楼下|周边|周围|外面)")  # "学校门口摆摊": where, not what


class Responsibility:
    """What is needed to judge texts by one directory, built once."""

    def __init__(self, directory: Directory) -> None:
        self.names = Names(directory)
        every = vocabularies(directory)
        self.units = [one.unit for one in every]
        self._holders = _holders(every)
        self._rarity = {
            word: math.log(1 + TYPICAL_UNIT_COUNT / sum(share**2 for share in holding.values()))
            for word, holding in self._holders.items()
        }
        self._phrases = PhraseSearch(self._holders)
        self._place_phrases = PhraseSearch(place_matters())
        self._similarity = Similarity({one.unit.name: [saying.normalised for saying in one.sayings] for one in every})

    def evidence(self, clauses: list[str]) -> dict[str, Evidence]:
        """Evidence by unit name, for every unit of the directory."""
        found = {unit.name: Evidence() for unit in self.units}
        text = " ".join(clauses)
        hits = self._hits(text)
        named = self._named(clauses)
        self._add_names(found, named)
        self._add_matters(found, hits, named)
        self._add_places(found, hits, text)
        self._add_similarity(found, text)
        return found

    def _hits(self, text: str) -> dict[str, Occurrence]:
        hits: dict[str, Occurrence] = {}
        covered = 0
        for start, word in self._phrases.all(text):
            hit = hits.setdefault(word, Occurrence(first=start))
            end = start + len(word)
            if end <= covered or NEAR.match(text, end):
                hit.inside += 1
            else:
                hit.free += 1
                covered = end
        for start, word in self._phrases.parted(text):
            if word not in hits:
                hits[word] = Occurrence(inside=1, first=start, share=PARTED_WEIGHT)
        return hits

    def _named(self, clauses: list[str]) -> dict[str, tuple[float, str]]:
        """The strongest mention of each unit. Names of people and landmarks say nothing about the matter."""
        best: dict[str, tuple[float, str]] = {}
        for mention in (one for clause in clauses for one in self.names.mentions(clause)):
            if mention.of_person or is_landmark(mention):
                continue
            weight = _weight(mention) / len(mention.units)
            for unit in mention.units:
                best[unit.name] = max(best.get(unit.name, (0.0, "")), (weight, mention.word))
        return best

    def _add_names(self, found: dict[str, Evidence], named: dict[str, tuple[float, str]]) -> None:
        for unit in self.units:
            if unit.name in named:
                self._add_name(found[unit.name], unit, *named[unit.name])

    def _add_name(self, evidence: Evidence, unit: Unit, weight: float, word: str) -> None:
        evidence.is_firm = True
        if unit.is_place:
            evidence.named_as_place = True
            evidence.add(PLACE, Reason(Why.PLACE, (word, unit.name)))
        else:
            instead = self.names.is_instead(word, unit.name)
            why = Why.MENTIONED_INSTEAD if instead else Why.MENTIONED
            evidence.add(weight, Reason(why, (word, unit.name)))

    def _add_matters(
        self, found: dict[str, Evidence], hits: dict[str, Occurrence], named: dict[str, tuple[float, str]]
    ) -> None:
        """A word that is only part of the unit's name in the text ("环保" in "环保局") says no more than the name."""
        places = {unit.name for unit in self.units if unit.is_place}
        for word, hit in hits.items():
            for name, share in self._holders[word].items():
                _, mention = named.get(name, (0.0, ""))
                if name not in places and word not in mention:
                    weight = self._weight(word) * share * hit.strength
                    found[name].score += weight
                    found[name].is_firm |= share > OF_WORDS[How.HINT]
                    if hit.is_told:
                        found[name].reasons.append((weight, Reason(Why.MATTER, (word, name))))

    def _weight(self, word: str) -> float:
        # Words of misconduct say how somebody behaved rather than what the matter is.
        share = CONDUCT_SHARE if CONDUCT.search(word) else 1.0
        return self._rarity[word] * BY_LENGTH.get(len(word), LONG_WORD_WEIGHT) * share

    def _add_places(self, found: dict[str, Evidence], hits: dict[str, Occurrence], text: str) -> None:
        """Its villages identify a township; its duties, the same everywhere, count only where the place is known."""
        matters = len({word for _, word in self._place_phrases.longest(text)})
        for unit in (unit for unit in self.units if unit.is_place):
            evidence = found[unit.name]
            own = [word for word in hits if unit.name in self._holders[word]]
            local = [word for word in own if len(self._holders[word]) == 1]
            if local and not evidence.named_as_place:
                evidence.named_as_place = True
                evidence.add(PLACE, Reason(Why.PLACE, (local[0], unit.name)))
            if evidence.named_as_place:
                evidence.score += PLACE_MATTER * min(matters, 3)
                for word in own:
                    if word not in local:
                        evidence.add(PLACE_DUTIES * self._weight(word), Reason(Why.MATTER, (word, unit.name)))

    def _add_similarity(self, found: dict[str, Evidence], text: str) -> None:
        """Character pairs shared with what a unit does: weak, but ranks units for which there is no other evidence."""
        for name, similarity in self._similarity.of(text).items():
            weight = ALIKE * similarity
            found[name].score += weight
            if weight >= WORTH_TELLING and not found[name].reasons:
                found[name].reasons.append((weight, Reason(Why.ALIKE, (name,))))


def _weight(mention: Mention) -> float:
    if is_addressed(mention):
        return ADDRESSED
    return MENTIONED if mention.of_body else FIELD


def _holders(every: tuple[Vocabulary, ...]) -> dict[str, dict[str, float]]:
    """The units that each word points to, and how certainly."""
    holders: dict[str, dict[str, float]] = defaultdict(dict)
    for one in every:
        for saying in one.words:
            share = saying.share * OF_WORDS.get(saying.how, 1.0)
            for word in _words(saying.normalised):
                holders[word][one.unit.name] = max(share, holders[word].get(one.unit.name, 0.0))
    return holders


VERBS = ("办理", "申请", "申报", "查询", "咨询", "投诉", "办")  # "办营业执照" is also found in "营业执照办不下来"


def _words(whole: str) -> set[str]:
    stripped = next((whole.removeprefix(verb) for verb in VERBS if whole.startswith(verb)), whole)
    return {word for word in (whole, stripped) if len(word) > 1}
