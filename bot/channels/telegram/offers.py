"""The commands that Telegram offers beside the input field: which, and in which words."""

from hashlib import sha256
from html import unescape

from bot.handlers.commands import COMMANDS
from people.access import Operation, may
from people.model import Person
from texts.speech import sentence, speaking, translated

WORDS = {
    "start": sentence("回到首页"),
    "appeal": sentence("提交诉求"),
    "mine": sentence("我的诉求和进度"),
    "find": sentence("找单位、找专员"),
    "tasks": sentence("我的待办"),
    "desk": sentence("交办台"),
    "me": sentence("我的资料和设置"),
    "language": sentence("语言 Language"),
    "privacy": sentence("隐私说明"),
    "help": sentence("我能做什么"),
    "join": sentence("使用邀请码或绑定码"),
}
STAFF = {"tasks": Operation.SEE_TASKS, "desk": Operation.SEE_UNASSIGNED}
ANYBODY = Person(0)

Offer = list[dict[str, str]]


def offer(person: Person, language: str) -> Offer:
    """What the person may use, in the order of COMMANDS, as the Bot API wants it."""
    shown = ("start", *(name for name in COMMANDS if name not in STAFF or may(person, STAFF[name])))
    with speaking(language):
        return [{"command": name, "description": unescape(translated(WORDS[name]))} for name in shown]


def name_of(person: Person) -> str:
    """Which offer it is: language and posts, and a mark that changes with its words."""
    more = "".join(f"+{name}" for name, operation in STAFF.items() if may(person, operation))
    mark = sha256(repr(offer(person, person.language)).encode()).hexdigest()[:8]
    return f"{person.language}{more}#{mark}"
