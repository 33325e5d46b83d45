"""What people type outside a question is done as they mean it; what is unsure or new goes on as a new appeal."""

import pytest

from appeals.model import FactKind
from tests.conversation import Role, Talker, Town
from tests.journeys.acts import ECOLOGY, facts, file, work

OTHER = "员工的社保一直转不进来，跑了三趟人社局都不给办"


async def resolved(town: Town) -> Talker:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await file(town)
    await work(office, specialist)
    return boss


async def test_solved_in_words_is_confirmed(town: Town) -> None:
    boss = await resolved(town)
    assert "您满意吗" in await boss.say("解决了，谢谢")
    assert "再说一句" in await boss.say("挺好的，5分")
    await boss.say("小王很耐心")
    assert (await facts(town.db))[-2:] == [FactKind.CONFIRMED, FactKind.RATED]


async def test_not_solved_asks_what_is_missing_or_takes_it_from_the_words(town: Town) -> None:
    boss = await resolved(town)
    assert "还有什么没有解决" in await boss.say("还没呢")
    await boss.say("/start")
    await boss.say("没有解决，许可证还是没拿到手")
    await boss.read("二次办理")
    assert (await facts(town.db))[-1] is FactKind.REOPENED


async def test_what_is_unsure_is_asked_and_nothing_is_done_before(town: Town) -> None:
    boss = await file(town)
    await boss.say(OTHER)
    await boss.press("确认提交")
    await boss.say("/start")
    assert "是哪一种" in await boss.say("我要撤回诉求")
    assert await facts(town.db) == [FactKind.FILED]
    assert "确定撤回吗" in await boss.press("撤回 SQ-2026-00001")
    await boss.say("/start")
    await boss.say("我要撤回诉求")
    await boss.press("另一件新的事")
    await boss.read("归哪个单位管|请核对")
    assert await facts(town.db) == [FactKind.FILED]


@pytest.mark.parametrize("words", ["我的诉求办到哪一步了", "SQ-2026-00001"])
async def test_an_own_appeal_is_shown(town: Town, words: str) -> None:
    boss = await file(town)
    await boss.say("/start")
    assert "待交办" in await boss.say(words)


async def test_a_number_of_somebody_else_shows_nothing(town: Town) -> None:
    await file(town)
    other = await town.someone("路人")
    await other.say("SQ-2026-00001")
    screen = "".join(shown.text for shown in await other.screen())
    assert "排污许可证" not in screen


async def test_withdrawing_in_words_is_asked_once_more(town: Town) -> None:
    boss = await file(town)
    assert "确定撤回吗" in await boss.say("我要撤回这件诉求")
    assert await facts(town.db) == [FactKind.FILED]
    await boss.say("确定撤回")
    assert (await facts(town.db))[-1] is FactKind.WITHDRAWN


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("找一下税务局电话", "国家税务总局示例区税务局"),
        ("转人工", "0551-66660000"),
        ("谢谢你们", "不客气"),
        ("你好", "请用一句话|直接用一句话|有什么要办的"),
        ("我提过的诉求", "您还没有提交过诉求|您的诉求"),
        ("asdfghjkl", "帮不上忙"),
    ],
)
async def test_what_is_no_appeal_files_none(town: Town, words: str, shown: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say(words)
    await boss.read(shown)
    assert not any("属于哪一类" in one.text or "归哪个单位管" in one.text for one in await boss.screen())


async def test_a_question_names_who_can_answer_and_can_become_an_appeal(town: Town) -> None:
    boss = await town.someone("示例老板")
    assert "要不要请专员答复" in await boss.say("开个小餐馆要办哪些证")
    await boss.press("请专员答复")
    await boss.read("归哪个单位管|同意吗")


async def test_a_list_that_is_not_theirs_is_refused_in_words_too(town: Town) -> None:
    boss, specialist = await town.someone("示例老板"), await town.holder(Role.HANDLER, ECOLOGY)
    assert "不在您的办理范围内" in await boss.say("我的待办")
    assert "没有待办" in await specialist.say("我的待办")


async def test_a_new_matter_beside_an_open_appeal_is_a_new_appeal(town: Town) -> None:
    boss = await file(town)
    await boss.say("/start")
    await boss.say(OTHER)
    await boss.read("请核对|归哪个单位管")
    await boss.press("取消")
    assert await facts(town.db) == [FactKind.FILED]


async def test_a_language_is_chosen_by_its_name(town: Town) -> None:
    boss = await town.someone("EXAMPLE BOSS")
    assert "Hello" in await boss.say("English please")
    assert "您好" in await boss.say("换成中文")
