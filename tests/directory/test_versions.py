"""What is computed from a directory goes when the directory has changed: each takes megabytes."""

import gc
from dataclasses import replace

from directory import match
from directory.load import load
from directory.model import Directory, Unit
from directory.route import route
from people.model import Role
from understanding.meaning import understand
from understanding.model import Context, OpenAppeal
from understanding.named import named

ADDRESSES = ("示例新路1号", "示例新路2号", "示例新路3号")


def test_what_was_computed_from_earlier_versions_is_forgotten() -> None:
    for address in ADDRESSES:
        _use(_changed(load().directory, address))
    gc.collect()
    kept = {one.address for one in gc.get_objects() if isinstance(one, Unit)}
    assert kept & set(ADDRESSES) == {ADDRESSES[-1]}


def _changed(directory: Directory, address: str) -> Directory:
    first, *others = directory.units
    leader = replace(directory.people[0], role=Role.LEADER)  # not published
    return Directory((replace(first, address=address), *others), (leader, *directory.people[1:]))


def _use(directory: Directory) -> None:
    route(directory, "路灯坏了")
    route(directory, "the street light is broken")
    named(directory, "路灯")
    understand(
        "还没人联系我", Context(open=(OpenAppeal("SQ-2026-00009", "种子许可", "农业农村局", "contact"),)), directory
    )
    match.find(directory, "教育局")
    match.find(directory.published, "教育局")
