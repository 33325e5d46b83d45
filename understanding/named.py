"""The units and officials that a text names."""

from directory.mentions import Mention
from directory.model import Directory
from directory.route import names


def named(directory: Directory, bare: str) -> list[Mention]:
    """``bare``: without punctuation."""
    return list(names(directory).mentions(bare))
