"""The commands that Telegram offers beside the input field: which, and in which words."""

from hashlib import sha256
from html import unescape

from bot.dialogs.menu_item import Menu
from people.model import Person
from texts.speech import speaking, translated

ANYBODY = Person(0)

Offer = list[dict[str, str]]


def offer(menu: Menu, person: Person, language: str) -> Offer:
    """What the person may use, in the order of the menu, as the Bot API wants it."""
    with speaking(language):
        return [
            {"command": item.name, "description": unescape(translated(item.words))}
            for item in menu
            if item.is_for(person)
        ]


def name_of(menu: Menu, person: Person) -> str:
    """Which offer it is: language and posts, and a mark that changes with its words."""
    more = "".join(f"+{item.name}" for item in menu if item.needs and item.is_for(person))
    mark = sha256(repr(offer(menu, person, person.language)).encode()).hexdigest()[:8]
    return f"{person.language}{more}#{mark}"
