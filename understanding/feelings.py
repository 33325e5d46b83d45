"""How somebody feels who writes like this."""

import re

from understanding.cues import STRONG, covered, groups
from understanding.model import Feeling

AT_SOMEBODY = re.compile("你|您|一群|这群|这帮|一帮|那帮|那群|当官|官老爷|妈的|他妈|tmd|you|damn|shit")
SAY = "(?:[真是太好你们就只都光会了的啊呀吧,，。!！ ]|简直|这帮人|知道|天天|一天到晚)*"
BLAMES = (
    "(?:气死[我人俺]?|气人|气愤|生气|火大|恼火|踢皮球|推来推去|推卸责任|互相推诿|不作为|"
    "糊弄人?|敷衍(?:人|了事)?|烦死[我人]?|受够)"
)
BLAME = re.compile(  # "太气人了你们就知道踢皮球", "气死我了": nothing of what happened
    f"{SAY}(?:{BLAMES}{SAY}){{1,3}}|"
    "(?:so|i am|i.m|really|very|,| )*(?:angry|furious|pissed off|fed up)[.! ]*|"
    "(?:this is|(?:you|you guys|you people|they|this office)(?: are| is|.re)) (?:all |just |so |really |totally )*"
    "(?:ridiculous|outrageous|a joke|useless|hopeless|incompetent|pathetic|a disgrace|a waste of time)[.! ]*"
)
MAX_BESIDE_CHARS = 4  # characters beside words of anger: "你们真是…"


def feeling(text: str) -> Feeling:
    """Distress before anger: who cannot go on is answered gently, however loudly it is said. Joy is loud, too."""
    if groups("thanks")[""].found(text).weight == STRONG:
        return Feeling.NONE
    for one in (Feeling.DISTRESS, Feeling.ANGER):
        if groups(one.value)[""].found(text).weight:
            return one
    return Feeling.NONE


def is_only_anger(text: str) -> bool:
    """Whether a folded text says that somebody is angry, and not about what."""
    if BLAME.fullmatch(text):
        return True
    spans = groups("anger")[""].found(text).spans
    is_anger = covered(spans, len(text))
    beside = [sign for sign, is_in in zip(text, is_anger, strict=True) if not is_in and sign.isalnum()]
    return (
        bool(spans and AT_SOMEBODY.search(text))
        and len(beside) <= MAX_BESIDE_CHARS
        and not groups("complaint")[""].found(text).weight
    )
