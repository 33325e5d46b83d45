"""The windows for filing, following, handling and assigning appeals, and functions that open each dialog."""

from collections.abc import Sequence

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.states import open_dialog


class FileAppeal(StatesGroup):
    text = State()
    photos = State()
    category = State()
    place = State()
    unit = State()
    integrity = State()
    summary = State()
    change = State()
    enterprise = State()
    filed = State()


class Offer(StatesGroup):
    question = State()
    thanks = State()
    several = State()


class Unsure(StatesGroup):
    which = State()


class FoundAppeals(StatesGroup):
    list = State()


class MyAppeals(StatesGroup):
    list = State()
    one = State()
    supplement = State()
    not_solved = State()
    rate = State()
    comment = State()
    withdraw = State()
    thanks = State()
    received = State()


class Tasks(StatesGroup):
    list = State()
    one = State()
    contact = State()
    path = State()
    path_until = State()
    resolve = State()
    message = State()
    offer_message = State()
    conclude = State()
    done = State()


class Triage(StatesGroup):
    list = State()
    one = State()
    conclude = State()
    search = State()
    choose = State()
    assigned = State()


async def start_file_appeal(
    manager: DialogManager,
    *,
    text: str = "",
    files: tuple[str, ...] = (),
    unit: int | None = None,
    started: str | None = None,
    matters: Sequence[str] = (),
    later: Sequence[str] = (),
    secret: bool = False,
    show: ShowMode = ShowMode.SEND,
) -> None:
    """With a text, continues straight to the summary; without one, goes step by step. ``started``: when the kept draft
    was begun that goes on here; ``matters``: the parts of the text that are matters of different units; ``later``: what
    is to be filed by itself after this; ``secret``: who is to read it is asked, whatever it tells."""
    begun = {"text": text, "files": list(files), "unit": unit, "started": started}
    begun |= {"matters": list(matters), "later": list(later), "secret": secret}
    await open_dialog(manager, FileAppeal.text, begun, show)


async def start_offer(manager: DialogManager, text: str, appeal: int | None = None) -> None:
    """Tells who can answer, and offers to file the text, or to ask whoever handles ``appeal``."""
    await open_dialog(manager, Offer.question, {"text": text, "appeal": appeal}, ShowMode.SEND)


async def start_several(
    manager: DialogManager, text: str, matters: Sequence[str], show: ShowMode = ShowMode.SEND
) -> None:
    """Asks whether the matters of the text are to be filed one by one."""
    await open_dialog(manager, Offer.several, {"text": text, "matters": list(matters)}, show)


async def start_thanks(manager: DialogManager, text: str, appeal: int) -> None:
    """Answers thanks, and offers to pass them on to whoever handles the appeal."""
    await open_dialog(manager, Offer.thanks, {"text": text, "appeal": appeal}, ShowMode.SEND)


async def start_unsure(
    manager: DialogManager,
    text: str,
    kind: str,
    appeals: Sequence[int],
    files: Sequence[str] = (),
    started: str | None = None,
) -> None:
    """Asks which of ``appeals`` the text is about, or whether it is a new matter; ``kind``: what it says of them;
    ``started``: when the kept draft was begun that the text is."""
    asked = {"text": text, "kind": kind, "appeals": list(appeals), "files": list(files), "started": started}
    await open_dialog(manager, Unsure.which, asked, ShowMode.SEND)


async def start_found_appeals(manager: DialogManager, query: str, text: str) -> None:
    """What ``query`` finds; ``text``: what was typed, which may be filed as well."""
    await open_dialog(manager, FoundAppeals.list, {"query": query, "text": text}, ShowMode.SEND)


async def start_my_appeals(
    manager: DialogManager,
    appeal: int | None = None,
    window: State | None = None,
    show: ShowMode = ShowMode.SEND,
    received: str = "",
    said: str = "",
) -> None:
    """``received``: the kind of what the person said, which the window ``received`` confirms; ``said``: the words that
    were taken for the wish to withdraw it."""
    begun = {"appeal": appeal, "received": received, "said": said}
    await open_dialog(manager, window or (MyAppeals.one if appeal else MyAppeals.list), begun, show)


async def start_received(manager: DialogManager, appeal: int, kind: str) -> None:
    """Confirms what was said and tells to whom it went, in a line instead of the whole appeal."""
    await start_my_appeals(manager, appeal, MyAppeals.received, received=kind)


async def start_tasks(
    manager: DialogManager,
    appeal: int | None = None,
    window: State | None = None,
    show: ShowMode = ShowMode.SEND,
    said: str = "",
) -> None:
    """``said``: what the specialist has already said of the step that the window records."""
    begun = {"appeal": appeal, "said": said}
    await open_dialog(manager, window or (Tasks.one if appeal else Tasks.list), begun, show)


async def start_triage(
    manager: DialogManager,
    appeal: int | None = None,
    window: State | None = None,
    show: ShowMode = ShowMode.SEND,
    found: Sequence[Sequence[object]] = (),
    shelf: str = "waiting",
) -> None:
    """``found``: id and name of the units that the window to choose one offers; ``shelf``: which list is shown."""
    begun = {"appeal": appeal, "found": [list(unit) for unit in found], "shelf": shelf}
    await open_dialog(manager, window or (Triage.one if appeal else Triage.list), begun, show)
