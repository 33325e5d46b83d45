"""One way to begin: a command, and wherever it has words for it a line in /help, a button at home, a quick reply."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiogram_dialog import DialogManager, ShowMode
from sqlalchemy.ext.asyncio import AsyncSession

from people.access import Operation, may
from people.model import Person

Opens = Callable[[DialogManager, str, ShowMode], Awaitable[None]]
"""Given what was written behind the command."""

Count = Callable[[AsyncSession, Person], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class MenuItem:
    name: str
    words: str  # beside the command, where a channel lists them
    opens: Opens
    line: str = ""  # in /help, with the command
    label: str = ""  # on buttons; {count} is what ``count`` says
    home: str = ""  # the id of its button at home; open dialogs hold it, so it never changes
    icon: str = ""  # as a quick reply, where it is one
    needs: Operation | None = None
    count: Count | None = None

    def is_for(self, person: Person) -> bool:
        return self.needs is None or may(person, self.needs)


Menu = Sequence[MenuItem]
