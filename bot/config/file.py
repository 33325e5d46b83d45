"""Reads config.toml and the environment into a Config, or says line by line what is wrong and how to fix it."""

import os
import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy import make_url

from bot.channels.telegram.settings import TelegramSection
from bot.config.complaints import EXAMPLES, Source, complaint, unknown_variables, variable_for
from bot.config.conflicts import secrets_in_file, unfit_together
from bot.config.loopback import is_loopback
from bot.config.model import PREFIX, Config, DatabaseSection

CONFIG_VARIABLE = f"{PREFIX}CONFIG"
NOT_TOML = {
    "Cannot overwrite a value": "这个设置写了两遍，请删掉一处",
    "Cannot declare": "这一节写了两遍，请合并成一节",
    "Invalid value": "等号后面的写法不对：文字要放在英文双引号里，true / false 和数字不加引号",
    "Illegal character": "这里有不允许的字符：文字里不能直接换行，引号要用英文引号并成对",
    "Expected '='": "设置名后面要有等号，例如 port = 8080",
    "Expected newline": "一行只写一个设置；多出来的内容请删掉，或在前面加 # 作为说明",
    "Unterminated string": "引号没有成对",
    "Expected ']'": "节名要用一对方括号括起来，例如 [server]",
}


class ConfigError(Exception):
    """The settings cannot be used; one line for each problem."""

    def __init__(self, *complaints: str) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


def load(file: Path | None = None) -> Config:
    """The settings of ``file``, or of the file named by QINQING_CONFIG; without either, of the environment alone.

    Relative paths in the file are relative to its folder.
    """
    if file is None and (named := os.environ.get(CONFIG_VARIABLE)):
        file = Path(named)
    if file is None:
        return _from_environment()
    text = _read(file)
    values, source = _parsed(file, text), Source(str(file), text)
    config = _built(values, source)
    if found := [*secrets_in_file(values, source), *unfit_together(config, source)]:
        raise ConfigError(*found)
    return _anchored(config, file.parent.absolute())


def demo(folder: Path) -> Config:
    """Settings for the demo, with its own database and files in ``folder``; the environment still overrides them."""
    port = os.environ.get(variable_for("server.port"), "8080")
    values = {
        "database": {"url": f"sqlite:///{folder.absolute() / 'demo.db'}"},
        "files": {"folder": str(folder.absolute() / "files")},
        "office": {"name": "示例区营商环境办公室", "phone": "138 0000 0000", "region": "示例区"},
        "web": {"public_url": f"http://localhost:{port}"},
        "log": {"format": "console"},
    }
    config = _built(values, Source("演示"))
    _refuse_other_machines(config.server.host)
    return _anchored(config.model_copy(update={"telegram": TelegramSection()}), folder.absolute())


def _refuse_other_machines(host: str) -> None:
    if not is_loopback(host):
        variable = variable_for("server.host")
        text = f"演示里人人都能扮演任何人，只能在本机打开，{variable} 不能是 {host}。"
        raise ConfigError(f"{text}请去掉 {variable}，或按安装说明正式部署（qinqing run，不带 --demo）。")


def telegram_in_environment() -> bool:
    """Whether a token is configured that the demo will ignore: it must not write to real chats."""
    return any(os.environ.get(variable_for(f"telegram.{name}")) for name in ("token", "token_file"))


def _from_environment() -> Config:
    source = Source("环境变量")
    try:
        config = _built({}, source)
    except ConfigError as error:
        if any(name.startswith(PREFIX) and "__" in name for name in os.environ):
            raise
        raise ConfigError(*_what_to_configure()) from error
    if found := list(unfit_together(config, source)):
        raise ConfigError(*found)
    return _anchored(config, Path.cwd())


