"""What people say by the way at a question: nothing breaks or is lost, and no step is taken that was not meant."""

import pytest

from appeals.model import FactKind
from tests.conversation import Role, Talker, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, facts, file, seated

INTEGRITY = "城管队的队长老来我们店吃饭不给钱，还要红包"


async def resolved(town: Town) -> tuple[Talker, Talker]:
    """Specialist and enterprise, which is asked whether it is solved."""
    _, specialist, boss = await seated(town)
    for step in ("已对接", "已电话联系", "查看这件诉求", "反馈路径"):
        await specialist.press(step)
    await specialist.say("补齐材料后 5 个工作日内办结。")
    for step in ("一周内", "查看这件诉求", "办结"):
        await specialist.press(step)
    await specialist.say("许可证已经发出。")
    return specialist, boss


async def test_words_at_the_question_of_satisfaction_are_kept_and_it_is_asked_again(town: Town) -> None:
    specialist, boss = await resolved(town)
    await boss.press("解决了")
    assert "您满意吗" in await boss.say("亏的钱也要写进去")
    await boss.read("这句话我记下了")
    assert "再说一句" in await boss.press("满意")
    assert "谢谢您的评价" in await boss.press("不用了，提交评价")
    assert (await facts(town.db))[-1] == FactKind.RATED
    await specialist.read("亏的钱也要写进去")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_score_with_its_reason_keeps_the_reason(town: Town) -> None:
    specialist, boss = await resolved(town)
    await boss.press("解决了")
    assert "再说一句" in await boss.say("挺满意的 就是慢了点")
    await boss.say("谢谢姜工")
    await specialist.read("挺满意的 就是慢了点\n谢谢姜工")


async def test_a_name_is_corrected_a_rating_comes_too_early_and_a_yes_confirms_nothing(town: Town) -> None:
    boss = await file(town)
    assert "称呼改成王示例了" in await boss.say("我名字是王示例 你们写成别的了")
    assert "现在还评不了" in await boss.say("打个四分吧")
    await boss.say("/start")
    assert "已经提交好了" in await boss.say("确认")
    assert await facts(town.db) == [FactKind.FILED]


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_rating_before_the_yes_asks_for_the_yes_first(town: Town) -> None:
    _, boss = await resolved(town)
    await boss.say("打五分吧")
    await boss.read("先请您说一声解决了没有")
    assert FactKind.RATED not in await facts(town.db)


async def test_solved_but_for_something_is_passed_on_and_asked(town: Town) -> None:
    specialist, boss = await resolved(town)
    await boss.say("问题是解决了 但我亏的钱谁赔啊")
    await boss.read("那这件事算解决了吗")
    assert FactKind.CONFIRMED not in await facts(town.db)
    await specialist.read("但我亏的钱谁赔啊")
    assert "您满意吗" in await boss.press("解决了")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_contact_that_never_was_is_denied_in_words(town: Town) -> None:
    office, specialist, boss = await seated(town)
    await specialist.press("已对接")
    await specialist.press("已电话联系")
    await boss.say("/mine")
    await boss.press("待反馈路径")
    await boss.say("姜示例没约过我，他乱登记")
    assert (await facts(town.db))[-1] == FactKind.CONTACT_DENIED
    await office.read("SQ-2026-00001")


