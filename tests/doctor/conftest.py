"""The house that the commands are tried on is what doctor examines."""

from tests.commands.conftest import _no_settings_from_outside, config, database, qinqing

__all__ = ["_no_settings_from_outside", "config", "database", "qinqing"]
