"""Files the appeal that was written, once the person confirms it."""

import re

from aiogram_dialog import DialogManager, ShowMode

from appeals import service as appeals
from bot.dialogs.appeals import filing, lately, saved_draft
from bot.dialogs.appeals.states import FileAppeal, start_file_appeal
from bot.dialogs.context import context
from people import return_service
from texts.folding import folded, pairs

MAX_CHARS = 24  # a longer text is a matter of its own
MAX_LOOKED_AT = 200  # characters of the matter that waits
ALSO = re.compile("也(?=.{0,2}[交提报])|另|那[个件]|接着|继续|交|提|报|\\b(?:file|submit|also)\\b")
TELLS = re.compile("没|不|怎么|咋|[吗呢么?？]|谁|啥|太|\\b(?:not?|who|when|how|why|what)\\b")  # of what was filed
COMMON = re.compile(r"\b(?:the|an?|to|of|in|on|it|is|my|our|and|for|with|one|that|this|file|submit|also|please)\b")
GOES_ON = re.compile(
    "(?:好|行|嗯|那|就|ok|yes|please|[,， ])*(?:接着|继续|下一?[件个]|第二[件个]|另(?:外)?一[件个]|剩下的?|也)+.{0,8}"
    "(?:交|提|报|吧|来|办|填)(?:了|吧|上)?|(?:接着|继续|下一?[件个]|next(?: one)?|go on|continue)(?:吧|来)?"
)


async def submit(manager: DialogManager) -> None:
    ctx = context(manager)
    appeal = await appeals.file(ctx.session, ctx.person, await filing.draft_of(manager), ctx.services.policy, ctx.now)
    manager.dialog_data["filed"] = appeal.id
    manager.dialog_data["code"] = await return_service.make_code(ctx.session, ctx.person, ctx.real_now)
    await saved_draft.drop_filed(manager.dialog_data.get("started"), manager.dialog_data["text"])
    await lately.went_to(manager, appeal.id)
    await manager.switch_to(FileAppeal.filed)


async def begin_next(manager: DialogManager, show: ShowMode) -> None:
    """The next of several matters, which is kept as a draft meanwhile."""
    matter, *later = manager.dialog_data["later"]
    started = next((one["started"] for one in await saved_draft.kept(manager) if one["text"] == matter), None)
    await start_file_appeal(manager, text=matter, later=later, started=started, show=show)


def _names(said: str, matter: str) -> bool:
    if said.isascii():
        return bool(set(COMMON.sub(" ", said).split()) & set(matter.split()))
    return bool(pairs(said) & pairs(matter))


async def goes_on_in_words(manager: DialogManager, text: str) -> bool:
    """Whether the text, below a receipt, says to go on with the matter that waits, or names it; it is begun then."""
    here = manager.current_context() if manager.has_context() else None
    waiting = manager.dialog_data.get("later") if here and here.state == FileAppeal.filed else None
    said = folded(text, MAX_CHARS + 1)
    if not waiting or len(said) > MAX_CHARS:
        return False
    is_told = TELLS.search(said) is not None
    is_named = ALSO.search(said) and not is_told and _names(said, folded(waiting[0], MAX_LOOKED_AT))
    if not is_named and (is_told or not GOES_ON.fullmatch(said)):
        return False
    await begin_next(manager, ShowMode.SEND)
    return True
