"""One-time codes entered in a chat: an invitation links a post, a linking code links the chat after confirmation."""

from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.context import answer, context, set_person
from bot.dialogs.people import linking
from bot.dialogs.people.states import MyChats, start_my_chats
from bot.dialogs.states import start_home
from people import account_service, invitation_service
from people import store as people
from people.codes import Declined
from texts.speech import say


async def enter_code(manager: DialogManager, code: str, _: ShowMode) -> None:
    if code:
        await use_code(manager, code)
        return
    await answer(
        manager,
        say(
            "请把邀请码或绑定码写在后面，比如 /join K7QF-29XM。邀请码由营商办发给您；"
            "绑定码请在您原来的聊天里取：发送 /me，点「在别处也用」。"
        ),
    )


async def use_code(manager: DialogManager, code: str) -> None:
    if await account_service.is_link_code(context(manager).session, code):
        await _offer_link(manager, code)
    else:
        await _bind_post(manager, code)


async def _offer_link(manager: DialogManager, code: str) -> None:
    offer = await linking.check_link_code(context(manager), code)
    if isinstance(offer, Declined):
        await answer(manager, offer.text)
        await start_home(manager, ShowMode.SEND)
    else:
        await start_my_chats(manager, MyChats.offered, offer=offer, show=ShowMode.SEND)


async def _bind_post(manager: DialogManager, code: str) -> None:
    ctx = context(manager)
    post = await invitation_service.redeem(ctx.session, ctx.person, code, ctx.real_now)
    if isinstance(post, Declined):
        await answer(manager, post.text)
    else:
        set_person(manager, await people.get(ctx.session, ctx.person.id))
        unit = await ctx.unit_name(post.unit)
        await answer(
            manager, say("绑定好了，{name}：{unit}。以后有新任务和提醒，都会发到这里。", name=post.name, unit=unit)
        )
    await start_home(manager, ShowMode.SEND)
