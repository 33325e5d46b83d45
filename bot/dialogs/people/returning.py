"""Coming back with a receipt's code: calls ``return_service`` and notifies the person's other chats."""

from bot.dialogs.context import Context
from bot.dialogs.people.linking import has_own
from bot.dialogs.people.security_notices import channel_of, in_words, tell_chats, when_and_whom_to_ask
from people import return_service
from people import store as people_store
from people.codes import Declined
from people.model import Person
from people.return_service import ReturnOffer
from texts.speech import say


async def check(ctx: Context, code: str) -> ReturnOffer | Declined:
    return await return_service.check(
        ctx.session, ctx.person, code, ctx.real_now, has_own=await has_own(ctx, ctx.person.id)
    )


async def try_digits(ctx: Context, owner: int, code_digest: str, digits: str) -> bool:
    offer = ReturnOffer(code_digest, await people_store.get(ctx.session, owner))
    return await return_service.try_digits(ctx.session, ctx.person, offer, digits, ctx.real_now)


async def take(ctx: Context, code_digest: str) -> tuple[Person, str] | Declined:
    """Whose chat this is now, and the code that replaces the one used."""
    own = await has_own(ctx, ctx.person.id)
    returned = await return_service.take(
        ctx.session, ctx.person, ctx.chat, code_digest, ctx.real_now, mark=ctx.mark, has_own=own
    )
    if isinstance(returned, Declined):
        return returned
    channel = await channel_of(ctx, ctx.chat)
    await tell_chats(ctx, "returned", returned.person, returned.others, lambda: _returned_text(ctx, channel))
    return await people_store.get(ctx.session, returned.person), returned.code


def _returned_text(ctx: Context, channel: str) -> str:
    return say(
        "<b>安全提醒</b>\n{when}，有人凭回执码和电话后四位，在一个新的聊天（{channel}）打开了您的诉求。"
        "原来的回执码已作废。\n如果不是您本人，请马上发送 /me，点「消息发到哪里」，再点「解除一个聊天」。"
        "有疑问请打{office}电话 {phone}。",
        channel=in_words(channel),
        **when_and_whom_to_ask(ctx),
    )
