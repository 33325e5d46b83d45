"""The button whose tap gives a chat rights, so that a channel can recognise the tap before it is answered."""

from aiogram_dialog.utils import CB_SEP

GIVES_RIGHTS = "join"  # the id of every such button, stored in open windows


def gives_rights(data: str) -> bool:
    """Whether the button with this callback data, once answered, may make the chat another person's or give a post."""
    return data.rpartition(CB_SEP)[2] == GIVES_RIGHTS
