"""Doctor examines the installation on which commands are tested."""

from tests.command_line import config, database, qinqing

__all__ = ["config", "database", "qinqing"]
