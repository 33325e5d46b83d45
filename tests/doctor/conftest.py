"""The house that the commands are tried on is what doctor examines."""

from tests.command_line import config, database, qinqing

__all__ = ["config", "database", "qinqing"]
