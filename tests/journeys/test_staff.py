"""Staff come in by a one-time code, find their work, and may do what their role says."""

import pytest

from people import post_store
from people.model import Role
from people.post_store import PostRow
from tests.conversation import Town
from tests.journeys.acts import ECOLOGY, file, introduce, invite


async def test_a_code_binds_a_chat_once(town: Town) -> None:
    code = await invite(town, Role.OFFICE)
    clerk, other = await town.someone("示例同事"), await town.someone("别人")
    await clerk.say(f"/start {code.lower()}")
    assert "绑定好了" in await clerk.press("是我，确认", times=2)
    await clerk.press("返回首页")
    assert "待交办" in str([*(await clerk.screen())[-1].buttons])
    await other.say(f"/join {code}")
    await other.read("这个码无法使用")
    assert "待交办" not in str([*(await other.screen())[-1].buttons])


@pytest.mark.parametrize("command", ["/start", "/join"])
async def test_an_invitation_opened_only_asks_and_is_not_used_up(town: Town, command: str) -> None:
    code = await invite(town, Role.OFFICE)
    asked = await (curious := await town.someone("路过的人")).say(f"{command} {code}")
    assert "营商办" in asked
    assert "确认是您本人吗" in asked
    assert [*(await curious.screen())[-1].buttons] == ["是我，确认", "不是我，取消"]
    assert "您好！" in await curious.press("不是我，取消")
    assert "邀请码还没有用掉" in (await curious.toasts())[-1]
    assert "待交办" not in str([*(await curious.screen())[-1].buttons])
    clerk = await town.someone("示例同事")
    await clerk.say(f"{command} {code}")
    assert "绑定好了" in await clerk.press("是我，确认")


async def test_an_invitation_used_or_replaced_before_the_tap_says_so(town: Town) -> None:
    slow, quick = await town.someone("慢的人"), await town.someone("快的人")
    for name in (slow, quick):
        await name.say(f"/join {await invite(town, Role.OFFICE)}")
    assert "刚刚失效了" in await slow.press("是我，确认", times=2)
    assert "绑定好了" in await quick.press("是我，确认")


async def test_a_post_that_a_newer_code_moves_is_told_to_both_holders_and_the_office(town: Town) -> None:
    office, former = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER)
    clerk = await town.someone("示例同事")
    assert "这个岗位正在另一个聊天里使用" in await clerk.say(f"/start {await invite(town, Role.HANDLER)}")
    for person in (office, former):
        assert not any("安全提醒" in shown.text for shown in await person.screen())
    assert "原来所在的聊天和营商办都收到了通知" in await clerk.press("是我，确认")
    told = (await former.read(r"(?s)安全提醒.*"))[0]
    for expected in ("3月2日周一 10:00", former.name, "具办专员", "转到别的聊天", "0551-66660000"):
        assert expected in told
    assert former.name in (await office.read(r"(?s)安全提醒.*转到新的聊天.*"))[0]
    await former.say("/tasks")
    await former.read("不在您的办理范围内")


async def test_a_post_taken_for_the_first_time_or_again_by_its_holder_alarms_nobody(town: Town) -> None:
    office, clerk = await town.holder(Role.OFFICE), await town.someone("示例同事")
    for _ in range(2):
        await clerk.say(f"/start {await invite(town, Role.HANDLER)}")
        await clerk.press("是我，确认")
        await clerk.read("绑定好了")
    for person in (office, clerk):
        assert not any("安全提醒" in shown.text for shown in await person.screen())


async def test_a_post_of_the_office_that_moves_is_told_to_the_rest_of_the_office(town: Town) -> None:
    former, clerk = await town.holder(Role.OFFICE), await town.someone("示例同事")
    colleague = await town.someone("另一位同事")
    await colleague.say("/start")
    await town.bind(colleague, await second_post(town, Role.OFFICE))
    await clerk.say(f"/start {await invite(town, Role.OFFICE)}")
    await clerk.press("是我，确认")
    await former.read("转到别的聊天")
    await colleague.read("转到新的聊天")
    assert not any("转到新的聊天" in shown.text for shown in await clerk.screen())


