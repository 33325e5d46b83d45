"""The window in which the office answers what stayed unsolved after the second handling, and closes the appeal."""

from aiogram.fsm.state import State
from aiogram.types import Message
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import SwitchTo

from appeals import access
from appeals import service as appeals
from appeals.progress import Status
from appeals.view import View
from bot.dialogs import ways
from bot.dialogs.context import context
from bot.dialogs.kinds import typed
from bot.dialogs.widgets import Label, Say
from people.access import may
from people.model import Person


def owes(person: Person, view: View) -> bool:
    """Whether the person may give the answer that the enterprise is waiting for."""
    protected = access.protected(view.appeal, view.progress)
    return view.progress.status is Status.ANSWER and may(person, access.CONCLUDE, protected)


def button(to: State) -> SwitchTo:
    """For a window whose getter returns ``owes``."""
    return SwitchTo(Label("答复企业并结案"), id="conclude", state=to, when="owes")


def window(state: State, shown: State) -> Window:
    async def conclude(message: Message, _: MessageInput, manager: DialogManager) -> None:
        ctx, number = context(manager), manager.dialog_data["appeal"]
        await appeals.conclude(ctx.session, ctx.person, number, message.text or "", ctx.services.policy, ctx.now)
        await manager.switch_to(shown)

    return Window(
        Say("做了什么、结果怎样？请写给企业看，发出后这件诉求就结案了。"),
        MessageInput(conclude, filter=typed),
        ways.back(shown),
        state=state,
    )
