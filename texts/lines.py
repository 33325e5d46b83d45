"""Lines of a message: joined, and cut to a length."""


def joined(*lines: str) -> str:
    """Those of the lines that are not empty, one below the other."""
    return "\n".join(line for line in lines if line)


def shortened(text: str, most: int) -> str:
    """``text`` in at most ``most`` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"
