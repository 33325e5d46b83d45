"""One-time codes handed over in a chat: an invitation binds a post, a binding code binds the chat itself, once sure."""

from datetime import UTC, datetime

from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.context import asked, became
from bot.dialogs.people import joining
from bot.dialogs.people.states import MyChats, start_my_chats
from bot.dialogs.states import start_home
from people import accounts, invitations
from people import store as people
from people.codes import Declined
from texts.speech import say


async def redeem(message: Message, code: str, manager: DialogManager) -> None:
    if await accounts.knows(asked(manager).session, code):
        await _offer(message, code, manager)
    else:
        await _bind(message, code, manager)


async def _offer(message: Message, code: str, manager: DialogManager) -> None:
    offer = await joining.look(asked(manager), code)
    if isinstance(offer, Declined):
        await message.answer(offer.text)
        await start_home(manager, ShowMode.SEND)
    else:
        await start_my_chats(manager, MyChats.offered, offer=offer, show=ShowMode.SEND)


async def _bind(message: Message, code: str, manager: DialogManager) -> None:
    it = asked(manager)
    post = await invitations.redeem(it.session, it.person, code, datetime.now(UTC))  # they expire by real time
    if isinstance(post, Declined):
        await message.answer(post.text)
    else:
        became(manager, await people.get(it.session, it.person.id))
        unit = await it.unit_name(post.unit)
        await message.answer(
            say("绑定好了，{name}：{unit}。以后有新任务和提醒，都会发到这里。", name=post.name, unit=unit)
        )
    await start_home(manager, ShowMode.SEND)
