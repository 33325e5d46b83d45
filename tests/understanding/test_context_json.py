"""A context from JSON: whatever stands there, nothing raises, and what is unknown is as if it were not there."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from understanding.context_json import ASKED, ROLES, context_of
from understanding.model import Context, OpenAppeal

FIELDS = ("role", "asked", "showing", "spoken_of", "replied_to", "open", "minutes")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def test_every_field_is_read() -> None:
    written = json.loads(
        '{"role": "handler", "asked": "contact_note", "showing": "SQ-2026-00009", "spoken_of": "SQ-2026-00012",'
        ' "replied_to": null, "minutes": 3, "open": [{"number": "SQ-2026-00009", "matter": "排污许可证",'
        ' "unit": "区生态环境局", "stage": "contact"}]}'
    )
    assert context_of(written) == Context(
        "handler",
        "contact_note",
        "SQ-2026-00009",
        "SQ-2026-00012",
        None,
        (OpenAppeal("SQ-2026-00009", "排污许可证", "区生态环境局", "contact"),),
        3.0,
    )


def test_unknown_values_read_as_null() -> None:
    found = context_of({"role": "king", "asked": "weather", "open": [{"number": "SQ-2026-00001", "stage": "flying"}]})
    assert (found.role, found.asked, found.open[0].stage) == ("entrepreneur", None, None)


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES))
def test_nothing_raises(written: dict[str, Any]) -> None:
    found = context_of(written)
    assert found.role in ROLES
    assert found.asked is None or found.asked in ASKED
    assert all(one.number for one in found.open)
