"""Words of corruption count unless they are denied."""

import pytest

from directory.integrity import speaks_of_integrity, speaks_of_integrity_in_english
from directory.normalise import clauses


@pytest.mark.parametrize(
    "text",
    [
        "工作人员吃拿卡要",
        "他索贿",
        "要好处费才办",
        "暗示我们送点东西",
        "收了红包",
        "不给红包就不办",
        "没送红包就卡我们",
        "优亲厚友",
        "推诿扯皮",
        "有没有吃拿卡要",
        "向我们索要购物卡",
    ],
)
def test_integrity_words_are_heard(text: str) -> None:
    assert speaks_of_integrity(clauses(text))


@pytest.mark.parametrize(
    "text",
    [
        "没有吃拿卡要",
        "从没遇到过吃拿卡要",
        "杜绝优亲厚友",
        "不存在推诿扯皮",
        "未收受好处费",
        "营业执照怎么办",
        "发放消费红包",
        "食品腐败变质",
        "举报同行商业行贿",
        "",
    ],
)
def test_denials_and_everyday_words_are_not(text: str) -> None:
    assert not speaks_of_integrity(clauses(text))


@pytest.mark.parametrize(
    "text",
    [
        "I want to complain about the tax officer who asked me for money",
        "A policeman asked me for a bribe, can I report it secretly",
        "the inspector wants a red envelope before he signs",
        "they asked for cash at the market supervision office, i am scared",
        "the tax bureau wanted an envelope from us",
    ],
)
def test_it_is_heard_in_english(text: str) -> None:
    assert speaks_of_integrity_in_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "my landlord asked me for money",
        "the customer asked for cash",
        "the bureau does not accept cash",
        "the inspector never asked for money",
        "nobody took a bribe",
        "the bank wants more papers and the officer is polite",
    ],
)
def test_denials_and_everyday_words_are_not_in_english(text: str) -> None:
    assert not speaks_of_integrity_in_english(text)
