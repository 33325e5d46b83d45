"""Builds aiogram's models on first use: building all 600 takes 3 s and 100 MB, while a chat uses a dozen.

aiogram tells pydantic to defer building, but at the end of its import builds every type anyway, to pass in the names by
which types refer to each other. Here these names are kept, and passed in when a model is built.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from pydantic import BaseModel

Names = dict[str, Any]
BUILD = "model_rebuild"  # pydantic calls it when a model that is not yet built is used


def import_aiogram() -> None:
    """Must be called before anything else imports aiogram; afterwards it has no effect."""
    if "aiogram" in sys.modules:
        return
    with _types_left_unbuilt() as names:
        from aiogram.client.context_controller import BotContextController  # late: the way it is imported matters
        from aiogram.methods.base import Response
    for root in (BotContextController, Response):  # every model of aiogram derives from one of these
        setattr(root, BUILD, classmethod(partial(_build, vars(BaseModel)[BUILD].__func__, names)))


def build_everyday() -> None:
    """Build the models of every conversation in advance, so that the first user does not wait for it."""
    from aiogram import methods, types  # late, as above

    everyday: tuple[type[BaseModel], ...] = (
        types.Chat,  # each builds faster after those before it
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
    """Yields the names that aiogram's import passes in to build its types, without building them."""
    names: Names = {}
    build = vars(BaseModel)[BUILD]

    def keep(model: type[BaseModel], /, *, _types_namespace: Names | None = None, **how: Any) -> bool | None:
        if _types_namespace is None:  # not called by aiogram's loop over its types
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
