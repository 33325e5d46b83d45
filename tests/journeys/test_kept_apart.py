"""What must not reach somebody does not: accusations, another appeal's words, another person's telephone."""

from datetime import timedelta

import pytest

from appeals.model import FactKind
from tests.conversation import Role, Talker, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, facts, file, introduce, seated, to_result

FAVOURS = "生态环境局的科长找我们要红包，不给就不批"


@pytest.mark.parametrize("text", ["请问生态环境局的科长要红包，去哪里举报？", FAVOURS])
async def test_who_handles_an_appeal_never_reads_what_is_said_against_them(town: Town, text: str) -> None:
    _, specialist, boss = await seated(town)
    await boss.say(text)
    assert (await facts(town.db))[-1] is FactKind.ASSIGNED
    assert text not in "".join(message.text for message in await specialist.screen())


async def test_a_confidential_draft_is_not_added_to_an_open_appeal(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await boss.say(f"/appeal {FAVOURS}")
    await boss.press("保密交纪委")
    summary = await boss.say("不是新的，是原来那件事")
    assert "内容保密" in summary
    assert "红包" not in "".join(message.text for message in await specialist.screen())


@pytest.mark.soak  # another path of what `make test` walks
async def test_words_for_one_appeal_are_not_offered_for_another(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await boss.say("/appeal 我们厂危险废物没人来收，堆了三个月")
    await boss.press("确认提交")
    await specialist.press("查看")
    await specialist.say("请企业明天上午带营业执照原件来二楼窗口")
    await specialist.press("发出「")
    await specialist.press("查看这件诉求")
    await specialist.press("已对接")
    assert "带营业执照" not in "".join((await specialist.screen())[-1].buttons)


async def test_who_wrote_to_the_enterprise_reads_its_reply(town: Town) -> None:
    _, specialist, boss = await seated(town)
    chief = await town.holder(Role.CHIEF, ECOLOGY)
    await chief.say("SQ-2026-00001")
    await chief.press("给企业留言")
    await chief.say("周四上午请到我局来一趟。")
    await boss.read("周四上午请到我局")
    await boss.say("好的，周四到")
    await specialist.read("周四到")
    await chief.read("周四到")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_bureaus_telephone_is_not_the_persons(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意，继续")
    await boss.say("环保局的电话0551-66661111一直打不通没人管")
    assert "怎么称呼您" in await boss.last()
    await boss.say("张示例")
    await boss.say("13800001234")
    summary = await boss.say("示例食品有限公司")
    assert "联系人：张示例，138****1234" in summary
    assert "一直打不通" in summary


@pytest.mark.parametrize(
    "text",
    [
        "收款码被停用了，打银行电话0551-66660000没人接",
        "电表编码7788-9921坏了，一直没人来换",
        "变更公司名称三个月办不下来",
    ],
)
async def test_a_matter_that_sounds_like_something_else_is_a_matter(town: Town, text: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say(text)
    summary = "".join(message.text for message in await boss.screen())
    assert "这个码无法使用" not in summary
    assert "您同意吗" in summary or "归哪个单位管" in summary


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_story_that_counts_lines_takes_none_out(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    await boss.say("上个月还换过一次窗口")
    summary = await boss.say("我去了那个大厅三次都没办成")
    assert "三次都没办成" in summary
    assert "换过一次窗口" in summary


@pytest.mark.soak  # another path of what `make test` walks
async def test_the_last_line_is_the_last_and_lines_are_taken_out_whole(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    for line in ("最后一次检查是上周", "路也很滑的", "最后一次检查是上周三的事"):
        await boss.say(line)
    summary = await boss.say("把最后一句删掉")
    assert "上周三" not in summary
    assert "最后一次检查是上周\n路也很滑的\n" in summary


@pytest.mark.soak  # another path of what `make test` walks
async def test_what_waits_behind_a_submission_is_kept_word_for_word(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    await boss.say("确认，另外厂门口的路灯坏了半个月，没人修。\n还有垃圾没人收")
    await boss.say("/start")
    assert "厂门口的路灯坏了半个月，没人修。" in await boss.last()


@pytest.mark.soak  # another path of what `make test` walks
async def test_corrections_of_urgency_and_category(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(f"{SENTENCE}，12月18号客户来验厂，来不及了")
    assert "急件" in await introduce(boss)
    assert "急件" not in await boss.say("急件去掉 没那么急")
    assert "类别：政策兑现" in await boss.say("类别不对，是政策补贴")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_result_that_is_there_is_one_whatever_day_it_names(town: Town) -> None:
    _, specialist, _ = await seated(town)
    await to_result(specialist)
    assert "办理结果是什么" in await specialist.say("3号窗口已经出证，企业已领走")


@pytest.mark.soak  # another path of what `make test` walks
async def test_what_is_said_to_the_enterprise_is_no_return(town: Town) -> None:
    _, specialist, _ = await seated(town)
    await specialist.press("查看")
    assert "要发给企业吗" in await specialist.say("材料退回了，请补盖公章后再交")
    assert "换承办单位" not in "".join(message.text for message in await specialist.screen())


@pytest.mark.soak  # another path of what `make test` walks
async def test_words_that_were_not_sent_are_spoken_of(town: Town) -> None:
    _, specialist, _ = await seated(town)
    await specialist.press("查看")
    await specialist.say("请企业再传一次截图")
    assert "怎么与企业对接" in await specialist.say("已电话联系企业")
    await specialist.read("上一句没有发给企业")


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("words", ["没来过！瞎写", "根本没有人来过"])
async def test_a_contact_that_was_none_is_told_to_all(town: Town, words: str) -> None:
    _, specialist, boss = await seated(town)
    await specialist.press("已对接")
    await specialist.press("已上门走访")
    await boss.read("已登记与您对接")
    await boss.say(words)
    assert (await facts(town.db))[-1] is FactKind.CONTACT_DENIED


@pytest.mark.soak  # another path of what `make test` walks
async def test_what_is_added_behind_a_number_is_added(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await boss.say("00001 补充：现在还有扬尘")
    await specialist.read("现在还有扬尘")


async def test_a_complaint_about_the_office_says_who_handles_it(town: Town) -> None:
    await town.holder(Role.OFFICE)
    await town.holder(Role.DISCIPLINE)
    boss = await town.someone("示例老板")
    await boss.say("投诉区营商环境办公室推诿扯皮，我的事两个月没人管")
    await boss.press("照常办理")
    assert "区纪委监委，不经过营商办" in await introduce(boss)


@pytest.mark.soak  # another path of what `make test` walks
async def test_the_only_unit_on_offer_is_agreed_to(town: Town) -> None:
    boss = await town.someone("示例老板")
    assert "归哪个单位管" in await boss.say("工地半夜施工，吵得客人睡不着，旅馆没生意")
    assert "看起来归这里管" in await boss.say("行政审批服务局")
    assert "您同意吗" in await boss.say("对对对")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_due_day_that_has_passed_is_not_promised(town: Town) -> None:
    _, _, boss = await seated(town)
    town.clock.move_to(town.clock.at + timedelta(days=10))
    await boss.say("什么时候能办好")
    await boss.read("已经过了，对不起")


async def test_the_office_sees_no_words_of_a_confidential_appeal(town: Town) -> None:
    office, inspector = await town.holder(Role.OFFICE), await town.holder(Role.DISCIPLINE)
    boss = await town.someone("示例老板")
    await boss.say(FAVOURS)
    await boss.press("保密交纪委")
    await introduce(boss)
    await boss.press("确认提交")
    await inspector.press("查看")
    await inspector.press("给企业留言")
    await inspector.say("请说说是哪一天的事。")
    await boss.read("哪一天的事")
    assert "留言" not in await office.say("SQ-2026-00001")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_photo_beside_agreement_is_not_placed_unasked(town: Town) -> None:
    boss = await file(town)
    await boss.send_photo()
    await boss.say("没有了")
    assert FactKind.SUPPLEMENTED not in await facts(town.db)
    await boss.press("补充 SQ-2026-00001")
    assert (await facts(town.db))[-1] is FactKind.SUPPLEMENTED


async def wrote(town: Town) -> tuple[Talker, Talker]:
    """A specialist who has just written to the enterprise, and the enterprise."""
    _, specialist, boss = await seated(town)
    await specialist.press("查看")
    await specialist.press("给企业留言")
    await specialist.say("周四上午请到我局来一趟。")
    await boss.read("周四上午请到我局")
    return specialist, boss


@pytest.mark.parametrize(
    "words",
    [
        "你们环保局的王科长态度恶劣，我要投诉他",
        "我怀疑你们故意卡我的证",
        "我不想跟这个专员联系了，换一个",
        "别让城管知道是我说的",
        "请保密",
        "根本没来过人，王科长还收我红包",
    ],
)
async def test_below_a_message_nothing_that_is_said_against_its_writer_is_an_answer(town: Town, words: str) -> None:
    specialist, boss = await wrote(town)
    await boss.say(words)
    assert words not in "".join(message.text for message in await specialist.screen())
    assert (await facts(town.db))[-1] is FactKind.MESSAGED


async def test_below_a_message_another_appeal_that_is_named_is_meant(town: Town) -> None:
    specialist, boss = await wrote(town)
    await boss.say("/appeal 我们厂危险废物没人来收，堆了三个月")
    await boss.press("确认提交")
    await specialist.say("SQ-2026-00001")
    await specialist.press("给企业留言")
    await specialist.say("再补一张照片。")
    await boss.say("SQ-2026-00002 补充：还是没人来")
    assert "SQ-2026-00001（示例食品有限公司）企业补充：\nSQ-2026-00002" not in "".join(
        message.text for message in await specialist.screen()
    )


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("words", ["修水管的人没来", "垃圾车三天没来过了", "乱写罚款单，城管局的人太过分了"])
async def test_what_somebody_else_did_denies_no_contact(town: Town, words: str) -> None:
    _, _, boss = await seated(town)
    await boss.say(words)
    assert FactKind.CONTACT_DENIED not in await facts(town.db)


async def test_secrecy_beside_the_word_to_file_is_asked_about_first(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    assert "您希望怎么办" in await boss.say("确认提交，另外请保密，别让城管知道")


async def test_a_correction_beside_the_word_to_file_is_done_first(town: Town) -> None:
    office, boss = await town.holder(Role.OFFICE), await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    assert "SQ-2026-00001" in await boss.say("确认提交，还有我的电话改成13800005678")
    assert "接着提交下一件" not in "".join((await boss.screen())[-1].buttons)
    assert "138 0000 5678" in await office.say("SQ-2026-00001")


@pytest.mark.parametrize(
    "words", ["这事我老婆也知道，她能不能来作证", "上周三，他一个人来的，没开票", "他们税务局也有人知道这件事"]
)
async def test_what_follows_a_confidential_report_is_not_opened_to_others_unasked(town: Town, words: str) -> None:
    office = await town.holder(Role.OFFICE)
    boss = await town.someone("示例老板")
    await boss.say("我要举报公安分局一个副所长收我们店保护费")
    await boss.press("保密交纪委")
    await boss.say("同意")
    await boss.say("张先生")
    await boss.say("不留电话")
    await boss.say("不想说店名")
    await boss.press("确认提交")
    await boss.press("查看进度")
    assert "请核对" not in await boss.say(words)
    assert words not in "".join(message.text for message in await office.screen())


async def test_a_wish_is_no_firm(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.say("那我不要让营商办知道，只给纪委行不行")
    assert "企业我先记着" not in "".join(message.text for message in await boss.screen())


@pytest.mark.parametrize(
    "words",
    [
        "不要再打电话了，我要投诉他",
        "谁打的我电话，威胁我",
        "不方便接电话，他上次打来威胁我",
        "他根本没来过，我要投诉他",
    ],
)
async def test_a_complaint_beside_a_word_about_calls_is_not_read_by_who_is_meant(town: Town, words: str) -> None:
    _, specialist, boss = await seated(town)
    await boss.say(words)
    assert not any(words in shown.text for shown in await specialist.screen())


async def test_a_complaint_where_nothing_is_to_be_withdrawn_is_not_read_by_who_is_meant(town: Town) -> None:
    _, specialist, boss = await seated(town)
    assert "确定撤回吗" in await boss.say("我要撤回")
    await boss.say("不要撤，专员故意卡我的证，我要投诉他")
    assert not any("故意卡" in shown.text for shown in await specialist.screen())


@pytest.mark.parametrize("words", ["路障一直不撤，车进不来", "隔壁摊子还不撤走，客人进不来"])
async def test_what_is_not_taken_away_is_a_matter_and_no_word_about_withdrawing(town: Town, words: str) -> None:
    _, _, boss = await seated(town)
    await boss.say(words)
    assert not any("没有撤回" in shown.text for shown in await boss.screen())
