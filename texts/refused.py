"""A refusal: something may not be done now, and its text explains that to the person who tried."""


class Refused(Exception):
    """``str(refused)`` is shown to the person; raise it with ``say(…)``."""
