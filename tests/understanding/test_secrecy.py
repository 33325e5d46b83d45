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


@pytest.mark.parametrize(
    ("text", "is_told"), [("请您务必", False), ("别让知道", True), ("keep it ", False), ("你们", False)]
)
def test_long_texts_are_read_too(text: str, is_told: bool) -> None:
    assert secrecy.is_told(text * 600) is is_told


@pytest.mark.parametrize("text", ["我去纪委反映过没用", "纪委那边也不管", "窗口说要保密"])
def test_what_was_done_or_said_before_is_no_wish(text: str) -> None:
    assert not secrecy.is_wish(text)


@pytest.mark.parametrize(
    ("text", "is_chosen"),
    [
        ("保密交纪委。不过所长姓孙,我不敢留真名", True),
        ("只让纪委看,他是局长的亲戚", True),
        ("那我手机号纪委能看到吧 会不会打电话给我老婆", False),
        ("保密的话你们办公室看得到吗", False),
        ("我去纪委反映过没用", False),
    ],
)
def test_secrecy_is_chosen_by_what_says_more_and_not_by_a_question(text: str, is_chosen: bool) -> None:
    assert secrecy.is_chosen(text) is is_chosen


@pytest.mark.parametrize(
    "text", ["小王挺好的，就是这事别告诉曾示例", "很满意 不要跟他们领导说", "good, but don't tell the chief"]
)
def test_a_comment_that_is_to_be_kept_from_somebody(text: str) -> None:
    assert secrecy.keeps_from(text)


@pytest.mark.parametrize("text", ["办得很快，谢谢", "以后别让我跑三趟了", "不要再跟我打官腔", "别告诉我还要等"])
def test_a_comment_that_anybody_may_read(text: str) -> None:
    assert not secrecy.keeps_from(text)
