"""The process that child processes are forked from: everything is imported, and nothing is open.

A process with an open SQLite database must not fork, since the child would assume it holds its parent's locks.
"""

from multiprocessing import get_context

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["bot.commands.run", "bot.application", "tests.crash.killing"])
