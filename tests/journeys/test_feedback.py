"""What an enterprise says while its appeal is handled reaches those who handle it, and nothing of it opens a draft."""

from datetime import timedelta

import pytest

from appeals.model import FactKind
from tests.conversation import Role, Talker, Town
from tests.journeys.acts import ECOLOGY, facts, file, introduce, seated

OTHER = "员工的社保一直转不进来，跑了三趟人社局都不给办"


async def assigned(town: Town) -> tuple[Talker, Talker, Talker]:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await file(town)
    await office.press("交办给")
    return boss, specialist, office


async def test_nobody_called_is_told_to_handler_and_office_at_once(town: Town) -> None:
    boss, specialist, office = await assigned(town)
    await boss.say("没有人联系我，电话一直开着")
    await boss.read("对不起，让您等了。我已经同时告诉市生态环境局示例区分局和营商办")
    await specialist.read("还没有人联系，请马上联系。\n没有人联系我，电话一直开着")
    await office.read("还没有人联系，由市生态环境局示例区分局的")
    assert (await facts(town.db))[-1] is FactKind.CONTACT_DENIED
    assert "企业反映还没有人联系" in await boss.press("查看这件诉求")


async def test_what_is_added_in_words_reaches_the_specialist(town: Town) -> None:
    boss, specialist, _ = await assigned(town)
    await boss.say("补充一下，受理单号是示例20260001")
    await boss.read("补充到 SQ-2026-00001 里了")
    await specialist.read("企业补充：\n补充一下，受理单号是示例20260001")
    assert (await facts(town.db))[-1] is FactKind.SUPPLEMENTED


async def test_words_and_photos_are_added_with_the_button(town: Town) -> None:
    boss, specialist, _ = await assigned(town)
    await boss.press("查看进度")
    await boss.press("补充情况、照片")
    await boss.send_photo()
    assert "已收到 2 个文件" in await boss.send_photo()
    await boss.say("这是现场的照片")
    await specialist.read("这是现场的照片\n附件：2 个")
    await specialist.press("查看")
    await specialist.press("看附件（2）")
    assert [shown.text for shown in await specialist.screen()].count("[照片]") == 2


async def test_a_photo_beside_an_open_appeal_is_asked_about(town: Town) -> None:
    boss, specialist, _ = await assigned(town)
    assert "是哪一种" in await boss.send_photo()
    assert (await facts(town.db))[-1] is FactKind.ASSIGNED
    await boss.press("补充 SQ-2026-00001")
    await specialist.read("附件：1 个")
    await boss.send_photo()
    await boss.press("另一件新的事")
    await boss.read("一句话")


async def test_not_solved_while_it_is_handled_reaches_the_specialist(town: Town) -> None:
    boss, specialist, _ = await assigned(town)
    await boss.say("问题还没解决，昨晚又被查了一次")
    await specialist.read("昨晚又被查了一次")
    assert (await facts(town.db))[-1] is FactKind.SUPPLEMENTED


async def test_an_answer_to_which_one_holds_for_ten_minutes(town: Town) -> None:
    boss, _, _ = await assigned(town)
    await boss.say("/start")
    await boss.say(OTHER)
    await boss.press("确认提交")
    town.clock.real += timedelta(minutes=2)
    await boss.say("/start")
    assert "是哪一种" in await boss.say("麻烦转告一下专员，我下午三点以后都在")
    await boss.press("补充 SQ-2026-00001")
    assert (await facts(town.db))[-1] is FactKind.SUPPLEMENTED
    town.clock.real += timedelta(minutes=9)
    await boss.say("/start")
    await boss.say("再跟专员说一声，门口可以停车")
    assert (await facts(town.db)).count(FactKind.SUPPLEMENTED) == 2
    town.clock.real += timedelta(minutes=11)
    await boss.say("/start")
    assert "是哪一种" in await boss.say("请转告专员，我明天不在")


async def test_lines_that_follow_at_once_belong_to_what_was_just_said(town: Town) -> None:
    boss, specialist, _ = await assigned(town)
    await boss.say("补充一下，受理单号是示例20260001")
    await boss.say("窗口在二楼")
    await specialist.read("窗口在二楼")
    town.clock.real += timedelta(minutes=5)
    await boss.say(OTHER)
    await boss.read("请核对|归哪个单位管")


async def test_words_of_another_appeal_are_asked_about_even_at_once_and_none_are_lost(town: Town) -> None:
    boss, specialist, _ = await assigned(town)
    await boss.say("/start")
    await boss.say(OTHER)
    await boss.press("确认提交")
    assert "补充到 SQ-2026-00002" in await boss.say("补充一下，昨天又去过一次")
    assert "是哪一种" in await boss.say("许可证的环评报告也交过了")
    assert "环评报告也交过了\n补充一下，窗口在二楼" in await boss.say("补充一下，窗口在二楼")
    assert "补充到 SQ-2026-00001" in await boss.say("许可证那件")
    await specialist.read("环评报告也交过了\n补充一下，窗口在二楼")


async def test_a_line_after_the_first_of_an_appeal_is_part_of_it(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("我们厂门口的路灯坏了")
    await boss.say("半个月了")
    await boss.read("会和这件诉求一起提交")
    assert "同意吗" in await boss.say("第一个")
    await boss.say("晚上看不见路")
    await boss.read("会和这件诉求一起提交")
    await introduce(boss)
    assert "路灯坏了\n半个月了\n晚上看不见路" in await boss.last()


async def test_what_is_over_offers_no_supplement(town: Town) -> None:
    boss, _, _ = await assigned(town)
    await boss.press("查看进度")
    assert any("补充情况" in label for label in (await boss.screen())[-1].buttons)
    await boss.press("撤回诉求")
    await boss.press("确定撤回")
    shown = (await boss.screen())[-1]
    assert "已撤回" in shown.text
    assert not any("补充情况" in label for label in shown.buttons)


@pytest.mark.parametrize("words", ["不方便打电话 我怕他们查我 就在这儿说行不", "别打电话，在这里说就行"])
async def test_how_to_be_reached_is_no_complaint_that_nobody_called(town: Town, words: str) -> None:
    _, specialist, boss = await seated(town)
    await boss.say(words)
    await specialist.read(f"企业补充：\n{words}")
    assert FactKind.CONTACT_DENIED not in await facts(town.db)
