"""The windows about the person, and functions that open each dialog."""

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.states import open_dialog
from people.account_service import LinkOffer
from people.invitation_service import PostOffer
from people.return_service import ReturnOffer
from people.words import masked_name


class Settings(StatesGroup):
    menu = State()
    language = State()


class TakeLeave(StatesGroup):
    dates = State()
    substitute = State()


class MyChats(StatesGroup):
    code = State()
    offered = State()
    waiting = State()
    declined = State()
    where = State()
    which = State()
    sure = State()
    joined = State()


class ComingBack(StatesGroup):
    code = State()
    digits = State()
    offered = State()
    declined = State()
    back = State()


class TakePost(StatesGroup):
    offered = State()
    declined = State()
    bound = State()


class Profile(StatesGroup):
    consent = State()
    name = State()
    phone = State()
    hours = State()


async def start_settings(manager: DialogManager, show: ShowMode = ShowMode.SEND, *, leave: str = "") -> None:
    """``leave``: a specialist's words that ask for one; the leave's dialog opens on top."""
    await open_dialog(manager, Settings.menu, {"leave": leave}, show)


async def start_language(manager: DialogManager) -> None:
    await open_dialog(manager, Settings.language, None, ShowMode.SEND)


async def start_take_leave(manager: DialogManager, said: str = "") -> None:
    """Opens on top of the settings, which then show the leave. ``said``: words that may name its days."""
    await manager.start(TakeLeave.dates, data={"said": said})


async def start_my_chats(
    manager: DialogManager,
    window: State,
    *,
    code: str = "",
    offer: LinkOffer | None = None,
    chat: int | None = None,
    show: ShowMode = ShowMode.EDIT,
) -> None:
    """``code``: the one just made; ``offer``: the checked code of another chat; ``chat``: the one to unlink."""
    offered = {"digest": offer.digest, "name": masked_name(offer.maker.name)} if offer else {}
    await open_dialog(manager, window, {"code": code, "chat": chat, **offered}, show)


async def start_coming_back(manager: DialogManager, offer: ReturnOffer | None = None) -> None:
    """Asks for the digits of the telephone, or, without ``offer``, for the code of a receipt first."""
    data = {"digest": offer.digest, "owner": offer.owner.id, "name": masked_name(offer.owner.name)} if offer else None
    await open_dialog(manager, ComingBack.digits if offer else ComingBack.code, data, ShowMode.SEND)


async def start_take_post(manager: DialogManager, offer: PostOffer) -> None:
    await open_dialog(manager, TakePost.offered, {"digest": offer.digest, "post": offer.post.id}, ShowMode.SEND)


async def start_profile(manager: DialogManager, line: str = "", *, is_confidential: bool = False) -> None:
    """Opens on top of the dialog that needs it; its result is True once consent, name and telephone are given.
    ``line``: name and telephone, typed before they were asked for."""
    await manager.start(Profile.consent, data={"line": line, "is_confidential": is_confidential})


async def start_hours(manager: DialogManager) -> None:
    """Asks only when the person can be called; its result is True, with or without an answer."""
    await manager.start(Profile.hours, data={"hours_only": True})
