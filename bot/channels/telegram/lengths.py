"""Telegram's maximum sizes; lengths count UTF-16 units, as its entities do."""

from bot.engine.markup import Entity, length

MAX_TEXT_LENGTH, MAX_TOAST_LENGTH = 4096, 200
PHOTO_BYTES, PHOTO_SIDES, PHOTO_RATIO = 10 * 1024 * 1024, 10_000, 20
MORE = "……"


def fitting(text: str, entities: list[Entity], most: int = MAX_TEXT_LENGTH) -> tuple[str, list[Entity]]:
    """The text truncated to ``most``, with the entities that still apply."""
    if length(text) <= most:
        return text, entities
    room = most - len(MORE)
    kept = text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")
    end = length(kept)
    left = [{**one, "length": min(one["length"], end - one["offset"])} for one in entities if one["offset"] < end]
    return kept + MORE, left


def fits_as_photo(size: int, width: int, height: int) -> bool:
    """Whether Telegram accepts it as a photo; larger or longer pictures are sent as documents."""
    short, long = sorted((width, height))
    return size <= PHOTO_BYTES and short + long <= PHOTO_SIDES and long <= PHOTO_RATIO * max(short, 1)
