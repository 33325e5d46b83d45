"""What an enterprise says of its appeals in words is done as its buttons do it."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiogram_dialog import DialogManager

from appeals import feedback_words
from appeals import service as appeals
from appeals.progress import UNDER_WAY, Status
from appeals.view import View
from bot.dialogs.appeals import lately
from bot.dialogs.appeals.states import MyAppeals, start_my_appeals, start_received
from bot.dialogs.context import answer, context
from texts.speech import say
from understanding.urgency import is_urgent
from workdays.deadline_rules import day_of

CALL_ME = "企业想直接和您通话，请尽快联系。"  # part of the record, hence not translated
BUT = re.compile(r"但|不过|可是|就是|只是|然而|可(?=我|你|还|没)|\bbut\b|except", re.IGNORECASE)
WORDS, DENIAL = "words", "denial"  # what the window says was received
BARE_CHARS = 8  # a longer text says what is missing
RESOLVED = (Status.CONFIRM, Status.RATE)


@dataclass(frozen=True, slots=True)
class Word:
    """What was said about an appeal, with the files that came along; ``stage`` is the appeal's."""

    appeal: int
    stage: str | None
    text: str
    files: tuple[str, ...] = ()


async def solved(manager: DialogManager, word: Word) -> None:
    """What is solved except for something is passed on, and the question stays."""
    ctx = context(manager)
    if word.stage in (Status.CONFIRM, Status.ANSWER) and BUT.search(word.text):
        await pass_on(manager, word)
        await answer(manager, say("这句话我转给办理的人了。那这件事算解决了吗？请点一下："))
        await start_my_appeals(manager, word.appeal)
        return
    if word.stage in (Status.CONFIRM, Status.ANSWER):
        await appeals.confirm(ctx.session, ctx.person, word.appeal, ctx.services.policy, ctx.now)
        await start_my_appeals(manager, word.appeal, MyAppeals.rate)
        return
    if word.stage != Status.RATE:
        await pass_on(manager, word)
        await answer(manager, say("太好了，这句话我转过去了。登记办结以后，会请您确认一下。"))
    await start_my_appeals(manager, word.appeal, MyAppeals.rate if word.stage == Status.RATE else None)


async def not_solved(manager: DialogManager, word: Word) -> None:
    """What is missing is asked, unless the text says it. While it is handled, the words go to who handles it."""
    ctx = context(manager)
    if word.stage in UNDER_WAY and len(word.text) <= BARE_CHARS:
        await answer(manager, say("确实还没有办结，我们会盯着它。现在的进度是这样："))
    elif word.stage not in RESOLVED:
        await supplement(manager, word)
        return
    elif len(word.text) <= BARE_CHARS:
        await start_my_appeals(manager, word.appeal, MyAppeals.not_solved)
        return
    else:
        rules = ctx.services.deadline_rules
        view = await appeals.dispute(ctx.session, ctx.person, word.appeal, word.text, ctx.services.policy, ctx.now)
        await answer(manager, feedback_words.dispute_received(view, ctx.services.office.phone, rules))
    await start_my_appeals(manager, word.appeal)


async def no_contact(manager: DialogManager, word: Word) -> None:
    ctx = context(manager)
    await appeals.deny_contact(ctx.session, ctx.person, word.appeal, word.text, ctx.services.policy, ctx.now)
    await lately.went_to(manager, word.appeal)
    await start_received(manager, word.appeal, DENIAL)


async def supplement(manager: DialogManager, word: Word) -> None:
    """More about the matter, a word for whoever handles it, or a question about what was said: it is passed on."""
    await pass_on(manager, word)
    await lately.went_to(manager, word.appeal)
    await start_received(manager, word.appeal, WORDS)


async def pass_on(manager: DialogManager, word: Word) -> View:
    """Record it for whoever handles the appeal, which becomes urgent if the words say that something will happen on a
    certain day."""
    ctx = context(manager)
    urgent = is_urgent(word.text, day_of(ctx.now))
    return await appeals.supplement(
        ctx.session, ctx.person, word.appeal, word.text, word.files, ctx.services.policy, ctx.now, urgent=urgent
    )


async def ask_for_call(manager: DialogManager, appeal: int) -> str:
    """Ask whoever handles the appeal to call; returns who that is, in words."""
    view = await pass_on(manager, Word(appeal, None, CALL_ME))
    if view.handler is None:
        return view.lead
    return say("{unit}的{name}", unit=view.lead, name=view.handler.name)


async def withdraw(manager: DialogManager, word: Word) -> None:
    window = MyAppeals.withdraw if word.stage in UNDER_WAY else None
    await start_my_appeals(manager, word.appeal, window, said=word.text)


async def progress(manager: DialogManager, word: Word) -> None:
    await start_my_appeals(manager, word.appeal)


ACTS: Mapping[str, Callable[[DialogManager, Word], Awaitable[None]]] = {
    "solved": solved,
    "not_solved": not_solved,
    "no_contact": no_contact,
    "unclear": supplement,
    "supplement": supplement,
    "message": supplement,
    "withdraw": withdraw,
    "progress": progress,
}
"""By the kind of meaning."""
