"""Where in our own code an error happened: what a log may say of it, since its message may quote what people wrote."""

import traceback
from pathlib import Path

ROOT = Path(__file__).parents[2]


def place_of(error: BaseException) -> str:
    """The innermost line of our own code, such as "bot/channels/webchat/routes.py:78"; "" if there is none."""
    frames = reversed(traceback.extract_tb(error.__traceback__))
    ours = ((relative(frame.filename), frame.lineno) for frame in frames if is_ours(frame.filename))
    return next((f"{file}:{line}" for file, line in ours), "")


def relative(file: str) -> str:
    """Of our own files the path within the product; others as they are."""
    return Path(file).relative_to(ROOT).as_posix() if is_ours(file) else file


def is_ours(file: str) -> bool:
    path = Path(file)
    return path.is_relative_to(ROOT) and "site-packages" not in path.parts
