"""What people say of themselves is seen, and no trouble is taken for it: the texts of strangers say so."""

import pytest

from bench.understanding import CONTEXTS, FITTED_NEWS, HELD_OUT_NEWS, LATEST_NEWS, Router, news
from bot.handlers.own_appeals import PROGRESS_IN_ENGLISH, RATES, TAKES_BACK_NAMED, WRITES_BACK
from bot.handlers.own_details import FIRM, WRONG_NAME, right_name, tells_hours
from bot.handlers.own_matters import said_of_oneself
from directory.load import load
from texts.folding import folded
from understanding import corrections
from understanding.meaning import understand
from understanding.model import Context, Kind

DIRECTORY = load().directory
ROUTER = Router(DIRECTORY)
WORDS = (
    "电话",
    "手机",
    "号",
    "电脑",
    "谁",
    "专员",
    "负责",
    "phone",
    "number",
    "who",
    "computer",
    "appeal",
    "假",
    "休",
    "出差",
)


@pytest.mark.parametrize(
    "text",
    ["电话错了 是13611113333", "我的电话是13811112222", "我手机号换了 138 0013 8111",
     "改电话", "我要在电脑上也能用", "谁在办我的事", "我的专员叫什么",
     "以后消息发到13800007777", "大概几天", "哪个在管我这个事", "什么时候能有结果啊",
     "sorry my phone is 13700137009 not 7003",
     "I changed my phone number, new one is 13955550199", "我以前提过诉求的，换了手机了，怎么找回来"],
)  # fmt: skip
def test_it_is_seen(text: str) -> None:
    assert said_of_oneself(text, understand(text, Context(), DIRECTORY).kind)


def test_no_new_matter_is_taken_for_it() -> None:
    texts = [text for writer in (*FITTED_NEWS, *HELD_OUT_NEWS, *LATEST_NEWS) for text, _ in news([writer])]
    near = [text for text in texts if any(word in folded(text, 200) for word in WORDS)]
    assert len(near) > 100
    taken = [
        text
        for text in near
        if said_of_oneself(text, Kind.QUESTION)
        and any(said_of_oneself(text, understand(text, one, DIRECTORY, ROUTER).kind) for one in CONTEXTS)
    ]
    assert taken == []


@pytest.mark.parametrize(
    "text",
    ["我名字是王示例 你们写成别的了", "我叫王示例，不是王样例", "名字打错了，我叫王示例", "我姓周 名字写错了 叫周示例"],
)
def test_a_name_is_corrected(text: str) -> None:
    assert right_name(folded(text, 60))


@pytest.mark.parametrize(
    "text", ["姓名登错了，社保卡办不下来", "名字不对，社保局不给我办", "名字不对，社保局不给办", "我叫了三次都没人来"]
)
def test_a_trouble_with_a_name_is_none(text: str) -> None:
    assert not right_name(folded(text, 60))
    assert not WRONG_NAME.fullmatch(folded(text, 60))


@pytest.mark.parametrize("text", ["我要评价", "打个四分吧", "给个三星", "在哪评价?", "怎么打分", "i want to rate it"])
def test_the_wish_to_rate(text: str) -> None:
    assert RATES.search(text)


@pytest.mark.parametrize("text", ["我要回复环保局的留言", "怎么回复消息", "reply to the message"])
def test_the_wish_to_write_back(text: str) -> None:
    assert WRITES_BACK.search(text)


def test_no_new_matter_is_a_wish_to_rate_or_to_write_back_or_another_name() -> None:
    texts = [text for writer in (*FITTED_NEWS, *HELD_OUT_NEWS, *LATEST_NEWS) for text, _ in news([writer])]
    assert [text for text in texts if RATES.search(folded(text, 60)) or WRITES_BACK.search(folded(text, 60))] == []
    assert [text for text in texts if WRONG_NAME.fullmatch(folded(text, 60))] == []
    assert [text for text in texts if len(text) < 30 and right_name(folded(text, 60))] == []


@pytest.mark.parametrize("text", ["下午两点以后打电话", "请晚上七点以后联系我", "please call me after 4 pm"])
def test_hours_are_seen(text: str) -> None:
    assert tells_hours(text)


def test_no_new_matter_tells_hours_or_corrects_an_enterprise() -> None:
    texts = [text for writer in (*FITTED_NEWS, *HELD_OUT_NEWS, *LATEST_NEWS) for text, _ in news([writer])]
    assert [text for text in texts if tells_hours(text)] == []
    firms = [text for text in texts if FIRM.search(folded(text, 200))]
    assert [text for text in firms if corrections.read(folded(text, 200)).get("enterprise")] == []
    assert [
        text for text in texts if any(one.search(text.lower()) for one in (PROGRESS_IN_ENGLISH, TAKES_BACK_NAMED))
    ] == []