async def test_who_does_not_agree_in_words_leaves_and_keeps_what_was_written(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    assert "没写完的诉求" in await boss.say("不同意 我不放心")
    await boss.read("不同意就不提交")


@pytest.mark.parametrize(
    ("words", "choice"), [("给纪委吧，别让城管的人知道是我说的", True), ("不用保密，照常办就行", False)]
)
async def test_confidence_is_chosen_in_words(town: Town, words: str, choice: bool) -> None:
    boss = await file(town)
    await boss.say("/start")
    assert "您希望怎么办" in await boss.say(INTEGRITY)
    summary = await boss.say(words)
    assert "请核对" in summary
    assert ("内容保密" in summary) is choice


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_farmer_without_a_firm_is_an_individual(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    await boss.say("俺叫赵示例 13800001234")
    assert "企业：个人" in await boss.say("没有厂 就是俺自己养的")


@pytest.mark.soak  # another path of what `make test` walks
async def test_words_below_a_file_that_waits_go_with_it(town: Town) -> None:
    _, specialist, boss = await seated(town)
    assert "您发来的文件，是哪一种" in await boss.send_photo()
    assert "是哪一种" in await boss.say("这是上个月的检测报告")
    await boss.press("补充 SQ-2026-00001")
    await specialist.read("这是上个月的检测报告")


@pytest.mark.parametrize("words", ["这周我办了几件", "开会了开会了大家都来"])
async def test_no_words_of_staff_begin_an_appeal(town: Town, words: str) -> None:
    specialist = await town.holder(Role.HANDLER, ECOLOGY)
    assert "同意吗" not in await specialist.say(words)


@pytest.mark.parametrize(
    ("words", "shown"), [("哪些还没联系企业", "在办"), ("这周超期的有几件", "在办"), ("今天新来的诉求", "待交办")]
)
async def test_the_office_asks_for_its_lists_in_words(town: Town, words: str, shown: str) -> None:
    office = await town.holder(Role.OFFICE)
    assert shown in await office.say(words)


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_withdrawal_that_was_not_meant_is_passed_on(town: Town) -> None:
    _, specialist, boss = await seated(town)
    assert "确定撤回吗" in await boss.say("不要了 门口昨晚有人摔了 快点吧")
    assert "办理的人看得到" in await boss.say("不是！别撤！我说有人摔了 催一下")
    await specialist.read("催一下")
    assert FactKind.WITHDRAWN not in await facts(town.db)
    await boss.say("不要了 门口昨晚有人摔了 快点吧")
    await boss.press("不撤，把这句话转给办理的人")
    await specialist.read("门口昨晚有人摔了")


async def test_an_order_to_withdraw_names_its_appeal(town: Town) -> None:
    boss = await file(town)
    await boss.say("/appeal 我们园区上个月的电费多收了三千多块")
    if "归哪个单位管" in await boss.last():
        await boss.press("请营商办判断")
    await boss.press("确认提交")
    await boss.say("/start")
    assert "撤回 SQ-2026-00002" in await boss.say("撤回电费那个")


@pytest.mark.soak  # another path of what `make test` walks
async def test_when_it_goes_on_is_said_in_a_sentence(town: Town) -> None:
    _, _, boss = await seated(town)
    await boss.say("那什么时候给我打电话？")
    await boss.read("会在 3月4日周三 17:30 前联系您")


async def test_a_new_telephone_is_kept_however_it_is_said(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await boss.say("我换了手机号 以前138的 现在 15900001111")
    await boss.read("电话改成 159")
    assert "159 0000 1111" in await specialist.press("查看")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_question_below_an_appeal_may_go_to_who_handles_it(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await boss.say("监测报告找谁做？多少钱？")
    await boss.press("问办理 SQ-2026-00001 的专员")
    await specialist.read("监测报告找谁做")


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("words", ["补充那个", "就是这件的照片", "yes add it", "第一个"])
async def test_where_a_file_belongs_is_said_in_words(town: Town, words: str) -> None:
    _, specialist, boss = await seated(town)
    await boss.send_photo()
    assert "补充到 SQ-2026-00001" in await boss.say(words)
    await specialist.read("附件：1 个")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_few_words_below_an_appeal_are_asked_about(town: Town) -> None:
    _, _, boss = await seated(town)
    await boss.press("查看进度")
    assert "是哪一种" in await boss.say("太慢了 摔了人咋办")


async def test_a_complaint_of_bribery_is_not_offered_to_who_handles_an_appeal(town: Town) -> None:
    _, _, boss = await seated(town)
    told = await boss.say("I want to complain about the tax officer who asked me for money")
    assert "纪委" in told or "Discipline" in told or "discipline" in told


@pytest.mark.parametrize(("words", "told"), [("小同志你好我是开小卖部的王大爷", "您好！办事"), ("😡😡", "出了什么事")])
async def test_whoever_greets_or_is_angry_is_asked_kindly(town: Town, words: str, told: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/start")
    await boss.say(words)
    await boss.read(told)


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize(
    ("words", "reads"),
    [
        ("有人来没 我等了一天了", "会在 3月4日周三 17:30 前联系您"),
        ("Did somebody call me? I missed a call", "补充到 SQ-2026-00001"),
        ("我反悔了 不想举报了", "确定撤回吗"),
    ],
)
async def test_what_is_said_of_the_only_appeal_files_and_accuses_nothing(town: Town, words: str, reads: str) -> None:
    _, _, boss = await seated(town)
    await boss.say(words)
    await boss.read(reads)
    assert FactKind.CONTACT_DENIED not in await facts(town.db)
    assert "请核对" not in await boss.last()


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_withdrawal_is_dropped_in_a_joking_word(town: Town) -> None:
    _, _, boss = await seated(town)
    await boss.say("我要撤回这件诉求")
    assert "SQ-2026-00001　待对接" in await boss.say("先不撤 先不撤 说着玩的")
    assert FactKind.SUPPLEMENTED not in await facts(town.db)


async def test_a_comment_that_is_to_be_kept_from_somebody_is_not_kept(town: Town) -> None:
    specialist, boss = await resolved(town)
    await boss.press("解决了")
    await boss.say("办得挺好 就是别告诉姜示例是我说的")
    await boss.read("评语办理的人看得到")
    await boss.press("满意")
    await boss.say("挺好的，就是别告诉他们领导")
    await boss.say("谢谢")
    assert "谢谢" in await specialist.last()
    assert not any("别告诉" in shown.text for shown in await specialist.screen())


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("words", ["都不要了", "我不弄了", "forget it"])
async def test_whoever_wants_nothing_begins_no_draft(town: Town, words: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/start")
    assert "没写完" not in await boss.say(words)
    await boss.read("没有提交什么|nothing was filed")


async def test_of_two_telephones_the_one_that_is_named_is_called(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    await boss.say("张示例")
    await boss.say("13700120034 13900120099")
    await boss.say("示例厂")
    await boss.say("提交")
    await boss.say("电话打139那个，137的不用了")
    await boss.read("先打 139")
    assert FactKind.WITHDRAWN not in await facts(town.db)
