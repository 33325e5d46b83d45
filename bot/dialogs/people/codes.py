"""One-time codes entered in a chat or opened as a link: what they would do is shown, and done once confirmed."""

from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.context import Context, answer, context
from bot.dialogs.people import linking, returning, taking_post
from bot.dialogs.people.states import MyChats, start_coming_back, start_my_chats, start_take_post
from bot.dialogs.states import start_home
from people import account_service, invitation_service, return_service
from people.account_service import LinkOffer
from people.codes import Declined, says_so
from people.invitation_service import PostOffer
from people.return_service import ReturnOffer
from texts.speech import say


async def enter_code(manager: DialogManager, code: str, _: ShowMode) -> None:
    if code:
        await use_code(manager, code)
        return
    await answer(
        manager,
        say(
            "请把码写在后面，比如 /join K7QF-29XM。邀请码由营商办发给您；绑定码请在您原来的聊天里取：发送 /me，"
            "点「在别处也用」；回执码在您提交诉求的回执上。"
        ),
    )


async def use_code(manager: DialogManager, code: str) -> None:
    match await _offer(context(manager), code):
        case LinkOffer() as link:
            await start_my_chats(manager, MyChats.offered, offer=link, show=ShowMode.SEND)
        case PostOffer() as post:
            await start_take_post(manager, post)
        case ReturnOffer() as receipt:
            await start_coming_back(manager, receipt)
        case Declined(why):
            await answer(manager, why)
            await start_home(manager, ShowMode.SEND)


async def is_known(ctx: Context, text: str) -> bool:
    """Whether a text that looks like a code is one, or must be meant as one."""
    return says_so(text) or await exists(ctx, text)


async def exists(ctx: Context, text: str) -> bool:
    """Whether it is a code that was given to somebody and is still good."""
    if await account_service.is_link_code(ctx.session, text):
        return True
    if await return_service.is_return_code(ctx.session, text):
        return True
    return await invitation_service.is_invitation(ctx.session, text, ctx.real_now)


async def _offer(ctx: Context, code: str) -> LinkOffer | PostOffer | ReturnOffer | Declined:
    if await account_service.is_link_code(ctx.session, code):
        return await linking.check_link_code(ctx, code)
    if await return_service.is_return_code(ctx.session, code):
        return await returning.check(ctx, code)
    return await taking_post.check(ctx, code)
