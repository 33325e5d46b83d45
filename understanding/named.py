"""The units and officials that a text names."""

from functools import lru_cache

from directory.mentions import Mention, Names
from directory.model import Directory


def named(directory: Directory, bare: str) -> list[Mention]:
    """``bare``: without punctuation."""
    return list(_names(directory).mentions(bare))


@lru_cache(maxsize=1)
def _names(directory: Directory) -> Names:
    return Names(directory)
