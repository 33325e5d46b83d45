"""A refusal: something may not be done now, and the text says so in words fit for the person who tried."""


class Refused(Exception):
    """``str(refused)`` is shown to the person; raise it with ``say(…)``."""
