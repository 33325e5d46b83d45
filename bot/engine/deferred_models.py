"""Lets aiogram's models be built when each is first used: building all 600 takes 3 s and 100 MB, a chat uses a dozen.

aiogram tells pydantic to build later, but then has every type built at the end of its own import, to hand over the
names by which types refer to each other. Here these names are kept, and handed over when a model is built.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from pydantic import BaseModel

Names = dict[str, Any]
BUILD = "model_rebuild"  # pydantic calls it itself when a model that is not built is used


def import_aiogram() -> None:
    """To be called before anything else imports aiogram; later it changes nothing."""
    if "aiogram" in sys.modules:
        return
    with _types_left_unbuilt() as names:
        from aiogram.client.context_controller import BotContextController  # late: how this is imported is the point
        from aiogram.methods.base import Response
    for root in (BotContextController, Response):  # every model of aiogram is one of these
        setattr(root, BUILD, classmethod(partial(_build, vars(BaseModel)[BUILD].__func__, names)))


def build_everyday() -> None:
    """Builds what every conversation uses, so that the first person who says something does not wait for it."""
    from aiogram import methods, types  # late, like the above

    everyday: tuple[type[BaseModel], ...] = (
        types.Chat,  # each is built the quicker for those before it
        types.Message,
        types.Update,
        types.InlineKeyboardMarkup,
        types.InlineKeyboardButton,
        methods.SendMessage,
        methods.EditMessageText,
        methods.AnswerCallbackQuery,
    )
    for model in everyday:
        model.model_rebuild()


@contextmanager
def _types_left_unbuilt() -> Iterator[Names]:
    """Yields the names that aiogram's import hands over for building its types, which is not done."""
    names: Names = {}
    build = vars(BaseModel)[BUILD]

    def keep(model: type[BaseModel], /, *, _types_namespace: Names | None = None, **how: Any) -> bool | None:
        if _types_namespace is None:  # not aiogram's loop over its types
            return bool(build.__func__(model, **how))
        names.update(_types_namespace)
        return None

    setattr(BaseModel, BUILD, classmethod(keep))
    try:
        yield names
    finally:
        setattr(BaseModel, BUILD, build)


def _build(build: Callable[..., bool | None], names: Names, model: type[BaseModel], **how: Any) -> bool | None:
    return build(model, **{**how, "_types_namespace": names})
