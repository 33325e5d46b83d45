"""One-time codes entered in a chat or opened as a link: what they would do is shown, and done once confirmed."""

from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.context import answer, context
from bot.dialogs.people import linking, taking_post
from bot.dialogs.people.states import MyChats, start_my_chats, start_take_post
from bot.dialogs.states import start_home
from people import account_service
from people.account_service import LinkOffer
from people.codes import Declined
from people.invitation_service import PostOffer
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
    ctx = context(manager)
    if await account_service.is_link_code(ctx.session, code):
        offer: LinkOffer | PostOffer | Declined = await linking.check_link_code(ctx, code)
    else:
        offer = await taking_post.check(ctx, code)
    match offer:
        case LinkOffer():
            await start_my_chats(manager, MyChats.offered, offer=offer, show=ShowMode.SEND)
        case PostOffer():
            await start_take_post(manager, offer)
        case Declined(why):
            await answer(manager, why)
            await start_home(manager, ShowMode.SEND)
