"""Updates as Telegram sends them, and malformed ones."""

import copy
from collections.abc import Callable
from random import Random
from typing import Any

Raw = dict[str, Any]

BOSS = 700_000_001
GROUP = -1_001_700_000_009
JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63, -(2**70), 10**400, 1.5, float("inf"), float("nan"), "", " ",
    "\x00", "\ud800", "甲\udfff乙\x00", "0", "/start\x00", "x" * 100_000, "💼" * 5_000, [], [None], [[[]]], {},
    {"": None},
    {"id": "\x00"}, {"file_id": "\ud800"}, {"type": "private"}, {"id": 10**30, "type": "private"},
)  # fmt: skip


def from_user(person: int = BOSS, language: str | None = "zh-hans") -> Raw:
    known = {"id": person, "is_bot": False, "first_name": "王", "last_name": "示例", "username": "shili_wang"}
    return known if language is None else {**known, "language_code": language}


def chat(person: int = BOSS) -> Raw:
    return {"id": person, "type": "private", "first_name": "王", "last_name": "示例", "username": "shili_wang"}


def group() -> Raw:
    return {"id": GROUP, "type": "supergroup", "title": "示例园区老板群"}


def message(
    update: int, *, external_id: int = 0, person: int = BOSS, language: str | None = "zh-hans", **content: Any
) -> Raw:
    said = {
        "message_id": external_id or update, "date": 1_772_416_800, "chat": chat(person),
        "from": from_user(person, language), **content,
    }  # fmt: skip
    return {"update_id": update, "message": said}


def photo(update: int, **more: Any) -> Raw:
    sizes = [
        {"file_id": f"small-{update}", "file_unique_id": "s", "width": 90, "height": 67, "file_size": 1_200},
        {"file_id": f"large-{update}", "file_unique_id": "l", "width": 1280, "height": 960, "file_size": 210_000},
        {"file_id": f"middle-{update}", "file_unique_id": "m", "width": 320, "height": 240, "file_size": 21_000},
    ]
    return message(update, photo=sizes, **more)


def document(update: int, **more: Any) -> Raw:
    described = {
        "file_id": f"document-{update}", "file_unique_id": "d", "file_name": "环评报告.pdf",
        "mime_type": "application/pdf", "file_size": 350_000,
    }  # fmt: skip
    return message(update, document=described, **more)


def edited(update: int, external_id: int, *, person: int = BOSS, **content: Any) -> Raw:
    said = {
        "message_id": external_id, "date": 1_772_416_800, "edit_date": 1_772_416_900, "chat": chat(person),
        "from": from_user(person), **content,
    }  # fmt: skip
    return {"update_id": update, "edited_message": said}


def press(update: int, data: str, *, external_id: int | None = 5, person: int = BOSS, name: str = "") -> Raw:
    query: Raw = {
        "id": name or f"press-{update}", "from": from_user(person), "chat_instance": "-7000000000000000001",
        "data": data,
    }  # fmt: skip
    if external_id is not None:
        query["message"] = {"message_id": external_id, "date": 1_772_416_800, "chat": chat(person), "text": "示例"}
    return {"update_id": update, "callback_query": query}


def membership(update: int, status: str, *, person: int = BOSS) -> Raw:
    bot = {"id": 123_456, "is_bot": True, "first_name": "亲清", "username": "shili_qinqing_bot"}
    change = {
        "chat": chat(person), "from": from_user(person), "date": 1_772_416_800,
        "old_chat_member": {"user": bot, "status": "member"}, "new_chat_member": {"user": bot, "status": status},
    }  # fmt: skip
    return {"update_id": update, "my_chat_member": change}


def in_group(update: int, text: str) -> Raw:
    said = {"message_id": update, "date": 1_772_416_800, "chat": group(), "from": from_user(), "text": text}
    return {"update_id": update, "message": said}


def samples(first: int = 1) -> list[Raw]:
    """One update of each kind, numbered from ``first``."""
    kinds: list[Callable[[int], Raw]] = [
        lambda n: message(n, text="我们厂的排污许可证办了一个月还没有批下来"),
        lambda n: photo(n, caption="厂区", media_group_id="album-1"),
        lambda n: document(n),
        lambda n: message(n, voice={"file_id": "v", "file_unique_id": "v", "duration": 3}),
        lambda n: message(n, sticker={"file_id": "s"}),
        lambda n: edited(n, first, text="改过的话"),
        lambda n: press(n, "a:b"),
        lambda n: press(n, "a:b", external_id=None),
        lambda n: membership(n, "member"),
        lambda n: in_group(n, "/start@shili_qinqing_bot"),
    ]
    return [kind(first + index) for index, kind in enumerate(kinds)]


def misshapen(update: Raw, random: Random) -> Any:
    """The update with one to three parts missing or replaced by junk; its number, if any, is kept."""
    if random.random() < 0.05:
        return random.choice(JUNK)
    broken = copy.deepcopy(update)
    for _ in range(random.randint(1, 3)):
        place, key = random.choice([*_places({k: v for k, v in broken.items() if k != "update_id"}, broken)])
        if random.random() < 0.3 and isinstance(place, dict):
            place.pop(key, None)
        elif isinstance(place, dict) or key < len(place):
            place[key] = copy.deepcopy(random.choice(JUNK))
    return broken


def _places(found: Any, place: Any) -> list[tuple[Any, Any]]:
    """Every container within ``found``, with each of its keys."""
    inside = found.items() if isinstance(found, dict) else enumerate(found)
    places: list[tuple[Any, Any]] = []
    for key, value in inside:
        places.append((place, key))
        if isinstance(value, dict | list):
            places += _places(value, value)
    return places or [({}, "")]
