"""The language in which the bot speaks: asked for in words, or shown by how somebody begins."""

import re

from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.context import context, set_person
from bot.dialogs.people import settings
from directory.english import is_english
from people import service as people
from texts.folding import folded

MIN_WORDS = 3  # of English, for the language to be clear
NAMED = {"en": re.compile("英|english"), "zh": re.compile("中文|汉语|普通话|chinese")}
SWITCHES = re.compile(
    "(?:请|麻烦|帮我|给我|我|想|要|能|能不能|可以|可不可以|[,， ])*(?:切|换|改|转|调|用|说|回)(?:换|回|到|成|为)*"
    "(?:中文|汉语|普通话|英文|英语)(?:版|说|界面|吗|吧|了|行吗|可以吗)*|"
    "(?:please |can you |could you |can we |i want to )*(?:go )?(?:back to|in|switch to|speak|use) (?:chinese|"
    "english)(?: please)?|"
    "(?:chinese|english) please"
)
OTHERWISE = re.compile(
    r"不|别|他|她|对方|这个?人|那个?人|老外|企业|客户|专员|老板|\b(?:no|not|don.?t|only|he|she|they|who|someone|anyone)\b"
)
MAX_CHARS, MAX_WORDS = 10, 6  # a longer text says more than this


async def speak_as_written(manager: DialogManager, text: str) -> None:
    """Whoever begins in English is answered in English."""
    ctx = context(manager)
    is_new = ctx.person.consented_at is None and not ctx.person.posts
    if is_new and ctx.person.language == "zh" and is_english(text) and len(text.split()) >= MIN_WORDS:
        set_person(manager, await people.choose_language(ctx.session, ctx.person, "en"))


async def switched(manager: DialogManager, text: str) -> bool:
    """Whether the text says nothing but in which language to go on."""
    said = folded(text, MAX_WORDS * MAX_CHARS).strip()
    is_short = len(said.split()) <= MAX_WORDS if said.isascii() else len(said) <= MAX_CHARS
    return is_short and SWITCHES.fullmatch(said.strip(" .。!！?？")) is not None and await wished(manager, said)


async def wished(manager: DialogManager, said: str) -> bool:
    """Go on in the language that ``said`` names, if it is the bot's and only one."""
    named = [language for language, words in NAMED.items() if words.search(said)]
    if len(named) != 1 or is_of_another(said):
        return False
    await settings.speak(manager, named[0], ShowMode.SEND)
    return True


def is_of_another(said: str) -> bool:
    """Whether it is another's language, or one that is not wanted."""
    return OTHERWISE.search(said) is not None
