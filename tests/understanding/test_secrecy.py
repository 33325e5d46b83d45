"""The wish that an appeal be kept secret, and texts that only sound like it."""

import pytest

from understanding import secrecy


@pytest.mark.parametrize(
    "text",
    [
        "请保密",
        "这件事麻烦替我保密，我怕穿小鞋",
        "消防的人要吃要喝，别让他们知道是我说的",
        "please keep my name secret",
        "They asked for money. Don't tell the bureau it was me",
        "希望你们能给我们保密",
    ],
)
def test_a_text_that_asks_for_it(text: str) -> None:
    assert secrecy.is_told(text)


@pytest.mark.parametrize(
    "text",
    [
        "员工签了保密协议，离职后还是把图纸带走了",
        "我们是做保密柜的，检验报告一直出不来",
        "他们不让我知道处理结果",
        "请区保密局给我们做资质认定",
        "保密资质申请交上去三个月了",
        "请尽快办，别让我们再跑了",
    ],
)
def test_a_text_that_only_sounds_like_it(text: str) -> None:
    assert not secrecy.is_told(text)


def test_long_texts_take_no_longer_than_others() -> None:
    for part in ("请您务必", "别让知道", "keep it ", "你们"):
        secrecy.is_told(part * 600)
