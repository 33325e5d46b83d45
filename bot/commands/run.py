"""`qinqing run`: builds the application and serves until it is told to stop."""

import argparse
import asyncio
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.finishing import finish_restore
from bot.commands.report_errors import add_config_argument, report_errors
from bot.config import file as config_file
from bot.config.model import Config
from bot.engine.deferred_models import import_aiogram
from bot.operations import open_files
from bot.operations.listening import Listening, listening

if TYPE_CHECKING:
    from bot.application import Application

DEMO_FOLDER = Path("data/demo")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config_argument(parser)
    parser.add_argument(
        "--demo",
        nargs="?",
        type=Path,
        const=DEMO_FOLDER,
        metavar="FOLDER",
        help=f"演示：用自带的示例区，数据单独放在 FOLDER（默认 {DEMO_FOLDER}），不需要配置",
    )


@report_errors
def main(args: argparse.Namespace) -> int:
    config = demo_settings(args.demo) if args.demo else config_file.load(args.config)
    demo = args.demo is not None
    open_files.raise_limit()
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(config, demo=demo))
    return 0


def demo_settings(folder: Path) -> Config:
    if config_file.telegram_in_environment():
        print("演示不连接 Telegram：环境变量里的令牌没有使用。", file=sys.stderr)
    return config_file.demo(folder)


async def _serve(config: Config, *, demo: bool) -> None:
    while await _until_stopped(config, demo=demo):
        from bot.demo import sample  # heavy, but already imported by now

        gc.unfreeze()
        _tell("演示从头再来…")
        await sample.wipe_sample(config.database_url)


async def _until_stopped(config: Config, *, demo: bool) -> bool:
    """Serve; True if the demo is to be restarted from scratch."""
    with listening(config.server) as sockets:
        finish_restore(config)
        _tell(f"正在启动亲清：{address(config, demo=demo)}")
        running = await started(config, sockets, demo=demo)
        _tell(greeting(config, demo=demo))
        return await running.until_stopped()


async def started(config: Config, sockets: Listening, *, demo: bool) -> "Application":
    with _built_to_stay():
        import_aiogram()
        from bot.application import Application  # heavy: the operator reads the address meanwhile

        return await Application.start(config, sockets, demo=demo, tell=_tell)


@contextmanager
def _built_to_stay() -> Iterator[None]:
    """Pause garbage collection during start-up: hardly anything is garbage, and searching takes a sixth of the time.

    Freezing keeps later collections from scanning these objects again, which would stall everybody each time.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def address(config: Config, *, demo: bool) -> str:
    return f"{config.web.public_url}/{'demo' if demo else 'chat'}"


def greeting(config: Config, *, demo: bool) -> str:
    """Where the service can be reached. Whether Telegram accepts the token is not known yet: doctor reports that."""
    lines = [f"亲清已启动：{address(config, demo=demo)}　（按 Ctrl+C 停止）"]
    if config.telegram.enabled:
        lines.append("Telegram 正在连接，是否正常请看 qinqing doctor")
    return "\n".join(lines)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
