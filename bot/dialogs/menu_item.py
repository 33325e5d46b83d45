"""An entry point: a command, and optionally a line in /help, a button at home, or a quick reply."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiogram_dialog import DialogManager, ShowMode
from sqlalchemy.ext.asyncio import AsyncSession

from people.access import Operation, may
from people.model import Person

Opens = Callable[[DialogManager, str, ShowMode], Awaitable[None]]
"""Receives the text after the command."""

Count = Callable[[AsyncSession, Person], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class MenuItem:
    name: str
    words: str  # description of the command, where a channel lists commands
    opens: Opens
    line: str = ""  # in /help, including the command
    label: str = ""  # on buttons; {count} is replaced by the result of ``count``
    home: str = ""  # id of its button at home; open dialogs contain it, so it never changes
    icon: str = ""  # of its quick reply; empty if it is none
    needs: Operation | None = None
    count: Count | None = None

    def is_for(self, person: Person) -> bool:
        return self.needs is None or may(person, self.needs)


Menu = Sequence[MenuItem]
