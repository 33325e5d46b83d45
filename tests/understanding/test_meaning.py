"""What a text means in its context, by example and for any text at all."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.load import load
from understanding.context_json import ASKED, ROLES, context_of
from understanding.meaning import understand
from understanding.model import Context, Feeling, Kind, Meaning, OpenAppeal

DIRECTORY = load().directory
LICENCE = OpenAppeal("SQ-2026-00009", "排污许可证一直批不下来", "市生态环境局示例区分局", "contact")
LAMP = OpenAppeal("SQ-2026-00012", "店门口的路灯不亮", "区城市管理局", "confirm")
WITH_PATH = OpenAppeal("SQ-2026-00015", "厂房扩建的消防验收", "区消防救援大队", "resolve")
BOTH = (LICENCE, LAMP)
TOLD = Context(asked="confirm_path", spoken_of=WITH_PATH.number, open=(WITH_PATH,))
ONE = Context(open=(LICENCE,))
RESOLVED = Context(asked="confirm_solved", spoken_of=LAMP.number, open=BOTH)
AT_WORK = Context(role="handler", open=(LICENCE,))


def meant(text: str, context: Context = ONE) -> Meaning:
    return understand(text, context, DIRECTORY)


@pytest.mark.parametrize(
    ("text", "context", "kind", "appeal"),
    [
        ("解决了，谢谢", RESOLVED, Kind.SOLVED, LAMP.number),
        ("还没呢", RESOLVED, Kind.NOT_SOLVED, LAMP.number),
        ("没有人联系我，电话一直开着", ONE, Kind.NO_CONTACT, LICENCE.number),
        ("看不懂，没说清楚先办什么", TOLD, Kind.UNCLEAR, WITH_PATH.number),
        ("我要撤回诉求", ONE, Kind.WITHDRAW, LICENCE.number),
        ("办到哪一步了", ONE, Kind.PROGRESS, LICENCE.number),
        ("补充一下，车牌号是示A12345", ONE, Kind.SUPPLEMENT, LICENCE.number),
        ("麻烦转告专员，我明天下午在厂里", ONE, Kind.MESSAGE, LICENCE.number),
        ("SQ-2026-00012", Context(open=BOTH), Kind.LOOKUP, LAMP.number),
        ("已经跟他们联系上了", AT_WORK, Kind.ACT, LICENCE.number),
    ],
)
def test_what_is_said_of_an_appeal(text: str, context: Context, kind: Kind, appeal: str) -> None:
    found = meant(text, context)
    assert (found.kind, found.appeal) == (kind, appeal)


@pytest.mark.parametrize(
    ("text", "context", "kind", "value"),
    [
        ("我的待办", AT_WORK, Kind.WISH, "tasks"),
        ("、tasks", AT_WORK, Kind.WISH, "tasks"),
        ("／start", ONE, Kind.WISH, "home"),
        ("/HELP", ONE, Kind.WISH, "help"),
        ("English please", ONE, Kind.WISH, "language"),
        ("随时", Context(asked="hours"), Kind.ANSWER, {"hours": "随时"}),
        ("很满意", Context(asked="rate", open=(LAMP,)), Kind.ANSWER, {"rate": 5}),
    ],
)
def test_wishes_and_answers(text: str, context: Context, kind: Kind, value: Any) -> None:
    found = meant(text, context)
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("税务局的电话是多少", Kind.CONTACT_OF),
        ("转人工", Kind.HUMAN),
        ("开个小餐馆要办哪些证", Kind.QUESTION),
        ("谢谢你们", Kind.THANKS),
        ("专业代开发票，加微信abc123", Kind.NOTHING),
        ("员工的社保一直转不进来，跑了三趟都不给办", Kind.NEW),
        ("/appeal路灯坏了", Kind.NEW),
        ("两件事：一、厂门口的路灯坏了；二、员工的工伤认定办不下来", Kind.SEVERAL),
    ],
)
def test_what_concerns_no_appeal(text: str, kind: Kind) -> None:
    assert meant(text).kind is kind


def test_a_word_about_either_of_two_appeals_is_asked_about() -> None:
    assert meant("补充一下，昨天又来过了", Context(open=BOTH)).ask


def test_a_new_matter_under_a_question_is_not_taken_for_its_answer_unasked() -> None:
    found = meant("发票额度不够用，税务局不给提", Context(asked="rate_words", open=(LAMP,), showing=LAMP.number))
    assert found.kind is Kind.NEW or found.ask


def test_several_matters_are_pieces_of_the_text() -> None:
    text = "一、营业执照变更被退回来三次；二、厂门口的道路积水很严重"
    found = meant(text, Context())
    assert found.kind is Kind.SEVERAL
    assert [part in text for part in found.matters] == [True, True]


def test_feelings_are_heard() -> None:
    assert meant("一个多月了还没批，厂子快撑不下去了").feeling is Feeling.DISTRESS
    assert meant("你们这是什么态度，太不像话了").feeling is Feeling.ANGER
    assert meant("办到哪一步了").feeling is Feeling.NONE


def test_the_words_that_decided_are_named() -> None:
    assert any("联系" in word for word in meant("到现在没有人联系我").why)


NUMBERS = st.sampled_from([LICENCE.number, LAMP.number]) | st.none()


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(max_size=60) | st.sampled_from(["", " ", "\ud800", "0" * 7000, "[" * 500]),
    role=st.sampled_from(ROLES),
    asked=st.sampled_from(ASKED) | st.none(),
    number=NUMBERS,
    count=st.integers(0, 2),
)
def test_any_text_in_any_context_means_something(
    text: str, role: str, asked: str | None, number: str | None, count: int
) -> None:
    context = Context(role=role, asked=asked, showing=number, open=BOTH[:count])
    written = meant(text, context).to_json()
    assert set(written) == {"kind", "appeal", "value", "matters", "feeling", "sure", "ask"}
    assert 0 <= written["sure"] <= 1
    assert Kind(written["kind"]) in Kind


def test_a_context_without_anything_will_do() -> None:
    assert understand("路灯坏了", context_of({}), DIRECTORY).kind is Kind.NEW


@pytest.mark.parametrize(
    "text",
    [
        "谢谢啊，门口又停水了",
        "辛苦了，食堂的烟道昨天又被罚了",
        "满意的。就是厂里网断了两天没人管",
        "在吗 隔壁工地半夜还在打桩",
        "忘说了，我们的货款镇上拖了半年",
        "想问下，外卖车停在我店门口挡了一个月，归谁管",
        "没有了，倒是我女儿上学的名额一直没批",
    ],
)
@pytest.mark.parametrize("context", [ONE, RESOLVED, Context(asked="rate_words", showing=LAMP.number, open=BOTH)])
def test_a_new_matter_behind_other_words_is_never_swallowed(text: str, context: Context) -> None:
    found = meant(text, context)
    assert found.kind in (Kind.NEW, Kind.SEVERAL) or found.ask


@pytest.mark.parametrize("text", ["开个小餐馆要办哪些证", "how do I register a trademark?"])
def test_a_question_is_always_asked_about(text: str) -> None:
    found = meant(text)
    assert (found.kind, found.ask) == (Kind.QUESTION, True)


def test_what_has_consequences_and_no_words_is_asked_about_unless_it_is_very_likely() -> None:
    found = meant("亮了一个晚上，又黑咯", RESOLVED)
    assert found.kind in (Kind.NOT_SOLVED, Kind.SUPPLEMENT)
    assert found.ask or found.sure > 0.85


ROAD = OpenAppeal("SQ-2026-00001", "我们店门口的路挖开两个月没填，雨天全是积水", "区住房和城乡建设局", "confirm")
SMOKE = OpenAppeal("SQ-2026-00002", "隔壁烧烤店油烟太大，排到我们店里", "市生态环境局示例区分局", "contact")


@pytest.mark.parametrize(
    ("text", "kind", "appeal"),
    [
        ("不是油烟那件，是修路那件没人打电话", Kind.NO_CONTACT, ROAD),
        ("是的，撤", Kind.WITHDRAW, ROAD),
        ("油烟那个不用了，烧烤店关门了，撤了吧", Kind.WITHDRAW, SMOKE),
        ("nobody called me, on wechat nothing either!!", Kind.NO_CONTACT, ROAD),
    ],
)
def test_what_is_said_counts_more_than_what_is_asked(text: str, kind: Kind, appeal: OpenAppeal) -> None:
    context = Context(open=(SMOKE, ROAD), spoken_of=ROAD.number, asked="confirm_solved")
    meaning = understand(text, context, DIRECTORY)
    assert (meaning.kind, meaning.appeal) == (kind, appeal.number)


@pytest.mark.parametrize("text", ["嗯 交吧", "交吧", "行，报上去"])
def test_nothing_is_withdrawn_that_nobody_said(text: str) -> None:
    meaning = understand(text, ONE, DIRECTORY)
    assert meaning.kind is not Kind.WITHDRAW or meaning.ask
