"""Questions about the service itself: what it costs, who reads what is written, when somebody is there.

Short texts only, that hardly say anything else: "办执照要不要钱" asks about a licence.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from texts.folding import folded

MAX_CHARS = 60
MAX_BESIDE = 2  # Chinese characters that no word of the question or of everyday talk explains; in English, words
QUESTION = re.compile(
    "(?:吗|么|嘛|不|没|没有|呢|伐|吧|[?])[啊呀哦哈了的, ]*$|谁|什么|啥|怎么|咋|哪|"
    "几[点天]|多[久少长]|为[什啥]|干[嘛吗啥]|凭什么|"
    "(?:删|清|抹)(?:除|掉|空)|^(?:please )?(?:delete|erase|remove)|"
    "时间$|能不能|可不可以|会不会|是不是|有没有|要不要|行不行|用不用|得不得|需不需|能否|可以|不想|怕|介绍|休息不|想评价|要评价|没钱|是.{1,6}还是|下一步|感觉|"
    "^(?:so |and |but |hi |hello )?(?:is|are|am|do|does|did|can|could|will|would|may|should|wh|how)"
)
WORD = re.compile("[a-z0-9']+|[^\\W_]")


@dataclass(frozen=True, slots=True)
class ServiceQuestion:
    name: str
    asks: re.Pattern[str]
    words: re.Pattern[str]  # its own and the general ones
    never: re.Pattern[str] | None  # speaks of something else: "怎么举报干部要钱"
    surely: re.Pattern[str] | None  # asks it, whatever else is told: "他们天天来查，不会知道是我告的吧"


def read(text: str) -> str | None:
    """The name of the question that ``text`` asks, as in ``service_questions.toml``; None if it asks none of them."""
    said = folded(text, MAX_CHARS + 1)
    if len(said) > MAX_CHARS:
        return None
    if not QUESTION.search(said):
        return None
    return next((one.name for one in _questions() if _asks(said, one)), None)


def is_sure(text: str, name: str) -> bool:
    """Whether it asks that, whatever else it tells."""
    surely = next(one.surely for one in _questions() if one.name == name)
    return surely is not None and surely.search(folded(text, MAX_CHARS + 1)) is not None


def names() -> tuple[str, ...]:
    return tuple(one.name for one in _questions())


def _asks(said: str, question: ServiceQuestion) -> bool:
    is_other = question.never is not None and question.never.search(said)
    if question.surely is not None and question.surely.search(said):
        return True
    return not is_other and question.asks.search(said) is not None and _says_no_more(said, question)


def _says_no_more(said: str, question: ServiceQuestion) -> bool:
    beside = WORD.findall(question.words.sub(" ", said))
    most = 0 if said.isascii() else MAX_BESIDE
    return len(beside) <= most


@cache
def _questions() -> tuple[ServiceQuestion, ...]:
    stored = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    general = "|".join(_longest_first("|".join(stored.pop("general"))))
    english = stored.pop("english")
    return tuple(
        ServiceQuestion(
            name,
            re.compile("|".join(question["asks"])),
            re.compile(rf"\b(?:{english})\b|(?:{question['words']})|{general}"),
            re.compile(question["never"]) if "never" in question else None,
            re.compile(question["surely"]) if "surely" in question else None,
        )
        for name, question in stored.items()
    )


def _longest_first(words: str) -> list[str]:
    return sorted(words.split("|"), key=len, reverse=True)
