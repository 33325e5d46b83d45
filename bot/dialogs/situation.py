"""What a text is understood in: the question that stands, the appeal in front of the person, the other open ones."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from aiogram.fsm.state import State
from aiogram.types import Message
from aiogram_dialog import DialogManager

from appeals import at_hand_store
from appeals.at_hand_store import AtHand
from appeals.buttons import SUBJECT, Act
from appeals.progress import Status
from bot.dialogs.appeals.states import FileAppeal, MyAppeals, Offer, Tasks, Triage, Unsure
from bot.dialogs.context import context
from bot.dialogs.directory.states import AddEnterprise, FindUnit
from bot.dialogs.people.states import ComingBack, Profile, TakeLeave
from bot.engine import keyboard
from bot.engine.unit_of_work import current
from outbox import buttons
from outbox.buttons import Press
from people.model import Person, Role
from understanding import answers
from understanding.model import Context, OpenAppeal

ASKED: Mapping[State, str] = {
    FileAppeal.photos: "photos",
    FileAppeal.category: "category",
    FileAppeal.place: "place",
    FileAppeal.unit: "unit",
    FileAppeal.summary: "summary",
    MyAppeals.supplement: "supplement",
    MyAppeals.not_solved: "supplement",
    MyAppeals.rate: "rate",
    MyAppeals.comment: "rate_words",
    Tasks.contact: "contact_note",
    Tasks.path: "path_note",
    Tasks.path_until: "path_note",
    Tasks.resolve: "result_note",
    Tasks.message: "path_note",
    Tasks.conclude: "result_note",
    Triage.conclude: "result_note",
    Triage.search: "search",
    FindUnit.ask: "search",
    FindUnit.results: "search",
    FindUnit.one: "search",
    Profile.consent: "consent",
    Profile.name: "name",
    Profile.phone: "phone",
    Profile.hours: "hours",
    AddEnterprise.name: "enterprise",
    AddEnterprise.code: "code",
    AddEnterprise.sure: "code",
    TakeLeave.dates: "leave_days",
}

TEXT_WANTED = answers.FREE - {"search"}
CODE_WANTED = (ComingBack.code, ComingBack.digits, ComingBack.offered)
FILING = (FileAppeal, Profile, AddEnterprise)  # dialogs that hold an unfinished appeal


async def situation(message: Message, manager: DialogManager) -> Context:
    """A notification that came after the window is what stands before the person, not the window."""
    ctx = context(manager)
    at_hand = await at_hand_store.at_hand(ctx.session, ctx.person)
    message_id, spoken_of, replies = await _spoken_of() if at_hand else (0, None, False)
    is_newer = manager.has_context() and _is_newer(manager, message_id)
    showing = None if is_newer else _number(at_hand, shown(manager))
    in_front = _number(at_hand, spoken_of) if is_newer else showing
    return Context(
        role=_role(ctx.person),
        asked="supplement" if is_newer and replies else _asked(manager, at_hand, in_front),
        showing=showing,
        spoken_of=_number(at_hand, spoken_of),
        replied_to=_number(at_hand, _replied_to(message)),
        open=tuple(OpenAppeal(one.number, one.text, one.unit, one.stage) for one in at_hand),
    )


def asked_by_window(manager: DialogManager) -> str | None:
    """The question of the open window."""
    state = manager.current_context().state if manager.has_context() else None
    return ASKED.get(state) if state is not None else None


def wants_text(manager: DialogManager) -> bool:
    """Whether the window takes any text, or an appeal is being written: nothing may lead away from it unasked."""
    if not manager.has_context():
        return False
    is_code_wanted = manager.current_context().state in CODE_WANTED
    wanted = is_code_wanted or asked_by_window(manager) in TEXT_WANTED
    return wanted or is_filing(manager) or places_files(manager)


def is_filing(manager: DialogManager) -> bool:
    """Whether an appeal is being written."""
    state = manager.current_context().state if manager.has_context() else None
    return state is not None and state.group in FILING and state != FileAppeal.filed


def asks_whether_apart(manager: DialogManager) -> bool:
    """Whether the window asks if several matters are to be filed one by one."""
    return manager.has_context() and manager.current_context().state == Offer.several


def places_files(manager: DialogManager) -> bool:
    """Whether files wait until the person says where they belong: words that follow belong to them."""
    here = manager.current_context()
    opened = here.start_data if isinstance(here.start_data, dict) else {}
    return here.state == Unsure.which and bool(opened.get("files") or here.dialog_data.get("files"))


async def awaits_reply(manager: DialogManager) -> int | None:
    """The appeal of the newest message, if it came after the window and waits for the enterprise's reply."""
    message, appeal, replies = await _spoken_of()
    is_newer = not manager.has_context() or _is_newer(manager, message)
    return appeal if replies and is_newer else None


