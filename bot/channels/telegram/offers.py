"""The commands that Telegram lists beside the input field, with their descriptions."""

from hashlib import sha256
from html import unescape

from bot.dialogs.menu_item import Menu
from people.model import Person
from texts.speech import speaking, translated

ANYBODY = Person(0)

Offer = list[dict[str, str]]


def offer(menu: Menu, person: Person, language: str) -> Offer:
    """The commands the person may use, in menu order, as the Bot API expects them."""
    with speaking(language):
        return [
            {"command": item.name, "description": unescape(translated(item.words))}
            for item in menu
            if item.is_for(person)
        ]


def name_of(menu: Menu, person: Person) -> str:
    """Identifies an offer: language, commands that need a role, and a hash that changes with its descriptions."""
    more = "".join(f"+{item.name}" for item in menu if item.needs and item.is_for(person))
    mark = sha256(repr(offer(menu, person, person.language)).encode()).hexdigest()[:8]
    return f"{person.language}{more}#{mark}"
