"""Commands are tested on an installation of their own."""

from tests.command_line import config, database, qinqing

__all__ = ["config", "database", "qinqing"]
