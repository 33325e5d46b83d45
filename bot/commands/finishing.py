"""Before a command opens the database: a restore that was killed is completed, or what it left behind is swept."""

import sys

from bot.commands import replacing
from bot.commands.report_errors import CommandFailed, sqlite_file
from bot.commands.work_folder import InUse
from bot.config.model import Config


def finish_restore(config: Config) -> None:
    """Raises CommandFailed while another process is restoring."""
    database = sqlite_file(config)
    if database is None:
        return
    try:
        completed = replacing.finish(replacing.Places(database, config.files.folder))
    except InUse:
        raise CommandFailed(f"{database}：正在从备份恢复，请等 qinqing restore 完成后再试。") from None
    if completed:
        print("上次的恢复中途停了，现在已经完成；原有的数据改名留在原处。", file=sys.stderr)
