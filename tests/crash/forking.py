"""Where processes are forked that are to be killed: it has imported everything, and has nothing open.

A process that has SQLite open must not fork, since the child would believe in its parent's locks.
"""

from multiprocessing import get_context

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["bot.commands.run", "bot.application", "tests.crash.killing"])
