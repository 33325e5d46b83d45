"""Ids for open dialogs that cannot collide.

aiogram-dialog 2.6 builds them from the second and a random number up to 99, so one in a hundred pairs opened by the
same update would collide and the conversation be lost. Here an id is the update's number and a counter.
"""

from aiogram_dialog.api.entities import stack

from bot.engine.unit_of_work import current


def install() -> None:
    """From now on all dialogs opened in this process get such ids."""
    stack.new_id = _name


def _name() -> str:
    return current().new_name()
