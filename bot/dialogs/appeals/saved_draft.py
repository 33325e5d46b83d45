"""Appeals that were written and not filed: kept in the chat for thirty days, until they are filed or dismissed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from aiogram_dialog import DialogManager

from bot.dialogs import chat_memory
from bot.dialogs.context import context
from chats.model import Body

FILING = {"text", "category", "accused"}  # keys of a filing dialog's data once a text was analysed
KEY = "drafts"
KEPT_DAYS = 30
MAX_DRAFTS = 3  # the newest; a text that is written again replaces itself


async def keep(manager: DialogManager, data: Mapping[str, Any]) -> None:
    """Keep what a filing dialog's ``data`` holds so far."""
    draft = _read(data)
    if draft is not None:
        started = data.get("started") or context(manager).real_now.isoformat()
        others = [one for one in await _all() if one["started"] != started and not _is_same(one, draft)]
        await chat_memory.remember(KEY, [{**draft, "started": started}, *others][:MAX_DRAFTS])


async def keep_all(manager: DialogManager, texts: Sequence[str]) -> None:
    """Keep texts that are to be filed one after the other, the first on top."""
    known = {one["text"] for one in await _all()}
    for place, text in enumerate(reversed([text for text in texts if text not in known]), start=1):
        started = context(manager).real_now + timedelta(microseconds=place)
        await keep(manager, {"text": text, "started": started.isoformat()})


async def drop(started: str | None) -> None:
    """Forget the draft that was begun then: it has been filed, or is not wanted."""
    await chat_memory.remember(KEY, [one for one in await _all() if one["started"] != started])


async def drop_filed(started: str | None, text: str) -> None:
    """Forget the draft that was filed, and what was written of it under another beginning."""
    left = [one for one in await _all() if one["started"] != started and not _is_of(one["text"], text)]
    await chat_memory.remember(KEY, left)


def _is_of(written: str, filed: str) -> bool:
    return bool(written) and filed.startswith(written)


async def drop_text(text: str) -> None:
    """Forget the draft with this text: it goes on under others."""
    await chat_memory.remember(KEY, [one for one in await _all() if one["text"] != text])


async def kept(manager: DialogManager) -> list[dict[str, Any]]:
    """``text``, ``files`` and ``started`` of each draft, newest first."""
    since = context(manager).real_now - timedelta(days=KEPT_DAYS)
    return [one for one in await _all() if datetime.fromisoformat(one["started"]) >= since]


async def is_secret(started: str | None) -> bool:
    """Whether secrecy was wished for in the draft that was begun then."""
    return any(one["started"] == started and one.get("secret") for one in await _all())


async def _all() -> list[dict[str, Any]]:
    return list(await chat_memory.recall(KEY) or [])


async def recover(manager: DialogManager, states: Iterable[Body]) -> None:
    """Keep the drafts found in dialog states that have just been cleared, even malformed ones."""
    for draft in reversed(among(states)):
        await keep(manager, draft)


def among(states: Iterable[Body]) -> list[dict[str, Any]]:
    """``text`` and ``files`` of every draft in any of a chat's dialog states: open ones first."""
    found: list[dict[str, Any] | None] = []
    for state in states:
        known = state.get("dialog_data")
        if isinstance(known, dict) and known.keys() >= FILING and "filed" not in known:
            found.insert(0, _read(known))
        if isinstance(opened := state.get("start_data"), dict):  # home offered it, in an earlier version
            found.append(_read(opened.get("draft")))
        drafts = state.get(KEY)
        found += [_read(one) for one in drafts] if isinstance(drafts, list) else []
    return [one for one in found if one is not None]


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one["text"]) and one["text"] == other["text"]


def _read(known: Any) -> dict[str, Any] | None:
    """A draft has a text, or photos and files that came before it."""
    if not isinstance(known, Mapping) or not isinstance(text := known.get("text", ""), str):
        return None
    started, files = known.get("started"), _names(known.get("files"))
    if not text.strip() and not files:
        return None
    is_secret = bool(known.get("secret") or known.get("confidential"))
    kept = {"text": text, "files": files} | ({"started": started} if _is_moment(started) else {})
    return kept | ({"secret": True} if is_secret else {})


def _names(files: Any) -> Sequence[str]:
    return [one for one in files if isinstance(one, str)] if isinstance(files, list) else []


def _is_moment(written: Any) -> bool:
    try:
        return datetime.fromisoformat(written).tzinfo is not None
    except (TypeError, ValueError):
        return False
