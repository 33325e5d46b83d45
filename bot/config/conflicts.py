"""Values that are valid but not allowed in this place or combination: a secret in the file, a webhook without https."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.channels.telegram.settings import webhook_obstacle
from bot.config.complaints import Source, variable_for
from bot.config.model import Config


def secrets_in_file(values: Mapping[str, Any], source: Source) -> Iterator[str]:
    """The file gets copied, shown around and put under version control; secrets must not be in it."""
    if _has_password(_written(values, "database.url")):
        yield _to_move(source, "database.url", "密码", "请把整个地址", "url_file")
    if _written(values, "telegram.token"):
        yield _to_move(source, "telegram.token", "令牌", "请把它", "token_file")
    if _has_password(_written(values, "telegram.proxy")):
        where = f"{source.where('telegram.proxy')} telegram.proxy"
        yield f"{where}：密码不要写在配置文件里。请把整个地址放进环境变量 {variable_for('telegram.proxy')}。"


def unfit_together(config: Config, source: Source) -> Iterator[str]:
    if config.telegram.receive == "webhook" and (obstacle := webhook_obstacle(config.web.public_url)):
        yield f'{source.where("telegram.receive")} telegram.receive：现在是 "webhook"，但{obstacle}。'


def _to_move(source: Source, key: str, what: str, all_of_it: str, by: str) -> str:
    return (
        f"{source.where(key)} {key}：{what}不要写在配置文件里。"
        f"{all_of_it}写进一个只有服务账号能读的文件，用 {by} 指出，或放进环境变量 {variable_for(key)}。"
    )


def _written(values: Mapping[str, Any], key: str) -> str:
    """The file's value, which has not been validated if the environment overrides it."""
    section, _, name = key.partition(".")
    inside = values.get(section)
    value = inside.get(name) if isinstance(inside, dict) else None
    return value if isinstance(value, str) else ""


def _has_password(address: str) -> bool:
    try:
        return bool(address and make_url(address).password)
    except (ArgumentError, ValueError):
        return "@" in address
