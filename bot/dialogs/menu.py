"""The one table of entry points, from which commands, quick replies, /help, channel menus and home are built; and what
links and buttons under messages open."""

from functools import partial

from aiogram_dialog import DialogManager, ShowMode

from appeals import access, reading_service
from appeals import buttons as appeal_buttons
from bot.dialogs.appeals import by_link
from bot.dialogs.appeals import presses as appeal_presses
from bot.dialogs.appeals.states import start_file_appeal, start_my_appeals, start_tasks, start_triage
from bot.dialogs.beginning import OpensItem, begin
from bot.dialogs.context import answer, context
from bot.dialogs.directory.states import start_find_unit
from bot.dialogs.menu_item import MenuItem
from bot.dialogs.people import buttons as people_buttons
from bot.dialogs.people import codes, privacy
from bot.dialogs.people import presses as people_presses
from bot.dialogs.people.states import start_language, start_settings
from bot.dialogs.pressing import Handlers
from texts.speech import Markup, say, sentence, translated


async def _help(manager: DialogManager, _: str, __: ShowMode) -> None:
    """Lists the staff's own commands first and home last."""
    ctx = context(manager)
    home, *others = [item for item in MENU if item.line and item.is_for(ctx.person)]
    lines = sorted([*others, home], key=lambda item: item.needs is None)
    said = say(
        "直接用一句话说困难，我就能帮您提交。也可以发送：\n{lines}\n\n需要人工帮助，请打{office}电话 {phone}。",
        lines=Markup("\n".join(translated(item.line) for item in lines)),
        office=ctx.services.office.name,
        phone=ctx.services.office.phone,
    )
    await answer(manager, said)


LINKED: dict[str, OpensItem] = {
    "appeal": by_link.open_appeal,
    "unit": lambda manager, number: start_find_unit(manager, unit=number),
}
"""What links to an item open, by the kind named in the link. Links are published, so a kind is never renamed."""

PRESSES: dict[str, Handlers] = {
    appeal_buttons.SUBJECT: appeal_presses.HANDLERS,
    people_buttons.SUBJECT: people_presses.HANDLERS,
}
"""What the buttons under messages do, by the subject at the start of their data."""

MENU: tuple[MenuItem, ...] = (
    MenuItem("start", sentence("回到首页"), partial(begin, LINKED), line=sentence("/start 回到首页")),
    MenuItem(
        "appeal",
        sentence("提交诉求"),
        lambda manager, words, show: start_file_appeal(manager, text=words, show=show),
        line=sentence("/appeal 提交诉求"),
        label=sentence("提交诉求"),
        home="file",
        icon="pen",
    ),
    MenuItem(
        "mine",
        sentence("我的诉求和进度"),
        lambda manager, _, show: start_my_appeals(manager, show=show),
        line=sentence("/mine 我的诉求"),
        label=sentence("我的诉求"),
        home="mine",
        icon="list",
    ),
    MenuItem(
        "find",
        sentence("找单位、找专员"),
        lambda manager, words, show: start_find_unit(manager, words, show=show),
        line=sentence("/find 找单位、找专员"),
        label=sentence("找单位"),
        home="find",
        icon="search",
    ),
    MenuItem(
        "tasks",
        sentence("我的待办"),
        lambda manager, _, show: start_tasks(manager, show=show),
        line=sentence("/tasks 我的待办"),
        label=sentence("我的待办（{count}）"),
        home="tasks",
        needs=access.SEE_TASKS,
        count=reading_service.count_tasks,
    ),
    MenuItem(
        "desk",
        sentence("交办台"),
        lambda manager, _, show: start_triage(manager, show=show),
        line=sentence("/desk 交办台"),
        label=sentence("交办台（待交办 {count}）"),
        home="desk",
        needs=access.SEE_UNASSIGNED,
        count=lambda session, _: reading_service.count_unassigned(session),
    ),
    MenuItem(
        "me",
        sentence("我的资料和设置"),
        lambda manager, _, show: start_settings(manager, show),
        line=sentence("/me 我的资料"),
        label=sentence("我的资料"),
        home="settings",
    ),
    MenuItem(
        "language",
        sentence("语言 Language"),
        lambda manager, _, __: start_language(manager),
        line=sentence("/language 语言"),
    ),
    MenuItem("privacy", sentence("隐私说明"), privacy.show, line=sentence("/privacy 隐私说明")),
    MenuItem("help", sentence("我能做什么"), _help, label=sentence("帮助"), icon="help"),
    MenuItem(
        "join",
        sentence("使用邀请码、绑定码或回执码"),
        codes.enter_code,
        line=sentence("/join 使用邀请码、绑定码或回执码"),
    ),
)
