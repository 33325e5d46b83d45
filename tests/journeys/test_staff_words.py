"""What specialists and the office say in words: reports, calls that nobody took, the wrong unit, orders to assign."""

from datetime import timedelta

import pytest

from appeals.model import FactKind
from tests.conversation import Role, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, facts, file, seated, to_result

REPORT = "督促检测机构12月20日前出报告，报告一到当天发证"


async def test_a_report_typed_after_a_step_opens_the_next_with_its_words(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await specialist.press("已对接")
    await specialist.press("已电话联系")
    assert "请写明怎么解决" in await specialist.say(REPORT)
    assert "预计什么时候能办好" in await specialist.press("就写「督促检测机构")
    await specialist.say("尽快")
    await specialist.read("写明今天以后的哪一天")
    assert "解决路径已反馈" in await specialist.say("3月12号左右")
    await boss.read("3月12日")
    assert (await facts(town.db))[-1] == FactKind.PATH_GIVEN


async def test_a_day_is_added_to_the_words_that_opened_the_window(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await specialist.press("已对接")
    await specialist.press("已电话联系")
    assert "请写明怎么解决" in await specialist.say(REPORT)
    assert "解决路径已反馈" in await specialist.say("3月12号前")
    await boss.read("督促检测机构.*(?s:.)*3月12日")


async def test_a_call_that_nobody_took_is_not_recorded(town: Town) -> None:
    _, specialist, _ = await seated(town)
    await specialist.press("查看")
    await specialist.say("已打三次电话，没人接")
    await specialist.read("没联系上的先不登记")
    assert FactKind.CONTACTED not in await facts(town.db)


@pytest.mark.soak  # another path of what `make test` walks
async def test_the_wrong_unit_is_told_who_changes_it(town: Town) -> None:
    _, specialist, _ = await seated(town)
    await specialist.press("查看")
    await specialist.say("这个我们不管，城管牵头的，转给城管局吧")
    await specialist.read("换承办单位由示例区营商环境办公室来办，请打 0551-66660000")


@pytest.mark.parametrize("order", ["SQ-2026-00001 给城管局", "把示例食品那件交给城市管理局", "00001交办给城管局吧"])
async def test_the_office_orders_in_words_and_taps_once(town: Town, order: str) -> None:
    office = await town.holder(Role.OFFICE)
    await file(town)
    assert "交给哪个单位" in await office.say(order)
    assert FactKind.ASSIGNED not in await facts(town.db)
    assert "区城市管理局" in await office.press("区城市管理局")
    assert (await facts(town.db))[-1] == FactKind.ASSIGNED


@pytest.mark.soak  # another path of what `make test` walks
async def test_yes_chooses_none_of_several_units(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    await file(town)
    assert "交给哪个单位" in await office.say("把00001交给税务局")
    await office.say("是")
    await office.read("有不止一个单位")
    assert await facts(town.db) == [FactKind.FILED]


async def test_the_office_names_a_unit_below_an_appeal(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    await file(town)
    await office.press("查看")
    assert "交给哪个单位" in await office.say("城管局")


async def test_an_order_of_somebody_else_is_no_order(town: Town) -> None:
    await town.holder(Role.OFFICE)
    boss = await file(town)
    assert "交给哪个单位" not in await boss.say("把示例食品那件交给城市管理局")
    assert FactKind.ASSIGNED not in await facts(town.db)


@pytest.mark.soak  # another path of what `make test` walks
async def test_the_nth_of_a_list_is_chosen_in_words(town: Town) -> None:
    boss = await file(town)
    await boss.say("/start")
    await boss.say("员工的社保一直转不进来，跑了三趟人社局都不给办")
    await boss.press("确认提交")
    await boss.say("/mine")
    assert "社保" in await boss.say("第一个")
    await boss.say("/mine")
    assert SENTENCE in await boss.say("看第二件")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_word_that_it_is_solved_reaches_who_still_handles_it(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await boss.say("问题已经解决了")
    await specialist.read("问题已经解决了")
    assert (await facts(town.db))[-1] == FactKind.SUPPLEMENTED


@pytest.mark.soak  # another path of what `make test` walks
async def test_withdrawing_is_agreed_to_in_words(town: Town) -> None:
    boss = await file(town)
    assert "确定撤回吗" in await boss.say("这个诉求我不要了，撤了吧")
    await boss.say("嗯 撤")
    assert (await facts(town.db))[-1] == FactKind.WITHDRAWN


async def test_a_day_that_is_to_come_is_no_result(town: Town) -> None:
    _, specialist, _ = await seated(town)
    await to_result(specialist)
    await specialist.say("跟老板说了，提前到3月15号办好")
    await specialist.read("没有登记")
    assert "办理结果是什么" not in await specialist.say("那个证15号才出 先别催")
    assert (await facts(town.db))[-1] is FactKind.PATH_GIVEN
    assert "办理结果是什么" in await specialist.say("许可证今天上午已经发给企业了")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_number_where_a_result_is_asked_is_looked_up(town: Town) -> None:
    _, specialist, _ = await seated(town)
    await to_result(specialist)
    await specialist.press("办结")
    assert SENTENCE in await specialist.say("00001")
    assert (await facts(town.db))[-1] is FactKind.PATH_GIVEN


@pytest.mark.soak  # another path of what `make test` walks
async def test_any_report_tells_the_path_where_it_is_asked(town: Town) -> None:
    _, specialist, _ = await seated(town)
    await specialist.press("已对接")
    await specialist.press("已电话联系")
    assert "请写明怎么解决" in await specialist.say("明天下午去现场看了再定，3月20号前出结果")
    assert "就写" in "".join((await specialist.screen())[-1].buttons)


async def test_what_is_offered_to_be_written_is_agreed_to_in_words(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await specialist.say("已经联系上企业负责人了")
    await specialist.say("就这么写")
    await boss.read("已经联系上企业负责人")
    assert (await facts(town.db))[-1] is FactKind.CONTACTED


async def test_what_is_recorded_stays_and_this_is_said(town: Town) -> None:
    _, specialist, _ = await seated(town)
    await specialist.press("已对接")
    await specialist.press("已电话联系")
    await specialist.say("刚才写错了，改成：已上门")
    await specialist.read("登记过的改不了")


@pytest.mark.parametrize(
    "order", ["把00001改给城管局", "SQ-2026-00001 改交 城管局", "排污许可证这件人家说不归他们 转给城管局"]
)
async def test_an_order_is_understood_however_it_is_put(town: Town, order: str) -> None:
    office = await town.holder(Role.OFFICE)
    await file(town)
    assert "SQ-2026-00001 交给哪个单位" in await office.say(order)


async def test_the_office_asks_who_handles_what_and_what_is_new(town: Town) -> None:
    office, _, _ = await seated(town)
    assert SENTENCE in await office.say("示例食品的事谁在办")
    assert "待交办" in await office.say("有新的吗")
    await office.say("怎么改承办单位")
    await office.read("选其他单位")


@pytest.mark.soak  # another path of what `make test` walks
async def test_another_persons_english_is_not_the_specialists(town: Town) -> None:
    _, specialist, _ = await seated(town)
    assert "Hello" not in await specialist.say("这个人说英语的 怎么联系")
    assert "Hello" in await specialist.say("切换成英文")
    assert "您好" in await specialist.say("切回中文")


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("order", ["1号给城管局", "1给城管", "1号给区城市管理局吧 环保不对"])
async def test_an_order_names_its_appeal_by_the_number_that_is_read(town: Town, order: str) -> None:
    office = await town.holder(Role.OFFICE)
    await file(town)
    assert "SQ-2026-00001 交给哪个单位" in await office.say(order)
    await office.say("对")
    assert (await facts(town.db))[-1] is FactKind.ASSIGNED


async def test_of_several_orders_the_first_is_done_and_the_others_are_asked_for(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    await file(town)
    assert "「2号给市场监管局」点完再说一遍" in await office.say("1号给城管局 2号给市场监管局")
    assert "SQ-2026-00001 交给哪个单位" in "".join(message.text for message in await office.screen())


async def test_what_is_said_of_a_number_shows_the_appeal(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    await file(town)
    assert SENTENCE in await office.say("1号不归环保吧？围挡是住建的还是城管的？")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_path_that_speaks_of_numbers_is_a_path(town: Town) -> None:
    _, specialist, _ = await seated(town)
    await specialist.press("已对接")
    await specialist.press("已电话联系")
    path = "路径：先出具书面整改通知书，给15天整改期，期间不停业，通道改到1.1米后复查"
    assert "请写明怎么解决" in await specialist.say(path)


@pytest.mark.soak  # another path of what `make test` walks
async def test_another_path_where_its_day_is_asked_takes_the_place_of_the_first(town: Town) -> None:
    _, specialist, boss = await seated(town)
    for step in ("已对接", "已电话联系", "查看这件诉求", "反馈路径"):
        await specialist.press(step)
    await specialist.say("补齐材料后 5 个工作日内办结。")
    await specialist.say("围挡拆除之前，先给店门口留出人行通道")
    await specialist.read("解决路径换成这段了")
    await specialist.press("办结时限前")
    await boss.read("先给店门口留出人行通道")


@pytest.mark.soak  # another path of what `make test` walks
async def test_an_order_names_its_appeal_by_words_that_do_not_stand_together(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    await file(town)
    await office.say("示例食品许可证那个给住建局")
    assert "区住房和城乡建设局" in (await office.screen())[-1].buttons


@pytest.mark.soak  # another path of what `make test` walks
async def test_the_sentence_that_is_offered_is_written_in_words(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await specialist.press("已对接")
    await specialist.press("已电话联系")
    await specialist.say("督促检测机构12月20日前出报告，报告一到当天发证")
    assert "就写" in "".join((await specialist.screen())[-1].buttons)
    await specialist.say("就写这句")
    await specialist.press("两周内")
    await boss.read("督促检测机构12月20日前出报告")


@pytest.mark.soak  # another path of what `make test` walks
async def test_an_order_without_an_appeal_means_the_one_that_is_shown(town: Town) -> None:
    office, _, _ = await seated(town)
    await file(town, "乙", "我修鞋铺子的营业执照办了三个月没有批下来")
    await office.say("00002")
    assert "SQ-2026-00002 交给哪个单位" in await office.say("交给司法局，他告的就是城管")
    await office.say("/start")
    assert "SQ-2026" not in await office.say("交给司法局，他告的就是城管")


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("order", ["就按这个登记", "登记为解决路径", "谢谢", "发给他吧"])
async def test_what_tells_nothing_is_not_recorded_as_the_path(town: Town, order: str) -> None:
    _, specialist, boss = await seated(town)
    for step in ("已对接", "已电话联系", "查看这件诉求", "反馈路径"):
        await specialist.press(step)
    assert "请写明怎么解决" in await specialist.say(order)
    await specialist.read("这句没有登记")
    assert not any(order in shown.text for shown in await boss.screen())


@pytest.mark.soak  # another path of what `make test` walks
async def test_an_order_to_send_or_to_record_takes_the_words_that_stand_there(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await specialist.say("已经跟厂里联系上了，约好周四上门")
    assert "已登记对接" in await specialist.say("就按这个登记")
    await specialist.say("补齐两份材料后重新审核")
    assert "已发给企业" in await specialist.say("直接发给他")
    await boss.read("补齐两份材料后重新审核")
    assert FactKind.PATH_GIVEN not in await facts(town.db)


@pytest.mark.soak  # another path of what `make test` walks
async def test_what_is_typed_long_after_a_window_is_asked_about(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await to_result(specialist)
    await specialist.press("办结")
    town.clock.real += timedelta(minutes=11)
    assert "SQ-2026-00001 示例食品有限公司\n要发给企业吗" in await specialist.say("您的材料还缺一份，请补一下")
    assert "缺一份" not in await boss.last()
    await specialist.press("发出")
    await boss.read("您的材料还缺一份")


async def test_what_is_typed_below_news_of_another_appeal_is_not_recorded_for_the_first(town: Town) -> None:
    office, specialist, _ = await seated(town)
    await specialist.press("已对接")
    await file(town, "乙", "我们厂的环评报告交了一个月还没有批")
    await office.press(f"交办给 {ECOLOGY}")
    await specialist.read("新交办.*SQ-2026-00002")
    assert "SQ-2026-00001" in await specialist.say("已电话联系老板，约好后天见面")
    assert FactKind.CONTACTED not in await facts(town.db)
    await specialist.press("登记为对接情况")
    assert "已登记对接" in await specialist.say("就这么写")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_telephone_is_told_where_a_note_is_asked(town: Town) -> None:
    _, specialist, _ = await seated(town)
    await specialist.press("已对接")
    assert "地址：示例路24号" in await specialist.say("税务局电话多少")
    assert FactKind.CONTACTED not in await facts(town.db)


@pytest.mark.soak  # another path of what `make test` walks
async def test_an_order_that_leaves_somebody_out_is_told_who_decides(town: Town) -> None:
    office = await town.holder(Role.OFFICE)
    await file(town)
    assert "SQ-2026-00001 交给哪个单位" in await office.say("1号派区城市管理局，注意别派给许示范")
    await office.read("由谁来办是单位定的")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_result_in_a_few_words_is_recorded(town: Town) -> None:
    _, specialist, _ = await seated(town)
    await to_result(specialist)
    await specialist.press("办结")
    assert "已登记办结" in await specialist.say("已经修好了")


@pytest.mark.soak  # another path of what `make test` walks
async def test_the_first_of_no_list_presses_nothing(town: Town) -> None:
    boss = await file(town)
    await boss.say("/start")
    await boss.say("我要撤回")
    await boss.say("第一个")
    assert await facts(town.db) == [FactKind.FILED]


async def test_a_word_to_the_enterprise_is_no_step(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await to_result(specialist)
    await specialist.press("办结")
    assert "要发给企业吗" in await specialist.say("跟老板说下午三点可以")
    assert "已发给企业" in await specialist.say("对的发出去")
    await boss.read("下午三点可以")
    assert FactKind.RESOLVED not in await facts(town.db)


@pytest.mark.soak  # another path of what `make test` walks
async def test_what_was_mistyped_is_not_recorded(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await to_result(specialist)
    await specialist.press("办结")
    assert "办理结果是什么" in await specialist.say("还没弄完 刚才打错了")
    assert FactKind.RESOLVED not in await facts(town.db)
    assert not any("打错" in shown.text for shown in await boss.screen())


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("report", ["同企业回访确认已解决", "通知企业领证，证已办好了"])
async def test_a_report_that_names_the_enterprise_is_a_result(town: Town, report: str) -> None:
    _, specialist, _ = await seated(town)
    await to_result(specialist)
    await specialist.press("办结")
    assert "已登记办结" in await specialist.say(report)
