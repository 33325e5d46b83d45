"""A kind word where somebody is troubled, thanks passed on, somebody to speak with, and what is urgent goes first."""

from datetime import date

import pytest

from appeals.model import FactKind
from tests.conversation import Role, Talker, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, facts, file, introduce, work
from understanding.urgency import is_urgent

URGENT = "我们厂的排污许可证周五到期，换证还没有批下来，来不及了"


async def test_who_is_in_distress_or_angry_reads_a_kind_sentence_first(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("厂子快撑不下去了，环评一个多月了还没批")
    await boss.read("听着就让人着急")
    assert "同意吗" in await boss.last()
    other = await town.someone("示例店主")
    await other.say("你们这帮人踢皮球，排污许可证跑了五趟都不给办！！")
    await other.read("换了谁都会有气")
    calm = await town.someone("示例厂长")
    await calm.say(SENTENCE)
    assert len(await calm.screen()) == 2


async def in_hand(town: Town) -> tuple[Talker, Talker]:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await file(town)
    await office.press("交办给")
    return boss, specialist


async def test_somebody_to_speak_with_is_the_specialist_and_the_office(town: Town) -> None:
    boss, specialist = await in_hand(town)
    said = await boss.say("转人工")
    assert "我已经请市生态环境局示例区分局的" in said
    assert "0551-66660000（工作日 09:00–17:30）" in said
    await specialist.read("企业想直接和您通话")


async def test_thanks_are_passed_on_if_the_person_wants_that(town: Town) -> None:
    boss, specialist = await in_hand(town)
    assert "要把这句话转给市生态环境局示例区分局吗" in await boss.say("谢谢你们，辛苦了")
    assert (await facts(town.db))[-1] is FactKind.ASSIGNED
    await boss.press("转给对方")
    await boss.read("转过去了")
    await specialist.read("谢谢你们，辛苦了")
    await boss.say("/start")
    await boss.say("真的吗，不停了？谢谢谢谢！！感激不尽")
    assert "要把这句话转给" in await boss.last()
    other = await town.someone("示例店主")
    assert "不客气，这是我们该做的。有事随时告诉我" in await other.say("谢谢")


async def test_what_is_urgent_goes_first_and_says_so(town: Town) -> None:
    office, chief = await town.holder(Role.OFFICE), await town.holder(Role.CHIEF, ECOLOGY)
    boss = await file(town)
    await boss.say("/start")
    await boss.say(URGENT)
    assert "急件：您说了日子" in await boss.last()
    await boss.press("确认提交")
    await office.read("急，已排在前面")
    await office.say("/desk")
    assert next(iter((await office.screen())[-1].buttons)).startswith("急｜")
    await office.press("｜我们厂排污许可证办了一个月")
    await office.press("交办给")
    await office.press("下一件")
    await office.press("急｜")
    await office.press("交办给")
    await chief.say("/tasks")
    assert next(iter((await chief.screen())[-1].buttons)).startswith("急｜")


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        (URGENT, True),
        ("银行周五就要抽贷，环评还没批下来，来不及了", True),
        ("后天开庭，需要你们出个证明", True),
        ("合同约定15号前交货，再停电就违约了", True),
        ("The lease expires on Friday and the permit is not there", True),
        (SENTENCE, False),
        ("上周五断电了一次，后来好了", False),
        ("急，急，急", False),
        ("每周五来检查一次，太多了", False),
        ("15号楼门口停电了", False),
        ("通知写着补贴10月31日截止，现在说不收了", False),
        ("补贴12月10日截止，现在说材料不对", True),
        ("厂房租约3月1日到期", True),
        ("2025年12月31日到期的那笔贷款", False),
        ("", False),
    ],
)
def test_urgent_is_something_pressing_with_a_day(text: str, urgent: bool) -> None:
    assert is_urgent(text, date(2026, 12, 2)) is urgent


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_withdrawal_ends_kindly(town: Town) -> None:
    boss, _ = await in_hand(town)
    await boss.say("我要撤回这件诉求")
    await boss.press("确定撤回")
    assert "以后有什么难处，随时告诉我" in await boss.last()


async def test_thanks_for_what_is_resolved_are_passed_on_too(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    await boss.press("确认提交")
    await work(office, specialist)
    assert "解决了" in [label for shown in await boss.screen() for label in shown.buttons]
    await boss.say("/start")
    assert "要把这句话转给" in await boss.say("谢谢你们，辛苦了")
