"""Opens an appeal from a link in the dialog that fits the person: filer, handling unit or office."""

from aiogram_dialog import DialogManager, ShowMode

from appeals import access, reading_service
from appeals.progress import Status
from appeals.view import View
from bot.dialogs.appeals.states import start_my_appeals, start_tasks, start_triage
from bot.dialogs.context import answer, context
from bot.dialogs.states import start_home
from people.access import may
from people.model import Person
from texts.refused import Refused


async def open_appeal(manager: DialogManager, number: int) -> None:
    """Someone who may not see the appeal gets the same reply as for a number that does not exist."""
    ctx = context(manager)
    try:
        view = await reading_service.look(ctx.session, ctx.person, number, ctx.services.deadline_rules)
    except Refused as refused:  # caught here, so that a newcomer also gets the home menu
        await answer(manager, str(refused))
        await start_home(manager, ShowMode.SEND)
        return
    if view.appeal.filer == ctx.person.id:
        await start_my_appeals(manager, number)
    elif _at_desk(ctx.person, view):
        await start_triage(manager, number)
    else:
        await start_tasks(manager, number)


def _at_desk(person: Person, view: View) -> bool:
    """Whether the person assigns the appeal, or only follows it for the office; handlers see it among their tasks."""
    protected = access.protected(view.appeal, view.progress)
    if view.progress.status is Status.ASSIGN and may(person, access.ASSIGN, protected):
        return True
    return may(person, access.SEE_UNASSIGNED) and not may(person, access.CONTACT, protected)
