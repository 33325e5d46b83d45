"""Where several units may be responsible the bot asks which; what the office then does teaches, or must not."""

from sqlalchemy import select

from appeals import learning_service
from appeals.store import AppealRow
from chats.store import DialogStateRow
from directory.learned import Learned
from people import store as people
from people.store import AccountRow
from tests.conversation import Role, Talker, Town
from tests.journeys.acts import introduce

UNCLEAR = "小区门口修路堵车，车子进不来"
ODD = "石狮子总被人挪来挪去，客人进不来"
AGAINST = "投诉区市场监督管理局办执照推诿扯皮，跑了五趟都不给办"


async def assign_elsewhere(office: Talker, unit: str) -> None:
    """To a unit that is searched for, whatever is suggested."""
    await office.press("查看")
    await office.press("选其他单位")
    await office.say(unit)
    await office.press(unit)


async def learned(town: Town) -> Learned:
    async with town.db.reading() as session:
        return await town.services.directory.learned(session)


async def suggested(town: Town) -> int | None:
    async with town.db.reading() as session:
        return (await session.scalars(select(AppealRow.suggested))).one()


async def test_an_unclear_matter_is_asked_about_with_reasons_and_the_choice_is_suggested(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    boss = await town.someone("示例老板")
    asked = await boss.say(UNCLEAR)
    assert "这件事归哪个单位管？我拿不太准" in asked
    assert "• 区交通运输局：提到“修路”，属区交通运输局职责" in asked
    await boss.press("市公安局示例区分局")
    await introduce(boss)
    assert "建议承办：市公安局示例区分局" in await boss.last()
    await boss.press("确认提交")
    assert await suggested(town) is not None
    await office.read(r"建议交办：市公安局示例区分局\n提到“堵车”")
    await office.press("查看 / 选其他单位")
    assert "建议交办：市公安局示例区分局\n提到“堵车”" in await office.last()


async def test_who_cannot_tell_leaves_it_to_the_office_and_is_not_asked_again(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    boss = await town.someone("示例老板")
    await boss.say(UNCLEAR)
    await boss.press("请营商办判断")
    await introduce(boss)
    assert "营商办判断承办单位" in await boss.last()
    assert "归哪个单位管" not in await boss.say("已经堵了三天")
    await boss.press("确认提交")
    assert await suggested(town) is None
    await office.read("没有把握，请您判断承办单位。\n• 可能是区交通运输局：提到“修路”")


async def test_there_is_a_way_back_to_the_words_and_a_search_among_all_units(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(UNCLEAR)
    await boss.press("返回")
    await boss.say("我们厂排污许可证办了一个月还没有批下来")
    await boss.button("同意")  # clear now: on to the next question
    other = await town.someone("示例店主")
    await other.say(UNCLEAR)
    kept = await other.say("zzzzqqqq")
    assert "没有找到“zzzzqqqq”" in kept
    assert "提到“修路”" in kept
    await other.say("城管局")
    await other.press("区城市管理局")
    await introduce(other)
    assert "建议承办：区城市管理局" in await other.last()
    await other.press("修改")
    await other.press("建议单位")
    assert "想改哪一项" in await other.press("返回")


async def test_a_problem_told_to_the_search_can_be_filed_as_it_stands(town: Town) -> None:
    boss = await town.someone("示例老板")
    assert "没有找到" in await boss.say("/find 石狮子总被人挪来挪去")
    await boss.press("把这句话作为诉求提交")
    await introduce(boss)
    assert "石狮子总被人挪来挪去" in await boss.last()


async def test_the_office_is_followed_when_the_same_matter_comes_again(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    boss = await town.someone("示例老板")
    await boss.say(ODD)
    await introduce(boss)
    await boss.press("确认提交")
    await assign_elsewhere(office, "区城市管理局")
    other = await town.someone("示例店主")
    assert "• 区城市管理局：以往类似诉求多交区城市管理局办理" in await other.say(ODD)


async def test_what_the_office_assigns_is_learned_once_and_can_be_undone(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    boss = await town.someone("示例老板")
    await boss.say(UNCLEAR)
    await boss.press("请营商办判断")
    await introduce(boss)
    await boss.press("确认提交")
    assert (await learned(town)).lessons == 0
    await assign_elsewhere(office, "区城市管理局")
    assert (await learned(town)).lessons == 1
    async with town.db.reading() as session:
        (past,) = await learning_service.past(session)
    assert past.text == UNCLEAR
    number = (await boss.read(r"SQ-\d{4}-\d{5}"))[0]
    async with town.db.transaction() as session:
        assert await learning_service.forget(session, number, town.clock.now())
        assert not await learning_service.forget(session, "SQ-2026-99999", town.clock.now())
        assert not await learning_service.forget(session, "示例", town.clock.now())
    assert (await learned(town)).lessons == 0


async def test_complaints_and_what_is_confidential_teach_nothing(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    boss = await town.someone("示例老板")
    await boss.say(AGAINST)
    await boss.press("照常办理")
    await introduce(boss)
    await boss.press("确认提交")
    await assign_elsewhere(office, "区司法局")
    await boss.say("办消防验收的人索要好处费，不送就不办")
    await boss.press("保密交纪委")
    await boss.press("确认提交")
    assert (await learned(town)).lessons == 0
    async with town.db.reading() as session:
        assert await learning_service.past(session) == []


async def test_a_unit_that_was_searched_for_is_the_enterprises_own_choice(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    boss = await town.someone("示例老板")
    await boss.say(ODD)
    await introduce(boss)
    await boss.press("修改")
    await boss.press("建议单位")
    await boss.say("市监局")
    await boss.press("市场监督管理局")
    await boss.press("确认提交")
    assert "企业自己选的单位" in (await office.read(r"(?s)新诉求.*"))[0]


async def test_reasons_are_read_in_the_language_that_one_reads_by_now(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(UNCLEAR)
    await boss.press("区交通运输局")
    await introduce(boss)
    assert "提到“修路”" in await boss.last()
    await _read_english(town, boss)
    summary = await boss.say("已经堵了三天")
    assert "“修路” is the business of" in summary
    assert "提到" not in summary


async def test_no_sentence_lies_in_the_state_of_a_dialog(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    boss = await town.someone("示例老板")
    await boss.say(UNCLEAR)
    assert not await _sentences(town)
    await boss.press("区交通运输局")
    await introduce(boss)
    assert not await _sentences(town)
    await boss.press("确认提交")
    await assign_elsewhere(office, "区交通运输局")
    await office.read("选择的理由")
    assert not await _sentences(town)


async def _sentences(town: Town) -> list[str]:
    """Whatever an open dialog remembers that was worded by us."""
    async with town.db.reading() as session:
        states = await session.scalars(select(DialogStateRow.data))
        return [word for state in states for word in ("提到", "职责", "已交办", "选择的理由") if word in str(state)]


async def _read_english(town: Town, talker: Talker) -> None:
    """As if it had been chosen in another chat of the same person."""
    async with town.db.transaction() as session:
        account = await session.get_one(AccountRow, talker.chat)
        await people.change(session, account.person, language="en")


async def test_a_unit_on_offer_is_chosen_by_its_name_in_any_form(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(UNCLEAR)
    await boss.say("应该是交通局吧")
    await introduce(boss)
    assert "建议承办：区交通运输局" in await boss.last()


async def test_the_office_is_chosen_in_words(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(UNCLEAR)
    await boss.say("我也不知道，你们看着办吧")
    await introduce(boss)
    assert "营商办判断承办单位" in await boss.last()


async def test_a_unit_complained_about_cannot_be_named_back_in(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(AGAINST)
    await boss.press("照常办理")
    await introduce(boss)
    await boss.press("修改")
    await boss.press("建议单位")
    await boss.say("市监局")
    assert "没有找到" in await boss.last()
