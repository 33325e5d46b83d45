"""Names for open dialogs that cannot collide.

aiogram-dialog 2.6 names them by the second and a random number up to 99, so one pair in a hundred that is opened for
the same update would share a name, and the conversation would be lost. Here a name is the update's number and a count.
"""

from aiogram_dialog.api.entities import stack

from bot.engine.unit_of_work import current


def install() -> None:
    """From now on every dialog opened in this process is named so."""
    stack.new_id = _name


def _name() -> str:
    return current().new_name()
