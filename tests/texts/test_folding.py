"""What cannot be seen is nothing: in names, hours, enterprises and appeals alike."""

from collections.abc import Callable

import pytest

from appeals.draft import readable
from directory.enterprise_service import readable_name
from people.contact_details import read_hours, read_name
from texts.folding import without_invisible
from texts.refused import Refused

UNSEEN = (
    "\u200b",
    "\u2060\u200d",
    "\u3164\u3164",
    "\ufe0f",
    "\u202e\u202c",
    "\u2800\u2800",
    "\u00ad\u00ad",
    "\U000e0041",
)


@pytest.mark.parametrize("read", [readable, readable_name, read_name, read_hours])
@pytest.mark.parametrize("nothing", UNSEEN)
def test_a_text_of_which_nothing_is_seen_is_refused(read: Callable[[str], str], nothing: str) -> None:
    with pytest.raises(Refused):
        read(f" {nothing} ")


def test_what_can_be_seen_stays_with_its_blanks() -> None:
    assert without_invisible("张\u200b示　例\n（东）") == "张示　例\n（东）"
