"""The main job, from the first sentence to the rating, and everything else people can do: every act on every way."""

from datetime import timedelta

import pytest

from appeals import count_store as appeals
from appeals.model import FactKind
from tests.conversation import MONDAY, Role, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, facts, file, introduce, invite, walk, work
from tests.journeys.ways import EVERY_WAY

on_every_way = pytest.mark.parametrize("way", EVERY_WAY, ids=str, indirect=True)


@on_every_way
async def test_an_appeal_is_filed_by_one_sentence_worked_and_rated(town: Town) -> None:
    await walk(town)


@on_every_way
async def test_people_come_and_go_change_their_minds_and_are_reminded(town: Town) -> None:
    """What the walk above leaves out."""
    specialist, clerk = await town.holder(Role.HANDLER, ECOLOGY), await town.someone("示例同事")
    await clerk.say(f"/join {await invite(town, Role.OFFICE)}")
    await clerk.press("是我，确认")
    await clerk.read("绑定好了")
    await specialist.say("/me")
    await specialist.press("我要休假")
    await specialist.say("2026年3月10日至12日")
    assert "休假：2026年3月10日至3月12日" in await specialist.press("不指定")

    boss = await town.someone("示例老板")
    assert "首席专员" in await boss.say("/find 市监局")
    await boss.say("/start")
    await boss.say(SENTENCE)
    await introduce(boss)
    await boss.send_photo()
    assert "材料已交齐" in await boss.say("补充：材料已交齐")
    await boss.press("修改")
    await boss.press("类别")
    await boss.press("水电气网")
    assert "附件：1 个" in await boss.last()
    await boss.press("确认提交")
    await town.advance(MONDAY + timedelta(hours=6, minutes=30))
    await clerk.read("还没有交办，争取不过夜")
    await clerk.press("查看")
    await clerk.press("看附件（1）")
    await boss.say("/mine")
    await boss.press("待交办")
    await boss.press("撤回诉求")
    assert "已撤回" in await boss.press("确定撤回")
    await clerk.read("已由企业撤回")
    await boss.say("/language")
    assert "Hello 张示例" in await boss.press("English")


@on_every_way
async def test_what_is_confidential_goes_to_the_commission_alone(town: Town) -> None:
    office, commission = await town.holder(Role.OFFICE), await town.holder(Role.DISCIPLINE)
    boss = await town.someone("示例老板")
    await boss.say("有干部吃拿卡要，索要好处费才肯盖章")
    await boss.press("保密交纪委")
    await introduce(boss)
    await boss.press("确认提交")
    await commission.read("好处费")
    await office.read("保密诉求 SQ-2026-00001")
    assert not any("好处费" in shown.text for shown in await office.screen())


async def test_step_by_step_with_photos_category_place_and_unit(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/start")
    await boss.press("提交诉求")
    await boss.say("厂门口的路坏了，货车进不来")
    await boss.press("没有，跳过")
    await boss.press("道路环境")
    await boss.say("示例路 8 号")
    await boss.press("请营商办判断")
    summary = await introduce(boss)
    assert "示例路 8 号" in summary
    assert "营商办判断" in summary
    assert "SQ-2026-00001" in await boss.press("确认提交")


async def test_a_double_tap_files_one_appeal(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    await boss.press("确认提交", times=3)
    async with town.db.reading() as session:
        assert await appeals.count_by_stage(session) == {"assign": 1}


@on_every_way
async def test_not_solved_goes_back_once_for_a_second_handling(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await file(town)
    await work(office, specialist)
    await boss.press("还没解决")
    await boss.say("证上的名字写错了")
    await office.read("没有解决")
    await specialist.read("二次办理")
    await specialist.read("证上的名字写错了")
    await specialist.press("办结")
    await specialist.say("已更正。")
    assert "营商办会亲自跟进，在 3月3日周二 17:30 前给您答复" in await boss.press("还没解决")
    await boss.press("不写了")
    await office.read("仍没有解决")
    await office.press("查看")
    await office.press("答复企业并结案")
    await office.say("已陪同企业到窗口换证。")
    await boss.read("营商办答复您：\n已陪同企业到窗口换证")
    kinds = await facts(town.db)
    assert kinds.count(FactKind.REOPENED) == 1
    assert kinds[-2:] == [FactKind.STILL_UNSOLVED, FactKind.CONCLUDED]


async def test_a_dissatisfied_rating_goes_back_too(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await file(town)
    await work(office, specialist)
    await boss.press("解决了")
    await boss.press("很不满意")
    await boss.press("不用了")
    await office.read("没有解决")
    assert (await facts(town.db))[-1] is FactKind.REOPENED


async def test_the_office_assigns_to_another_unit_by_search(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    boss = await file(town)
    await office.press("查看 / 选其他单位")
    await office.press("选其他单位")
    await office.say("市监局")
    await office.press("市场监督管理局")
    await boss.read("已交办区市场监督管理局")


async def test_nobody_is_pinged_twice_and_everyone_in_time(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    chief = await town.holder(Role.CHIEF, ECOLOGY)
    await file(town)
    for hours in range(24):
        await town.advance(MONDAY + timedelta(hours=hours))
    await office.read("还没有交办，争取不过夜")
    await office.press("交办给")
    for hours in range(24, 24 * 40, 5):
        await town.advance(MONDAY + timedelta(hours=hours))
    for talker, expected in ((specialist, {"提醒": 3, "已超时": 3}), (chief, {"提醒": 0, "已超时": 3})):
        told = [shown.text for shown in await talker.screen()]
        assert {word: sum(text.startswith(word) for text in told) for word in expected} == expected
