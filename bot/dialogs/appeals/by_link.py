"""An appeal opened by its link, in the window of whatever the person is for it: filer, handling unit, office."""

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
    """Whoever may not see it reads what one reads about a number that nobody has."""
    ctx = context(manager)
    try:
        view = await reading_service.look(ctx.session, ctx.person, number, ctx.services.deadline_rules)
    except Refused as refused:  # said here, so that a newcomer is greeted as well
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
    """Whoever assigns it, or only keeps an eye on it for the office; those who work it see it among their tasks."""
    protected = access.protected(view.appeal, view.progress)
    if view.progress.status is Status.ASSIGN and may(person, access.ASSIGN, protected):
        return True
    return may(person, access.SEE_UNASSIGNED) and not may(person, access.CONTACT, protected)
