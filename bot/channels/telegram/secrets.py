"""Recognises bot tokens, which must never be written to logs: a token gives full control of its bot."""

import re

WITHHELD = "…"
TOKEN = re.compile(  # every Bot API address contains it
    r"bot\d+(?::|%3A)[\w-]+|\d{3,}(?::|%3A)[\w-]{35,}", re.IGNORECASE | re.ASCII
)