def _what_to_configure() -> list[str]:
    """For operators who start without any configuration: exactly what to write, and where."""
    lines = [
        "还没有配置，所以没有启动。请新建一个文件，例如 /srv/qinqing/config.toml，写上下面几行（按本区情况改）：",
        "",
    ]
    section = ""
    for key, example in EXAMPLES.items():
        if key.partition(".")[0] != section:
            section = key.partition(".")[0]
            lines.append(f"    [{section}]")
        lines.append(f"    {example}")
    return [
        *lines,
        "",
        "然后启动：qinqing run --config /srv/qinqing/config.toml",
        f"（也可以用环境变量 {CONFIG_VARIABLE} 指出这个文件。其余设置都有默认值，说明见随程序附带的 config.toml。）",
        "只想先看看效果，不需要任何配置：qinqing run --demo",
    ]


def _read(file: Path, named_by: str = "") -> str:
    """``named_by`` is the setting that names the file, if the file holds that setting's value."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if named_by:
            remedy = "请建好这个文件（只写一行，chmod 600），或改正路径"
            raise ConfigError(f"{named_by}：没有 {file} 这个文件。{remedy}。") from None
        raise ConfigError(f"{file}：没有这个文件。请核对路径；样例见随程序附带的 config.toml。") from None
    except IsADirectoryError:
        raise ConfigError(f"{file}：这是一个文件夹，应为配置文件，例如 {file}/config.toml。") from None
    except PermissionError:
        raise ConfigError(f"{file}：当前账号没有读取权限。请用 chmod 或 chown 调整。") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(f"{file} 第 {line} 行：不是 UTF-8 编码。请用编辑器另存为 UTF-8。") from None


def _parsed(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} {_place(str(error), text)}：{_reason(str(error))}。") from None


def _place(error: str, text: str) -> str:
    place = re.search(r"at line (\d+), column (\d+)", error)
    line, column = place.groups() if place else (str(max(1, len(text.splitlines()))), "")
    return f"第 {line} 行第 {column} 列" if column else f"第 {line} 行（文件末尾）"


def _reason(error: str) -> str:
    return next((words for start, words in NOT_TOML.items() if error.startswith(start)), f"写法不对（{error}）")


def _built(values: dict[str, Any], source: Source) -> Config:
    complaints = [
        *unknown_variables(),
        *(f"{source.where(key)} {key}：没有这个设置。" for key in values if key[:1] == "_"),
    ]
    try:
        config = Config(**{key: value for key, value in values.items() if key[:1] != "_"})
    except ValidationError as error:
        complaints += [complaint(one, source) for one in error.errors(include_url=False)]
    except SettingsError as error:
        complaints.append(f"环境变量写法不对：{error}。请按 {variable_for('server.port')}=8080 这样逐项设置。")
    if complaints:
        raise ConfigError(*complaints)
    return config


def _anchored(config: Config, folder: Path) -> Config:
    """Make relative paths absolute and read the values that are kept in separate files."""
    files = config.files.model_copy(update={"folder": folder / config.files.folder})
    found = {"database": _database(config, folder), "files": files, "telegram": _telegram(config, folder)}
    return config.model_copy(update=found)


def _database(config: Config, folder: Path) -> DatabaseSection:
    url = config.database.url
    if config.database.url_file:
        url = _read_url(folder / config.database.url_file)
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:"):
        address = address.set(database=str(folder / str(address.database)))
    found = {"url": address.render_as_string(hide_password=False), "url_file": None}
    return config.database.model_copy(update=found)


def _telegram(config: Config, folder: Path) -> TelegramSection:
    """The section with the token read from its file; the path is kept, so that doctor can check its permissions."""
    if config.telegram.token_file is None:
        return config.telegram
    file = folder / config.telegram.token_file
    return config.telegram.model_copy(update={"token": _read_token(file), "token_file": file})


def _read_url(file: Path) -> str:
    try:
        return DatabaseSection(url=_read(file, "database.url_file").strip()).url
    except ValidationError:
        raise ConfigError(f"{file}：里面应只有一行数据库地址，以 sqlite:/// 或 postgresql:// 开头。") from None


def _read_token(file: Path) -> str:
    try:
        if token := TelegramSection(token=_read(file, "telegram.token_file").strip()).token:
            return token
    except ValidationError:
        pass
    raise ConfigError(f"{file}：里面应只有一行令牌，就是 @BotFather 给的那一行，前后不要有别的字。")
