"""Telegram's settings: section [telegram] of config.toml. Without a token the channel is off."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

API = "https://api.telegram.org"
PROXIES = ("http", "socks5")
WEBHOOK_PORTS = (443, 80, 88, 8443)  # the ports that setWebhook accepts
WEBHOOK_PATH = "/telegram/webhook"
_TOKEN = re.compile(r"[1-9][0-9]{2,19}:[A-Za-z0-9_-]{35,200}")


def _token(value: str) -> str:
    if value and not _TOKEN.fullmatch(value):
        raise ValueError(
            "不像令牌：应为 @BotFather 给的一整行，一串数字、一个英文冒号、至少 35 个字母数字，前后没有空格"
        )
    return value


def _api_base(value: str) -> str:
    if not re.fullmatch(r"https?://[^/\s?#@]+", value):
        raise ValueError(f"应为 {API} 这样的网址，结尾不带斜杠")
    return value


def _proxy(value: str) -> str:
    if value and not _is_proxy(value):
        raise ValueError("应为 http://127.0.0.1:7890 或 socks5://127.0.0.1:1080 这样的地址，不用代理就留空")
    return value


def _is_proxy(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in PROXIES and bool(parts.hostname and parts.port) and parts.path in ("", "/")
    except ValueError:
        return False


class TelegramSection(BaseModel):
    """``token`` comes from the environment or from ``token_file``, which is read together with the settings."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    token: Annotated[str, AfterValidator(_token)] = Field(default="", repr=False)
    token_file: Annotated[Path | None, Field(strict=False)] = None
    receive: Literal["polling", "webhook"] = "polling"
    api_base: Annotated[str, AfterValidator(_api_base)] = API
    proxy: Annotated[str, AfterValidator(_proxy)] = Field(default="", repr=False)
    messages_per_second: int = Field(default=30, ge=1, le=30)
    in_flight: int = Field(default=8, ge=1, le=30)

    @model_validator(mode="after")
    def _one_token(self) -> "TelegramSection":
        if self.token and self.token_file:
            raise ValueError("token 和 token_file 只要一个：令牌已经在环境变量里时，请删掉 token_file")
        return self

    @property
    def enabled(self) -> bool:
        return bool(self.token or self.token_file)

    @property
    def bot_id(self) -> str:
        """The bot's id, which is the first part of its token and not secret."""
        return self.token.partition(":")[0]


def webhook_obstacle(public_url: str) -> str | None:
    """Why Telegram would not deliver to this address; None if it would."""
    parts = urlsplit(public_url)
    if parts.scheme != "https":
        return 'Telegram 只往 https 地址推送：请把 [web] public_url 改成 https:// 开头的地址，或写 receive = "polling"'
    try:
        port = parts.port or 443
    except ValueError:
        return "[web] public_url 的端口应为数字"
    if port not in WEBHOOK_PORTS:
        allowed = "、".join(map(str, WEBHOOK_PORTS))
        return f'Telegram 只往 {allowed} 端口推送：请改 [web] public_url 的端口，或写 receive = "polling"'
    return None
