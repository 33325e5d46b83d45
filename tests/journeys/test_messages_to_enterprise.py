"""A word of whoever handles the appeal reaches the enterprise, and its reply comes back."""

import pytest

from appeals.model import FactKind
from tests.conversation import Role, Town
from tests.journeys.acts import SENTENCE, facts, file, seated, to_result

REPORT = "督促检测机构12月20日前出报告，报告一到当天发证"
WORD = "请企业明天上午带营业执照原件来二楼窗口"


@pytest.mark.parametrize("word", [WORD, "请问您那边的环保设备装好了吗？"])
async def test_what_is_said_to_the_enterprise_goes_there_with_one_tap(town: Town, word: str) -> None:
    _, specialist, boss = await seated(town)
    await specialist.press("查看")
    assert "要发给企业吗" in await specialist.say(word)
    assert FactKind.MESSAGED not in await facts(town.db)
    assert "已发给企业" in await specialist.press("发出「")
    await boss.read(f"区分局的{specialist.name}就诉求 SQ-2026-00001 给您留言：\n{word}")
    await boss.press("回复")
    await boss.say("好的，明天十点到")
    await specialist.read("企业补充：\n好的，明天十点到")
    assert (await facts(town.db))[-2:] == [FactKind.MESSAGED, FactKind.SUPPLEMENTED]


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_message_is_written_behind_its_button_at_any_step(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await to_result(specialist)
    await specialist.press("给企业留言")
    await specialist.say("证已经在打印，麻烦等两天。")
    await boss.read("证已经在打印")
    assert (await facts(town.db))[-1] is FactKind.MESSAGED


@pytest.mark.soak  # another path of what `make test` walks
async def test_what_was_taken_for_a_step_is_only_sent(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await specialist.press("已对接")
    await specialist.press("已电话联系")
    assert "请写明怎么解决" in await specialist.say(REPORT)
    assert "已发给企业" in await specialist.press("不登记，只发给企业")
    await boss.read(REPORT)
    assert (await facts(town.db))[-1] is FactKind.MESSAGED


async def test_who_handles_nothing_of_it_sends_nothing(town: Town) -> None:
    office, _, _ = await seated(town)
    await office.press("查看")
    assert "要发给企业吗" not in await office.say(WORD)
    other = await town.holder(Role.HANDLER, "区城市管理局")
    assert "要发给企业吗" not in await other.say("SQ-2026-00001 请企业明天带执照来")
    assert FactKind.MESSAGED not in await facts(town.db)


@pytest.mark.soak  # another path of what `make test` walks
async def test_an_appeal_that_waits_for_its_unit_has_nobody_to_write(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    await file(town)
    await office.press("查看")
    assert "给企业留言" not in "".join((await office.screen())[-1].buttons)


@pytest.mark.parametrize("reply", ["上午九点半我到 环保局几楼", "要带公章吗", "那专家是我自己找还是你们找"])
async def test_what_is_typed_below_a_message_is_its_answer(town: Town, reply: str) -> None:
    _, specialist, boss = await seated(town)
    await specialist.press("查看")
    await specialist.press("给企业留言")
    await specialist.say("周四上午九点半请到我局来一趟，专家也在。")
    await boss.read("专家也在")
    await boss.say(reply)
    await specialist.read(reply)
    assert (await facts(town.db))[-1] is FactKind.SUPPLEMENTED


async def test_a_matter_of_its_own_below_a_message_is_not_its_answer(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await specialist.press("查看")
    await specialist.press("给企业留言")
    await specialist.say("周四上午九点半请到我局来一趟。")
    await boss.read("九点半请到我局")
    assert "路灯" in await boss.say("厂门口的路灯坏了半个月没人修")
    assert (await facts(town.db))[-1] is FactKind.MESSAGED


async def test_who_answers_the_enterprise_is_offered_to_send_it(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await to_result(specialist)
    await boss.say("/mine")
    await boss.press("排污许可证")
    await boss.press("补充情况")
    await boss.say("那专家是我自己找还是你们找")
    await specialist.read("自己找还是你们找")
    assert "要发给企业吗" in await specialist.say("专家我们帮您对接 不用自己找")


async def test_a_message_is_given_up_in_words(town: Town) -> None:
    _, specialist, _ = await seated(town)
    await specialist.press("查看")
    await specialist.say(WORD)
    assert SENTENCE in await specialist.say("先不发 我打错了")
    assert FactKind.MESSAGED not in await facts(town.db)


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_photo_below_a_message_goes_to_who_wrote_it(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await specialist.press("查看")
    await specialist.press("给企业留言")
    await specialist.say("有照片的话发一张来。")
    await boss.read("发一张来")
    await boss.send_photo()
    await specialist.read("附件：1 个")


@pytest.mark.soak  # another path of what `make test` walks
async def test_what_is_to_come_is_no_contact_and_may_be_sent(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await specialist.press("查看")
    assert "要发给企业吗" in await specialist.say("明天下午给您打电话")
    await specialist.say("发送")
    await boss.read("明天下午给您打电话")
    assert (await facts(town.db))[-1] is FactKind.MESSAGED


@pytest.mark.soak  # another path of what `make test` walks
async def test_what_may_be_sent_may_be_the_result(town: Town) -> None:
    _, specialist, _ = await seated(town)
    await to_result(specialist)
    assert "要发给企业吗" in await specialist.say("您的证今天可以来拿了，在二楼窗口")
    assert "办理结果是什么" in await specialist.press("登记为办理结果")


@pytest.mark.soak  # another path of what `make test` walks
async def test_yes_to_the_enterprise_is_offered_to_be_sent(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await specialist.press("已对接")
    await specialist.press("已电话联系")
    await boss.say("十点不行，下午三点可以吗")
    assert "要发给企业吗" in await specialist.say("可以的")
    await specialist.press("发出「可以的")
    await boss.read("给您留言：\n可以的")
