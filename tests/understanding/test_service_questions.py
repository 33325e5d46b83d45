"""Questions about the service are told apart, and no new matter of a stranger is taken for one, or for mere anger."""

import pytest

from bench.understanding import FITTED_NEWS, HELD_OUT_NEWS, LATEST_NEWS, news
from bot.handlers.service_questions import ANSWERS
from texts.folding import folded
from understanding import service_questions
from understanding.feelings import is_only_anger


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("cost", ["要不要钱", "这个要收费吗？", "请问是免费的吗", "is it free", "Do I have to pay for this?"]),
        ("phone", ["你们怎么用我电话", "为什么要留手机号", "电话拿去干什么", "会不会打骚扰电话", "会把我电话给别人吗"]),
        (
            "who_sees",
            [
                "哪些人能看到我说的",
                "他们会知道是我投诉的吗",
                "会保密吗",
                "会不会被报复",
                "会查到我吗",
                "Who can see what I write?",
            ],
        ),
        ("anonymous", ["匿名行不行", "可以匿名吗", "必须实名吗", "can I stay anonymous"]),
        ("hours", ["周末上班吗", "你们几点下班", "现在有人吗", "上班时间", "Are you open on weekends?"]),
        ("steps", ["多久能回复", "提交后几天有人联系", "提了有用吗", "真的有人管吗", "how long does it take?"]),
        ("robot", ["你是机器人吗", "你是人还是机器", "are you a bot"]),
        ("rating", ["怎么评价", "在哪里打分", "How do I give a rating?"]),
        (
            "files",
            [
                "怎么发照片",
                "可以传视频吗",
                "照片往哪发",
                "我怎么发给你们",
                "截图怎么传",
                "材料发到哪里",
                "我的微信记录怎么发给你们",
                "How can I send photos?",
            ],
        ),
        ("erase", ["删除我的资料", "请把我的信息删掉", "please delete my data"]),
        ("withdrawal", ["提交了以后还能撤回来吗", "万一后悔了能撤吗", "can I withdraw it later?"]),
        ("who", ["你是谁", "你们是什么单位", "这是干什么的", "who are you?"]),
    ],
)
def test_a_question_about_the_service_is_seen(name: str, texts: list[str]) -> None:
    assert [service_questions.read(text) for text in texts] == [name] * len(texts)


MATTERS = (
    "", "？", "办营业执照要不要钱", "税务局周末上班吗", "他们要收我多少钱手续费", "电话线断了",
    "城管会不会又来", "公司电话怎么变更", "环保局几点下班", "我在张示例店里被人匿名举报", "老板不给钱",
    "他们乱收费", "城管收钱不办事", "They do not pay us", "城管天天找我麻烦", "投诉之后被报复了",
    "有人匿名举报我", "周末不让休息", "明天要关门了", "材料交了怎么还不批", "差评怎么删",
)  # fmt: skip


@pytest.mark.parametrize("text", MATTERS)
def test_a_matter_is_none(text: str) -> None:
    assert service_questions.read(text) is None


@pytest.mark.parametrize("piece", ["提了", "到底是", "你是", "没人管", "的", "会不会", "how ", "钱不", "a"])
def test_no_input_takes_long(piece: str) -> None:
    service_questions.read((piece * 60)[: service_questions.MAX_CHARS - 1] + "?")


def test_no_new_matter_is_taken_for_one() -> None:
    texts = [text for writer in (*FITTED_NEWS, *HELD_OUT_NEWS, *LATEST_NEWS) for text, _ in news([writer])]
    assert len(texts) > 1_000
    assert [text for text in texts if service_questions.read(text)] == []
    assert [text for text in texts if is_only_anger(folded(text, 200))] == []


@pytest.mark.parametrize(
    "text", ["气死我了", "太气人了，你们就知道踢皮球", "this is ridiculous", "you guys are useless"]
)
def test_anger_alone_is_seen(text: str) -> None:
    assert is_only_anger(folded(text, 200))


@pytest.mark.parametrize(
    "text", ["城管局就知道踢皮球，执照办了三趟", "气死我了，路灯坏了一个月", "太气人了税务局不开门"]
)
def test_anger_about_something_is_a_matter(text: str) -> None:
    assert not is_only_anger(folded(text, 200))


def test_every_question_has_an_answer() -> None:
    assert set(service_questions.names()) == set(ANSWERS)
