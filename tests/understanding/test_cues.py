"""The files of words: all can be read, and each kind that has words has a file."""

from pathlib import Path

import pytest

from understanding import cues
from understanding.cues import groups
from understanding.model import Kind

FILES = sorted(path.stem for path in (Path(cues.FOLDER) / "kinds").glob("*.toml"))
WITHOUT_WORDS = {Kind.ANSWER, Kind.LOOKUP, Kind.NEW, Kind.SEVERAL}


def test_each_kind_has_its_words() -> None:
    assert {kind.value for kind in Kind if kind not in WITHOUT_WORDS} <= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_no_group_is_empty_and_none_finds_nothing_everywhere(name: str) -> None:
    for group in groups(name).values():
        assert group.strong
        assert not any(pattern.search("") for pattern in (*group.strong, *group.weak))
        assert group.found("").weight == 0


def test_what_explains_a_text_is_found_in_it() -> None:
    found = groups("no_contact")[""].found("到现在没有人联系我")
    assert found.weight == cues.STRONG
    assert any("联系" in word for word in found.words("到现在没有人联系我"))
