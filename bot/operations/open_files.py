"""How many files the process may have open; each connection is one."""

import resource


def raise_limit() -> None:
    """Raise the soft limit, which is often 1,024, to the hard one."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
