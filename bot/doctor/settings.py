"""Whether the configuration is safe: how people reach the page, and who can read the database file."""

import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from bot.config.model import Config
from bot.doctor.checks import CheckResult, Mark, good


def of_settings(config: Config) -> Iterator[CheckResult]:
    yield good(f"配置：{config.office.name}，{config.web.public_url}")
    if urlsplit(config.web.public_url).hostname not in ("localhost", "127.0.0.1") and not config.web.secure:
        yield CheckResult(
            Mark.WARNING,
            "聊天页面没有用 https：登录标记和诉求内容会明文经过网络",
            "在前面加 nginx 或 caddy 配上证书，把 [web] public_url 改成 https:// 开头",
        )


def of_secrets(database: Path | None) -> Iterator[CheckResult]:
    """Anyone who can read the database file can read confidential appeals."""
    if database is None or not database.is_file():
        return
    others = database.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)
    if others:
        text = f"数据库文件 {database} 别的账号也能读，其中有保密诉求"
        yield CheckResult(Mark.WARNING, text, f"chmod 600 {database}*")
    else:
        yield good("数据库文件只有服务账号能读")
