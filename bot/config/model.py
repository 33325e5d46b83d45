"""Every setting of the product: what config.toml and the environment may contain, and the defaults.

The reasons are given in config.toml beside each setting; ``bot.config.file`` reads both.
"""

from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from appeals.reminders import ReminderSettings
from bot.channels.telegram.settings import TelegramSection
from bot.channels.webchat.settings import WebSettings
from bot.config.environment import typed
from outbox.ladder import Offset
from workdays.calendar import Calendar
from workdays.deadline_rules import DeadlineRules

PREFIX = "QINQING_"
DELIMITER = "__"

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


def _clock_time(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return time.fromisoformat(value)
    except ValueError:
        raise ValueError("应为 09:00 这样的时间") from None


def _database_url(value: str) -> str:
    try:
        backend = make_url(value).get_backend_name() if value else "sqlite"
    except (ArgumentError, ValueError):
        backend = ""
    if backend not in DRIVERS:
        raise ValueError("应以 sqlite:/// 或 postgresql:// 开头，例如 sqlite:///data/qinqing.db")
    return value


ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Port = Annotated[int, Field(ge=1, le=65535)]
Words = Annotated[str, Field(min_length=1)]
Seconds = Annotated[int, Field(ge=1, le=3600)]
Folder = Annotated[Path, Field(strict=False)]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ServerSection(Section):
    host: Words = "127.0.0.1"
    port: Port = 8080
    operations_port: Port = 8081

    @model_validator(mode="after")
    def _two_ports(self) -> "ServerSection":
        if self.port == self.operations_port:
            raise ValueError("port 和 operations_port 不能是同一个端口")
        return self


class DatabaseSection(Section):
    url: Annotated[str, AfterValidator(_database_url)] = ""
    url_file: Annotated[Path | None, Field(strict=False)] = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "DatabaseSection":
        if bool(self.url) == bool(self.url_file):
            raise ValueError('url 和 url_file 要写一个，且只写一个，例如 url = "sqlite:///data/qinqing.db"')
        return self


class FilesSection(Section):
    folder: Folder


class OfficeSection(Section):
    name: Words
    phone: Words
    region: Words


class HoursSection(Section):
    opening: ClockTime = time(9, 0)
    closing: ClockTime = time(17, 30)
    effective_day_counts: bool = False
    after_hours_next_day: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> "HoursSection":
        if self.opening >= self.closing:
            raise ValueError("opening（上班）要早于 closing（下班）")
        return self

    def deadline_rules(self, calendar: Calendar) -> DeadlineRules:
        return DeadlineRules(calendar, self.opening, self.closing, self.effective_day_counts, self.after_hours_next_day)


class When(Section):
    """When to remind: ``workdays`` after the reference day (negative: before it), at ``at`` or at closing time."""

    workdays: Annotated[int, Field(ge=-20, le=20)] = 0
    at: ClockTime | None = None

    def offset(self) -> Offset:
        return Offset(self.workdays, self.at)


class RemindersSection(Section):
    today: When = When(at=time(16, 30))
    assign_before: When = When(at=time(9, 0))
    contact_before: When = When(at=time(9, 0))
    path_before: When = When(at=time(9, 0))
    resolve_before: When = When(workdays=-3, at=time(9, 0))
    late: When = When()

    def settings(self) -> ReminderSettings:
        return ReminderSettings(**{name: getattr(self, name).offset() for name in type(self).model_fields})


class WebSection(WebSettings):
    """``public_url`` has no default here, because links sent to people are built from it."""

    model_config = ConfigDict(strict=True)

    public_url: str = Field(pattern=r"^https?://[^/\s]+$")


class LogSection(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["json", "console"] = "json"


class JobsSection(Section):
    remind_seconds: Seconds = 30


class Config(BaseSettings):
    """Built from the values of the file; environment variables take precedence."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, strict=True, env_prefix=PREFIX, env_nested_delimiter=DELIMITER
    )

    server: ServerSection = ServerSection()
    database: DatabaseSection
    files: FilesSection
    office: OfficeSection
    hours: HoursSection = HoursSection()
    reminders: RemindersSection = RemindersSection()
    web: WebSection
    telegram: TelegramSection = TelegramSection()
    log: LogSection = LogSection()
    jobs: JobsSection = JobsSection()

    @property
    def database_url(self) -> str:
        """The database address with the driver that the product uses."""
        url = make_url(self.database.url)
        return url.set(drivername=DRIVERS[url.get_backend_name()]).render_as_string(hide_password=False)

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: Any, **__: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (Environment(settings_cls), init_settings)


class Environment(EnvSettingsSource):
    """Environment variables, which are all text, converted to the types of the settings."""

    def __call__(self) -> dict[str, Any]:
        return typed(self.settings_cls, super().__call__())
