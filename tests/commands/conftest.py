"""Commands are tried on a house of their own."""

from tests.command_line import config, database, qinqing

__all__ = ["config", "database", "qinqing"]
