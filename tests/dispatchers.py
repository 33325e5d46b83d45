"""Dispatchers for tests: each test builds the application's anew, hundreds of times in a run."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import Signature
from types import CodeType, SimpleNamespace
from typing import Any

import pytest
from aiogram.dispatcher.event import handler


@contextmanager
def inspected_once() -> Iterator[None]:
    """Look at the parameters of each handler once, not once per dispatcher: that took half of the time to build it."""
    known: dict[tuple[type, CodeType], Signature] = {}

    def signature(callback: Callable[..., Any], **options: Any) -> Signature:
        code = getattr(callback, "__code__", None) or getattr(type(callback).__call__, "__code__", None)
        if code is None:
            return inspect.signature(callback, **options)
        key = type(callback), code
        if key not in known:
            known[key] = inspect.signature(callback, **options)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handler, "inspect", SimpleNamespace(**{**vars(inspect), "signature": signature}))
        yield
