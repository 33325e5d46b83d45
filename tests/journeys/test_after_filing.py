"""What people want changed or kept secret once their appeal is filed: it is done, passed on, or said why it is not."""

from appeals.model import FactKind
from tests.conversation import Town
from tests.journeys.acts import SENTENCE, facts, file, introduce, seated

SECRET = "生态环境分局的人检查时收红包，不给就罚款"


async def test_the_right_name_of_the_enterprise_and_a_new_telephone_reach_who_handles_it(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await boss.say("店名写错了，应该是 示例修车铺")
    await boss.read("以后提交的诉求写「示例修车铺」")
    await specialist.read("应该是 示例修车铺")
    await boss.say("我电话换了 13800005678")
    await specialist.read("企业换了联系电话，请打新的号码")
    assert "示例修车铺" in await boss.say("店名不对")  # and not what is right: the window where it is changed
    await boss.say("下午两点以后打电话")
    await specialist.read("下午两点以后打电话")


async def test_what_is_filed_as_usual_cannot_be_made_secret_but_another_can(town: Town) -> None:
    _, specialist, boss = await seated(town)
    assert "一句话说说" in await boss.say("改成保密 交给纪委")
    await boss.read("SQ-2026-00001 是照常办理的，改不成保密")
    await boss.say("他们科长每次来都要拿两条烟")
    assert "保密交纪委" in str((await boss.screen())[-1].buttons)
    assert not any("纪委" in shown.text or "两条烟" in shown.text for shown in await specialist.screen())


async def test_what_is_secret_is_told_to_be_so(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SECRET)
    await boss.press("保密交纪委")
    await introduce(boss)
    await boss.press("确认提交")
    assert "已经选了保密" in await boss.say("就是补充给纪委")
    assert await facts(town.db) == [FactKind.FILED, FactKind.ASSIGNED]


async def test_cancel_withdraws_nothing_and_anger_shows_how_the_appeal_stands(town: Town) -> None:
    boss = await file(town)
    await boss.say("取消")
    await boss.read("现在没有正在写的")
    assert SENTENCE in await boss.say("气死我了，你们就知道踢皮球")
    assert "确定撤回吗" in await boss.say("I don't want the permit one anymore")
    assert await facts(town.db) == [FactKind.FILED]


async def test_details_said_between_two_matters_are_no_third(town: Town) -> None:
    boss = await file(town)
    assert "2 件事" in await boss.say("1. 门口的路灯坏了一个月没人修 2. 税务局发票额度老是不给提")
    assert "2 件事" in await boss.say("下午两点以后打电话")
    assert "2 件事" in await boss.say("提交了以后还能撤回来吗")
    await boss.read("随时说一声「撤回」")