async def follows_notification(manager: DialogManager) -> bool:
    """Whether the newest message is a notification about an appeal that came after the open window."""
    message, _, _ = await _spoken_of()
    return manager.has_context() and _is_newer(manager, message)


async def window_shown_at(manager: DialogManager) -> datetime | None:
    """When the open window was shown; None if more has come since than is looked through."""
    window = manager.current_stack().last_message_id
    events = await current().recent_events()
    return next((event.at for event in reversed(events) if event.message == window), None)


def _is_newer(manager: DialogManager, message: int) -> bool:
    """Whether the message came after the open window."""
    return message > (manager.current_stack().last_message_id or 0)


def id_of(number: str) -> int:
    """The appeal's id, from its number."""
    return int(number.rsplit("-", 1)[-1])


def _asked(manager: DialogManager, at_hand: Sequence[AtHand], in_front: str | None) -> str | None:
    """In the window of an appeal that is resolved, or below the notification about it, the question is whether it is
    solved."""
    if (asked := asked_by_window(manager)) is not None:
        return asked
    stage = next((one.stage for one in at_hand if one.number == in_front), None)
    return "confirm_solved" if stage is Status.CONFIRM else None


def shown(manager: DialogManager) -> int | None:
    """The appeal in the window."""
    if not manager.has_context():
        return None
    data = manager.current_context().dialog_data
    found = data.get("filed") or data.get("appeal")
    return found if isinstance(found, int) else None


def in_front(here: Context, stages: Collection[str]) -> OpenAppeal | None:
    """The appeal in one of these stages that is in front of the person, or the only one."""
    fitting = [one for one in here.open if one.stage in stages]
    named = (here.replied_to, here.showing, here.spoken_of)
    front = next((one for number in named for one in fitting if one.number == number), None)
    return front or (fitting[0] if len(fitting) == 1 else None)


async def _spoken_of() -> tuple[int, int | None, bool]:
    """The newest message with buttons about an appeal, that appeal, and whether the message waits for a reply."""
    for event in reversed(await current().recent_events()):
        if presses := _presses([data for _, data in keyboard.buttons(event.body)]):
            return event.message, presses[0].number, any(press.act == Act.REPLY for press in presses)
    return 0, None, False


def _replied_to(message: Message) -> int | None:
    markup = message.reply_to_message.reply_markup if message.reply_to_message else None
    rows = markup.inline_keyboard if markup else []
    presses = _presses([button.callback_data or "" for row in rows for button in row])
    return presses[0].number if presses else None


def _presses(data: Sequence[str]) -> list[Press]:
    """The buttons about an appeal."""
    found = []
    for one in data:
        with suppress(ValueError):
            found.append(buttons.read(one))
    return [press for press in found if press.subject == SUBJECT]


def _number(at_hand: Sequence[AtHand], appeal: int | None) -> str | None:
    return next((one.number for one in at_hand if one.id == appeal), None)


def _role(person: Person) -> str:
    """The role that says most about what the person may mean."""
    order = (Role.OFFICE, Role.CHIEF, Role.HANDLER, Role.DISCIPLINE, Role.LEADER)
    return next((role.value for role in order if any(post.role is role for post in person.posts)), "entrepreneur")
