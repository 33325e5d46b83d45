"""Appeals are found by what people type in the chat: by those who may see them, and by nobody else."""

import pytest

from tests.conversation import Role, Talker, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, file

OTHER = "员工的社保一直转不进来，跑了三趟人社局都不给办"


@pytest.mark.parametrize("words", ["SQ-2026-00001", "示例食品有限公司", "张示例", "尾号1234", "排污", "1234"])
async def test_the_office_finds_an_appeal_by_every_field(town: Town, words: str) -> None:
    office = await town.holder(Role.OFFICE)
    await file(town)
    await office.say("/start")
    assert SENTENCE in await office.say(words)


async def test_several_are_listed_and_the_commission_finds_no_telephone(town: Town) -> None:
    office, commission = await town.holder(Role.OFFICE), await town.holder(Role.DISCIPLINE)
    boss = await file(town)
    await boss.say("/start")
    await boss.say(OTHER)
    await boss.press("确认提交")
    await office.say("/start")
    assert "和「示例食品有限公司」有关的诉求有 2 件" in await office.say("示例食品有限公司")
    assert SENTENCE in await office.press("排污许可证")
    await commission.say("/start")
    assert "没有找到" in await commission.say("尾号1234")
    assert SENTENCE in await commission.say("排污许可证")


async def test_an_entrepreneur_finds_only_own_appeals(town: Town) -> None:
    boss = await file(town)
    await boss.say("/start")
    assert SENTENCE in await boss.say("排污")
    other = await town.someone("别的老板")
    await other.say("/start")
    await other.say("排污")
    assert not any(SENTENCE in shown.text for shown in await other.screen())


async def test_what_is_not_found_can_be_filed_or_looked_up_among_units(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    await office.say("/start")
    assert "没有找到和「示例饭店」有关的诉求" in await office.say("示例饭店")
    await office.press("这是一件新的事，要提交")
    await office.read("同意吗|归哪个单位管")


@pytest.fixture
async def specialist(town: Town) -> Talker:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    await file(town)
    await office.press("交办给")
    await specialist.say("/start")
    return specialist


async def test_a_specialists_step_in_words_opens_the_window_that_records_it(specialist: Talker) -> None:
    assert "怎么与企业对接的" in await specialist.say("已经跟他们电话联系上了")
    await specialist.press("就写「已经跟他们电话联系上了」")
    await specialist.say("/start")
    assert "怎么解决、走什么程序" in await specialist.say("SQ-2026-00001 方案已经定了")


async def test_a_step_that_is_not_open_shows_the_appeal(specialist: Talker) -> None:
    assert SENTENCE in await specialist.say("SQ-2026-00001 已经办结了")


@pytest.mark.parametrize("words", ["我手上的事哪件最着急呢你看看", "跟你说五金厂那边线路检修下周才停"])
async def test_staff_begin_no_appeal_of_their_own_by_talking(specialist: Talker, words: str) -> None:
    await specialist.say(words)
    screen = "".join(shown.text for shown in await specialist.screen())
    assert "请核对" not in screen
    assert "归哪个单位管" not in screen
    assert "是哪家企业的事" not in screen
