"""What must never be written down: whoever holds a bot's token is the bot."""

import re

WITHHELD = "…"
TOKEN = re.compile(  # of a bot, which stands in every Bot API address
    r"bot\d+(?::|%3A)[\w-]+|\d{3,}(?::|%3A)[\w-]{35,}", re.IGNORECASE | re.ASCII
)
