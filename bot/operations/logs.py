"""Logs for machines and people, without personal data and without anything that users wrote."""

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from bot.channels.telegram.secrets import TOKEN, WITHHELD
from bot.config.model import LogSection
from bot.engine import places
from bot.operations.log_flood import OncePerMinute, with_repeats

# Keys that only our own code fills. A value under any other key may be personal and is withheld unless it is a number.
OURS = frozenset(
    {"act", "channel", "engine", "error", "event", "exception", "job", "kind", "lane", "level", "logger", "loop"}
    | {"place", "reason", "revision", "stage", "status", "timestamp"}
)
PERSONAL_NUMBERS = frozenset({"code", "credit_code", "phone"})
NUMBERS = (int, float, bool, type(None))  # update=17 identifies an update, not a person


def configure(settings: LogSection) -> None:
    """Send all log records of this process, ours and the libraries', to stderr in one format."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_personal_data,
        bare_exceptions,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, first_line],
            processors=[
                with_repeats,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer(settings.format),
            ],
            use_get_message=False,  # a library's template without its arguments, which may contain what users wrote
        )
    )
    handler.addFilter(OncePerMinute())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.level.upper())
    logging.getLogger("aiogram.event").setLevel(logging.CRITICAL)  # the worker logs bugs itself
    for chatty in ("aiogram", "alembic", "aiogram_dialog", "aiosqlite", "uvicorn", "sqlalchemy", "PIL"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))


def without_personal_data(_: Any, __: str, event: EventDict) -> EventDict:
    return {key: value if _is_ours(key, value) else WITHHELD for key, value in event.items()}


def first_line(_: Any, __: str, event: EventDict) -> EventDict:
    """Only the first line of a library's message: the rest may repeat an exception's message or a task's arguments."""
    event["event"] = str(event["event"]).partition("\n")[0]
    return event


def bare_exceptions(_: Any, __: str, event: EventDict) -> EventDict:
    """An exception as types and code locations only: its message may quote SQL parameters or what users wrote."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = list(_chain(error))
    return event


def _is_ours(key: str, value: object) -> bool:
    if key.startswith("_") or key in OURS or key == "exc_info":  # _record and the like are structlog's own
        return True
    return isinstance(value, NUMBERS) and key not in PERSONAL_NUMBERS


def _chain(error: BaseException) -> Iterator[str]:
    """The exception and its chain of causes, each with its stack frames, innermost first."""
    seen: BaseException | None = error
    while seen is not None:
        yield type(seen).__qualname__
        for frame in reversed(traceback.extract_tb(seen.__traceback__)):
            yield f"  {places.relative(frame.filename)}:{frame.lineno} {frame.name}"
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)


def _renderer(form: str) -> Processor:
    render = _json() if form == "json" else _console()

    def without_token(logger: Any, method: str, event: EventDict) -> str:
        """Redact bot tokens in the finished line: a token gives full control, and libraries quote URLs."""
        return TOKEN.sub(WITHHELD, str(render(logger, method, event)))

    return without_token


def _json() -> Processor:
    return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)


def _console() -> Processor:
    """For people: an exception as lines of its own."""
    render = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())

    def in_lines(logger: Any, method: str, event: EventDict) -> str:
        if isinstance(lines := event.get("exception"), list):
            event["exception"] = "\n".join(lines)
        return render(logger, method, event)

    return in_lines