async def second_post(town: Town, role: Role) -> int:
    """A second post of the role, added if the sample district has only one."""
    async with town.db.transaction() as session:
        first = (await post_store.posts(session, role))[0]
        row = PostRow(unit=first.unit, role=role, name="另一位同事")
        session.add(row)
        await session.flush()
        return row.id


async def test_help_names_the_commands_of_ones_post(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    for person, own, others in ((office, "/desk", "/tasks"), (specialist, "/tasks", "/desk")):
        said = await person.say("/help")
        assert own in said
        assert others not in said


async def test_what_was_said_to_a_post_waits_for_whoever_binds(town: Town) -> None:
    await file(town)
    clerk = await town.someone("示例同事")
    await clerk.say(f"/join {await invite(town, Role.OFFICE)}")
    await clerk.press("是我，确认")
    await clerk.read("新诉求 SQ-2026-00001")
    await clerk.press("交办给")
    await clerk.read("承办的姜示例还没有绑定聊天")


async def test_join_without_a_code_says_how(town: Town) -> None:
    clerk = await town.someone("示例同事")
    assert "邀请码" in await clerk.say("/join")


async def test_the_desk_and_the_tasks_open_only_for_those_who_work_there(town: Town) -> None:
    boss = await file(town)
    for command in ("/desk", "/tasks"):
        await boss.say(command)
        await boss.read("不在您的办理范围内")
    specialist = await town.holder(Role.HANDLER, ECOLOGY)
    assert "没有待办" in await specialist.say("/tasks")


async def test_tasks_stand_in_the_order_of_their_due_time(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    for name in ("甲示例", "乙示例"):
        await file(town, name)
        await office.press("交办给")
        await town.advance(town.clock.now().replace(day=town.clock.now().day + 1))
    await specialist.say("/tasks")
    labels = list((await specialist.screen())[-1].buttons)
    assert labels[0].startswith("已超") or labels[0].startswith("剩")
    await specialist.press(labels[0])
    assert "SQ-2026-00001" in await specialist.last()


async def test_a_withdrawn_appeal_is_told_to_the_office_and_takes_no_more_steps(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    boss = await file(town)
    await boss.press("查看进度")
    await boss.press("撤回诉求")
    await boss.press("确定撤回")
    assert "已撤回" in await boss.last()
    await office.read("已由企业撤回")
    await office.press("交办给")
    assert "已经撤回" in (await office.toasts())[-1]


async def test_find_shows_a_unit_as_published_and_files_with_it(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/find 市监局")
    assert "首席专员" in await boss.last()
    assert "又称“市监局”" in await boss.last()
    await boss.press("向这个单位提诉求")
    assert "一句话" in await boss.last()


async def test_what_is_not_found_leads_to_the_page_of_all_units(town: Town) -> None:
    boss = await town.someone("示例老板")
    assert "https://qinqing.example.gov.cn/specialists" not in await boss.say("/find 市监局")
    assert "全部单位和专员：https://qinqing.example.gov.cn/specialists" in await boss.say("/find zzzzqqqq")


async def test_settings_show_masked_telephone_and_change_the_language(town: Town) -> None:
    boss = await file(town)
    assert "138****1234" in await boss.say("/me")
    await boss.press("Language")
    await boss.press("English")
    await boss.say("/start")
    assert "Hello" in await boss.last() or "assistant" in await boss.last()


async def test_a_long_appeal_can_be_read_to_its_end(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await town.someone("示例老板")
    await boss.say("我们厂排污许可证办了一个月还没有批下来。" + "每次都说缺材料，" * 480 + "这是最后一句。")
    await introduce(boss)
    await boss.press("确认提交")
    await boss.press("查看进度")
    for reader, opening in ((boss, None), (office, "查看 / 选其他单位"), (specialist, "查看")):
        if reader is specialist:
            await office.press(f"交办给 {ECOLOGY}")
        if opening:
            await reader.press(opening)
        assert "最后一句" not in await reader.last()
        await reader.press("看全文")
        await reader.read("这是最后一句。")
        assert "SQ-2026-00001" in await reader.last()
