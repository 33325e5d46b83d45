"""Commands are tested on an installation of their own."""

from tests.command_line import config, database, qinqing
from tests.commands.installation import backup, files, installation

__all__ = ["backup", "config", "database", "files", "installation", "qinqing"]
