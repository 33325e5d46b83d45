"""Questions about the service, asked at any moment: they are answered, and what was asked before still stands."""

from appeals.model import FactKind
from tests.conversation import Town
from tests.journeys.acts import SENTENCE, facts, file, introduce, seated


async def test_a_question_at_the_consent_is_answered_and_the_consent_asked_again(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/start")
    await boss.say(SENTENCE)
    assert "您同意吗" in await boss.say("要不要钱")
    await boss.read("不收任何费用")
    assert "您同意吗" in await boss.say("你们拿我电话干嘛")
    await boss.read("用来联系您，不作他用")
    summary = await introduce(boss)
    assert SENTENCE in summary
    assert "要不要钱" not in summary


async def test_a_question_where_the_matter_is_asked_is_no_matter(town: Town) -> None:
    boss = await file(town)
    await boss.press("返回首页")
    await boss.press("提交诉求")
    assert "请用一句话说说" in await boss.say("匿名行不行")
    await boss.read("称呼写「张先生」这样就行")


async def test_a_question_below_an_appeal_is_answered_and_adds_nothing(town: Town) -> None:
    _, _, boss = await seated(town)
    before = await facts(town.db)
    await boss.say("周末上班吗")
    await boss.read("工作日 .* 有人")
    await boss.say("哪些人能看到我说的")
    await boss.read("看得到")
    assert await facts(town.db) == before


async def test_an_english_question_is_answered_in_english(town: Town) -> None:
    boss = await town.someone("示例访客")
    await boss.say("/start")
    await boss.say("/language")
    await boss.press("English")
    await boss.say("Are you open on weekends?")
    await boss.read("Somebody is at")


async def test_another_specialist_is_asked_of_the_office_and_not_of_that_specialist(town: Town) -> None:
    _, specialist, boss = await seated(town)
    before = await facts(town.db)
    await boss.say("换个人对接吧，不想跟他谈")
    await boss.read("没有转给现在的专员")
    assert await facts(town.db) == before
    assert "换个人" not in await specialist.last()


async def test_keeping_an_appeal_at_the_question_of_withdrawal(town: Town) -> None:
    _, _, boss = await seated(town)
    await boss.say("我要撤回这件诉求")
    assert "进度" in await boss.say("算了还是不撤了")
    assert FactKind.WITHDRAWN not in await facts(town.db)
    await boss.say("我要撤回这件诉求")
    await boss.say("嗯 撤")
    assert (await facts(town.db))[-1] == FactKind.WITHDRAWN


async def test_what_becomes_urgent_goes_first_from_then_on(town: Town) -> None:
    _, specialist, boss = await seated(town)
    assert "急件" in await boss.say("补充一下，12月18号前要修好，有客户来看厂")
    await specialist.read("急，已排在前面")
    await specialist.say("/tasks")
    assert next(iter((await specialist.screen())[-1].buttons)).startswith("急｜")


async def test_nothing_but_anger_is_asked_what_happened(town: Town) -> None:
    boss = await town.someone("示例访客")
    await boss.say("/start")
    await boss.say("你们就是一群吃干饭的！！")
    await boss.read("出了什么事")
    await boss.say("/start")
    assert "没写完" not in await boss.last()
    assert "您同意吗" in await boss.say("城管没收了我的三轮车，太欺负人了")


async def test_rubbish_is_a_matter_and_no_anger(town: Town) -> None:
    boss = await town.someone("示例访客")
    await boss.say("/start")
    assert "您同意吗" in await boss.say("门口垃圾成堆，没人清")


async def test_a_question_where_the_name_is_asked_is_no_name(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/start")
    await boss.say(SENTENCE)
    await boss.press("同意")
    await boss.say("你们先给我说说，什么时候能办好")
    await boss.read("1 个月内办结")
    await boss.say("张示例")
    await boss.say("13800001234")
    assert "什么时候能办好" not in await boss.say("示例食品有限公司")
