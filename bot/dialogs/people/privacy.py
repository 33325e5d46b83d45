"""The privacy notice: what is collected, for what purpose, and who sees it."""

from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.context import answer, context
from texts.speech import say


async def show(manager: DialogManager, _: str, __: ShowMode) -> None:
    ctx = context(manager)
    office = ctx.services.office
    elsewhere = say("\n• 您在 Telegram 里发的内容也经过 Telegram 的服务器；介意的话，请用网页聊天。")
    await answer(
        manager,
        say(
            "<b>隐私说明</b>\n"
            "• 收集什么：您的姓名、电话、方便接听的时间、企业名称和信用代码，以及诉求的文字和附件。\n"
            "• 用来做什么：只用于受理和办理您的诉求、与您联系。\n"
            "• 谁能看到：{office}和承办单位的经办人员；区纪委监委为了监督能看到办理情况，看不到您的电话。"
            "选择「保密交纪委」的，内容只有区纪委监委能看到。您反映的单位看不到。\n"
            "• 照片里的位置等信息，收到时就已去掉。\n"
            "• 想更正或删除，请联系{office}（{phone}）。",
            office=office.name,
            phone=office.phone,
        )
        + (elsewhere if ctx.channel == "telegram" else ""),
    )
