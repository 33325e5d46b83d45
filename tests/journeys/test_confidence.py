"""Nobody sees what is not theirs: complaints about a unit, confidential appeals, those who must not know of them."""

import pytest

from appeals import reading_service
from people import store as people
from tests.conversation import Role, Talker, Town
from tests.journeys.acts import introduce
from texts.refused import Refused

AGAINST = "投诉区市场监督管理局办执照推诿扯皮，跑了五趟都不给办"
MARKET = "区市场监督管理局"
INTEGRITY = "有干部吃拿卡要，索要好处费才肯盖章"


async def everything_read(talker: Talker) -> str:
    return "\n".join(shown.text for shown in await talker.screen())


async def test_a_complaint_about_a_unit_never_reaches_that_unit(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    handler, chief = await town.holder(Role.HANDLER, MARKET), await town.holder(Role.CHIEF, MARKET)
    boss = await town.someone("示例老板")
    await boss.say(AGAINST)
    if "纪委" in await boss.last():
        await boss.press("照常办理")
    assert "不经过您反映的单位" in await introduce(boss)
    await boss.press("确认提交")

    await office.read("反映的是区市场监督管理局")
    await office.press("查看 / 选其他单位")
    await office.press("选其他单位")
    await office.say(MARKET)
    await office.press(MARKET)
    assert "不能交给它办理" in (await office.toasts())[-1]

    for accused in (handler, chief):
        await accused.say("/tasks")
        await accused.say("/start")
        shown = (await accused.screen())[-1]
        for press in ("task", "mine", "contacted"):
            await accused.hear(accused.pressed(shown, f"{press}:1"))
        assert "推诿扯皮" not in await everything_read(accused)
        assert "SQ-2026-00001" not in await everything_read(accused)


async def test_a_confidential_appeal_is_the_commissions_and_the_office_sees_its_clock_only(town: Town) -> None:
    office, commission = await town.holder(Role.OFFICE), await town.holder(Role.DISCIPLINE)
    boss = await town.someone("示例老板")
    assert "保密交纪委" in await boss.say(INTEGRITY)
    async with town.db.reading() as session:
        assert await reading_service.count_unassigned(session) == 0  # nobody is told before the choice
    await boss.press("保密交纪委")
    assert "内容保密" in await introduce(boss)
    await boss.press("确认提交")
    receipt = await everything_read(boss)
    assert "区纪委监委与您联系" in receipt
    assert "专员" not in receipt
    assert "只有区纪委监委和您看得到内容" in await boss.say("会查到我吗")
    assert "只有区纪委监委看得到" in await boss.say("补充一下，上周三他又来要过一次")

    await commission.read("好处费")
    await commission.press("已对接")
    await commission.press("已电话联系")
    await boss.read("已登记与您对接")
    await office.read("保密诉求 SQ-2026-00001")
    await office.say("/desk")
    await office.press("看在办的")
    await office.press("SQ-2026-00001")
    assert "不在这里显示" in await office.last()
    for secret in ("好处费", "张示例", "138", "示例食品"):
        assert secret not in await everything_read(office)


async def test_whom_a_confidential_complaint_is_about_the_office_does_not_read_either(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    boss = await town.someone("示例老板")
    await boss.say("投诉区城市管理局吃拿卡要，索要好处费才肯盖章")
    await boss.press("保密交纪委")
    await introduce(boss)
    await boss.press("确认提交")
    await office.read("保密诉求 SQ-2026-00001")
    await office.say("/desk")
    await office.press("看在办的")
    await office.press("SQ-2026-00001")
    assert "不在这里显示" in await office.last()
    assert "城市管理局" not in await office.last()


async def test_said_openly_the_same_words_go_the_ordinary_way(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    boss = await town.someone("示例老板")
    await boss.say(INTEGRITY)
    await boss.press("照常办理")
    await introduce(boss)
    await boss.press("确认提交")
    await office.read("好处费")


async def test_a_complaint_about_the_office_goes_to_the_commission(town: Town) -> None:
    office, commission = await town.holder(Role.OFFICE), await town.holder(Role.DISCIPLINE)
    boss = await town.someone("示例老板")
    await boss.say("投诉区营商环境办公室推诿，我的事两个月没人管")
    await introduce(boss)
    await boss.press("确认提交")
    await commission.read("两个月没人管")
    assert "两个月没人管" not in await everything_read(office)
    assert "SQ-2026" not in await everything_read(office)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.DISCIPLINE, Role.HANDLER, Role.CHIEF, Role.DESK])
async def test_lists_and_views_hold_only_what_the_role_may_see(town: Town, role: Role) -> None:
    """Whatever is asked of the service, not only what buttons offer."""
    boss = await town.someone("示例老板")
    await boss.say(INTEGRITY)
    await boss.press("保密交纪委")
    await introduce(boss)
    await boss.press("确认提交")
    talker = await town.holder(role, MARKET if role in (Role.HANDLER, Role.CHIEF) else "")
    async with town.db.reading() as session:
        person = await people.of_chat(session, talker.chat)
        assert person is not None
        view = None
        if role in (Role.OFFICE, Role.DISCIPLINE):
            view = await reading_service.look(session, person, 1, town.services.deadline_rules)
        else:
            with pytest.raises(Refused):
                await reading_service.look(session, person, 1, town.services.deadline_rules)
    assert (view is not None and "好处费" in view.text) is (role is Role.DISCIPLINE)
    assert (view is not None and view.contact is not None) is (role is Role.DISCIPLINE)
