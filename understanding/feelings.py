"""How somebody feels who writes like this."""

from understanding.cues import STRONG, groups
from understanding.model import Feeling


def feeling(text: str) -> Feeling:
    """Distress before anger: who cannot go on is answered gently, however loudly it is said. Joy is loud, too."""
    if groups("thanks")[""].found(text).weight == STRONG:
        return Feeling.NONE
    for one in (Feeling.DISTRESS, Feeling.ANGER):
        if groups(one.value)[""].found(text).weight:
            return one
    return Feeling.NONE
