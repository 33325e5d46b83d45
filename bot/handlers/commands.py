"""Commands: every way to begin, and the way out of anything."""

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs import links
from bot.dialogs.appeals import opening
from bot.dialogs.appeals.states import start_desk, start_file_appeal, start_my_appeals, start_tasks
from bot.dialogs.context import asked
from bot.dialogs.directory.states import start_find_unit
from bot.dialogs.people.states import start_language, start_settings
from bot.dialogs.states import start_home
from bot.handlers import codes
from people.access import Operation, may, require
from texts.speech import Said, say

COMMANDS = ("appeal", "mine", "find", "tasks", "desk", "me", "language", "privacy", "help", "join")


def router() -> Router:
    commands = Router(name="commands")
    commands.message.register(_start, CommandStart(ignore_mention=True))
    commands.message.register(_join, Command("join", ignore_mention=True))
    commands.message.register(_appeal, Command("appeal", ignore_mention=True))
    commands.message.register(_mine, Command("mine", ignore_mention=True))
    commands.message.register(_find, Command("find", ignore_mention=True))
    commands.message.register(_tasks, Command("tasks", ignore_mention=True))
    commands.message.register(_desk, Command("desk", ignore_mention=True))
    commands.message.register(_me, Command("me", ignore_mention=True))
    commands.message.register(_language, Command("language", ignore_mention=True))
    commands.message.register(_privacy, Command("privacy", ignore_mention=True))
    commands.message.register(_help, Command("help", ignore_mention=True))
    return commands


async def _start(message: Message, command: CommandObject, dialog_manager: DialogManager) -> None:
    """Home, wherever one was; with a link's payload, what the link is for."""
    match links.read(command.args or ""):
        case links.WithCode(code):
            await codes.redeem(message, code, dialog_manager)
        case links.ToAppeal(number):
            await opening.appeal(message, number, dialog_manager)
        case links.ToUnit(number):
            await start_find_unit(dialog_manager, unit=number)
        case None:
            await start_home(dialog_manager, ShowMode.SEND)


async def _join(message: Message, command: CommandObject, dialog_manager: DialogManager) -> None:
    if command.args:
        await codes.redeem(message, command.args, dialog_manager)
        return
    await message.answer(
        say(
            "请把邀请码或绑定码写在后面，比如 /join K7QF-29XM。邀请码由营商办发给您；"
            "绑定码请在您原来的聊天里取：发送 /me，点「在别处也用」。"
        )
    )


async def _appeal(message: Message, command: CommandObject, dialog_manager: DialogManager) -> None:
    await start_file_appeal(dialog_manager, text=command.args or "")


async def _mine(message: Message, dialog_manager: DialogManager) -> None:
    await start_my_appeals(dialog_manager)


async def _find(message: Message, command: CommandObject, dialog_manager: DialogManager) -> None:
    await start_find_unit(dialog_manager, command.args or "")


async def _tasks(message: Message, dialog_manager: DialogManager) -> None:
    require(asked(dialog_manager).person, Operation.SEE_TASKS)
    await start_tasks(dialog_manager)


async def _desk(message: Message, dialog_manager: DialogManager) -> None:
    require(asked(dialog_manager).person, Operation.SEE_UNASSIGNED)
    await start_desk(dialog_manager)


async def _me(message: Message, dialog_manager: DialogManager) -> None:
    await start_settings(dialog_manager)


async def _language(message: Message, dialog_manager: DialogManager) -> None:
    await start_language(dialog_manager)


async def _privacy(message: Message, dialog_manager: DialogManager) -> None:
    it = asked(dialog_manager)
    office = it.house.office
    elsewhere = say("\n• 您在 Telegram 里发的内容也经过 Telegram 的服务器；介意的话，请用网页聊天。")
    await message.answer(
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
        + (elsewhere if it.channel == "telegram" else "")
    )


async def _help(message: Message, dialog_manager: DialogManager) -> None:
    it = asked(dialog_manager)
    office = it.house.office
    tasks = say("/tasks 我的待办\n") if may(it.person, Operation.SEE_TASKS) else ""
    desk = say("/desk 交办台\n") if may(it.person, Operation.SEE_UNASSIGNED) else ""
    await message.answer(
        say(
            "直接用一句话说困难，我就能帮您提交。也可以发送：\n"
            "{work}/appeal 提交诉求\n/mine 我的诉求\n/find 找单位、找专员\n/me 我的资料\n/language 语言\n"
            "/privacy 隐私说明\n/join 使用邀请码或绑定码\n/start 回到首页\n\n需要人工帮助，请打{office}电话 {phone}。",
            work=Said(tasks + desk),
            office=office.name,
            phone=office.phone,
        )
    )
