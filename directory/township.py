"""The matters that are a township's or street's business, wherever it is."""

from functools import cache

from directory.kinds import PLACE, kinds
from directory.normalise import normalise


@cache
def place_matters() -> frozenset[str]:
    kind = kinds().get(PLACE)
    return frozenset(normalise(word) for word in (*kind.duties, *kind.matters)) if kind else frozenset()
