"""How somebody feels who writes like this."""

from understanding.cues import groups
from understanding.model import Feeling


def feeling(text: str) -> Feeling:
    """Distress before anger: who cannot go on is answered gently, however loudly it is said."""
    for one in (Feeling.DISTRESS, Feeling.ANGER):
        if groups(one.value)[""].found(text).weight:
            return one
    return Feeling.NONE
