"""The house that the commands are tried on is what doctor examines."""

from tests.commands.conftest import config, database, qinqing

__all__ = ["config", "database", "qinqing"]
