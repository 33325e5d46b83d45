"""The office and the specialist are told why that specialist handles an appeal, each in their own language."""

from dataclasses import replace
from datetime import date

import pytest

from appeals import reasons
from appeals.handler_choice import Choice, ChoiceReason
from people.model import Leave, Post, Role
from texts.speech import speaking

LI = Post(2, 7, Role.HANDLER, "李示例", leave=Leave(date(2026, 11, 20), date(2026, 11, 30)))
WANG = Post(3, 7, Role.HANDLER, "王示例")


@pytest.mark.parametrize(
    ("choice", "zh", "en"),
    [
        (Choice(WANG, ChoiceReason.OWN), "该企业的专员", "the enterprise's own specialist"),
        (
            Choice(WANG, ChoiceReason.TOWNSHIP, 3),
            "该企业在本辖区，联系的企业最少（3 家）",
            "has the fewest enterprises (3)",
        ),
        (Choice(WANG, ChoiceReason.LEAST, 2), "手上在办最少（2 件）", "has the least open work (2)"),
        (Choice(WANG, ChoiceReason.REACHABLE, 2), "已绑定聊天，手上在办 2 件", "open work: 2"),
        (
            Choice(WANG, ChoiceReason.SUBSTITUTE, away=LI),
            "李示例休假至11月30日，由王示例代办",
            "李示例 is on leave until 30 Nov; 王示例 stands in",
        ),
        (
            Choice(WANG, ChoiceReason.LEAST, 2, away=LI),
            "李示例休假至11月30日，改由王示例办理：手上在办最少（2 件）",
            "李示例 is on leave until 30 Nov; 王示例 takes it instead: has the least open work (2)",
        ),
        (Choice(WANG, ChoiceReason.NO_HANDLER), "本单位没有具办专员，由首席专员承办", "the unit has no handler"),
        (Choice(WANG, ChoiceReason.HANDLERS_AWAY), "具办专员都在休假，由首席专员承办", "every handler is on leave"),
        (
            Choice(LI, ChoiceReason.ALL_AWAY, away=LI),
            "本单位的专员都在休假",
            "every specialist of the unit is on leave",
        ),
    ],
)
def test_the_office_reads_why(choice: Choice, zh: str, en: str) -> None:
    assert reasons.why_chosen(choice) == zh
    with speaking("en"):
        assert en in reasons.why_chosen(choice)


@pytest.mark.parametrize(
    ("choice", "zh"),
    [
        (Choice(WANG, ChoiceReason.OWN), "您是这家企业的专员。"),
        (Choice(WANG, ChoiceReason.TOWNSHIP, 3), "这家企业在您的辖区，由您联系。"),
        (Choice(WANG, ChoiceReason.SUBSTITUTE, away=LI), "李示例休假至11月30日，由您代办。"),
        (Choice(WANG, ChoiceReason.LEAST, 2), ""),
        (None, ""),
    ],
)
def test_the_specialist_reads_why_where_it_was_not_just_their_turn(choice: Choice | None, zh: str) -> None:
    assert reasons.why_you(choice) == zh


def test_a_leave_into_the_next_year_names_the_year() -> None:
    leave = Leave(date(2026, 12, 28), date(2027, 1, 5))
    assert reasons.in_place_of(replace(LI, leave=leave)) == "承办的李示例休假至2027年1月5日，请您代办。"


def test_a_name_is_shown_as_it_is_written() -> None:
    odd = replace(WANG, name="<b>王&示例")
    assert reasons.why_chosen(Choice(odd, ChoiceReason.SUBSTITUTE, away=LI)).endswith("由&lt;b&gt;王&amp;示例代办")
