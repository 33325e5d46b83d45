"""Joining and shortening the lines of a message."""


def joined(*lines: str) -> str:
    """The non-empty lines, joined by line breaks."""
    return "\n".join(line for line in lines if line)


def shortened(text: str, most: int) -> str:
    """``text`` shortened to at most ``most`` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"
