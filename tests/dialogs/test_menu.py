"""The one table of entry points: everything built from it is complete, and what chats already contain stays valid."""

import pytest

from bot.dialogs.menu import MENU
from people.model import Person, Post, Role
from texts.speech import LANGUAGES, speaking, translated


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_of_help_begins_with_its_command(language: str) -> None:
    with speaking(language):
        assert [
            item.name for item in MENU if item.line and not translated(item.line).startswith(f"/{item.name} ")
        ] == []


def test_the_buttons_at_home_keep_their_ids() -> None:
    """Chats begun long ago contain them."""
    assert {item.name: item.home for item in MENU if item.home} == {
        "appeal": "file",
        "mine": "mine",
        "find": "find",
        "tasks": "tasks",
        "desk": "desk",
        "me": "settings",
    }


@pytest.mark.parametrize(
    ("role", "more"),
    [
        (Role.HANDLER, {"tasks"}),
        (Role.CHIEF, {"tasks"}),
        (Role.DISCIPLINE, {"tasks"}),
        (Role.LEADER, {"tasks"}),
        (Role.OFFICE, {"desk"}),
        (Role.DESK, set()),
        (Role.ADMIN, set()),
    ],
)
def test_a_post_adds_to_what_everybody_has(role: Role, more: set[str]) -> None:
    everybody = {item.name for item in MENU if item.is_for(Person(1))}
    holder = Person(1, posts=(Post(1, 1, role, "示例"),))
    assert {item.name for item in MENU if item.is_for(holder)} - everybody == more
