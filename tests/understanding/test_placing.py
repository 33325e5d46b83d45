"""What is answered, in words, to "which one is it?"; anything that does more than that is no answer."""

import pytest

from understanding.model import Context, OpenAppeal
from understanding.placing import NEW, place

LICENCE = OpenAppeal("SQ-2026-00009", "排污许可证办了一个月", "区生态环境局", "contact")
LAMP = OpenAppeal("SQ-2026-00012", "门口路灯不亮", "", "assign")
BOTH = Context(open=(LICENCE, LAMP))
NUMBERS = [LICENCE.number, LAMP.number]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("许可证那件", LICENCE.number),
        ("是路灯的", LAMP.number),
        ("补充到路灯那件里", LAMP.number),
        ("路灯那个事", LAMP.number),
        ("SQ-2026-00012", LAMP.number),
        ("00009", LICENCE.number),
        ("第二件", LAMP.number),
        ("另一件", NEW),
        ("给生态环境局", LICENCE.number),
        ("新的", NEW),
        ("a new one", NEW),
        ("the new one", NEW),
    ],
)
def test_it_is_placed(text: str, answer: str) -> None:
    assert place(text, BOTH, NUMBERS) == answer


@pytest.mark.parametrize(
    "text",
    ["不是路灯那件", "撤回路灯那件", "路灯的怎么还没修的", "路灯那件解决了", "这件", "别的事", "the older one", "是",
     "00013", "隔壁饭店的油烟", ""],
)  # fmt: skip
def test_anything_else_is_no_answer(text: str) -> None:
    assert place(text, BOTH, NUMBERS) is None


def test_of_one_this_is_meant() -> None:
    assert place("就这件", BOTH, NUMBERS[:1]) == LICENCE.number
    assert place("路灯那件", BOTH, NUMBERS[:1]) is None  # it was not asked about
