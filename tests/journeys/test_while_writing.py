"""What is typed while an appeal is written and does not belong to it: corrections, questions, wishes."""

import re
from datetime import timedelta

import pytest

from appeals.model import FactKind
from tests.conversation import Role, Talker, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, facts, file, introduce, seated

OTHER = "员工的社保一直转不进来，跑了三趟人社局都不给办"
LINE = "上个月还换过一次窗口"


async def written(town: Town) -> Talker:
    """Somebody at the summary, who has added a line."""
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    assert LINE in await boss.say(LINE)
    return boss


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("words", ["把换过窗口那句删掉", "刚才那句不要了", "remove the last line please"])
async def test_a_line_that_was_added_is_taken_out_in_words(town: Town, words: str) -> None:
    boss = await written(town)
    summary = await boss.say(words)
    assert SENTENCE in summary
    assert LINE not in summary
    assert words not in summary


async def test_a_line_that_was_added_is_taken_out_by_its_button(town: Town) -> None:
    boss = await written(town)
    await boss.press("去掉后加的")
    await boss.press("确认提交")
    details, _, _ = (await boss.press("查看进度")).partition("进度")
    assert LINE not in details


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("words", ["取消重来", "不是这样，你把文字重来", "删掉第一行"])
async def test_the_text_is_written_anew(town: Town, words: str) -> None:
    boss = await written(town)
    assert "重新发一遍" in await boss.say(words)
    summary = await boss.say("我们厂的消防验收两个月没有人来")
    assert "消防验收" in summary
    assert SENTENCE not in summary


@pytest.mark.soak  # another path of what `make test` walks
async def test_the_text_is_replaced(town: Town) -> None:
    boss = await written(town)
    summary = await boss.say("改成：我们厂的消防验收两个月没有人来")
    assert "诉求：我们厂的消防验收两个月没有人来\n企业" in summary


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("words", ["中 交吧", "对 交上去", "嗯", "行 就这样交吧"])
async def test_it_is_filed_in_words(town: Town, words: str) -> None:
    boss = await written(town)
    assert "SQ-2026-00001" in await boss.say(words)


LEAVES = ["啥也不交", "我不弄了", "算了，不想提交了", "退出", "不要了不要了，都不要了", "don't submit it"]


@pytest.mark.parametrize("words", LEAVES)
async def test_who_goes_no_further_files_nothing_and_loses_nothing(town: Town, words: str) -> None:
    boss = await written(town)
    home = await boss.say(words)
    assert f"您有一份没写完的诉求：{SENTENCE}" in home
    assert words not in home


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("words", LEAVES)
async def test_who_goes_no_further_at_the_telephone_is_let_go(town: Town, words: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    assert "电话" in await boss.say("张示例")
    assert "您有一份没写完的诉求" in await boss.say(words)


async def test_yes_to_a_notification_files_nothing(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await boss.say(f"另外一件事：{OTHER}")
    assert "请核对" in await boss.last()
    await specialist.press("已对接")
    await specialist.press("已电话联系")
    assert "请核对" in await boss.say("好的")
    await boss.read("还没有提交")
    assert all("SQ-2026-00002" not in shown.text for shown in await boss.screen())
    assert "SQ-2026-00002" in await boss.say("好的")


async def test_the_word_to_file_below_a_notification_files(town: Town) -> None:
    _, specialist, boss = await seated(town)
    await boss.say(f"另外一件事：{OTHER}")
    await specialist.press("已对接")
    await specialist.press("已电话联系")
    await boss.say("提交了吧")
    await boss.read("还没有提交")
    await specialist.press("查看这件诉求")
    await specialist.press("反馈路径")
    await specialist.say("补齐材料后 5 个工作日内办结。")
    await specialist.press("一周内")
    assert "SQ-2026-00002" in await boss.say("提交吧")


async def test_it_is_filed_and_the_rest_waits(town: Town) -> None:
    boss = await written(town)
    assert "SQ-2026-00001" in await boss.say("确认 另外厂门口的路灯坏了半个月没人修")
    assert "路灯" in await boss.say("路灯那个也交吧")
    assert "归哪个单位管" in await boss.last()


@pytest.mark.parametrize(
    "told",
    [
        "他们把合同第三条删掉了，不认账",
        "他们不让我看到处理单子",
        "当时还签过一份保密协议",
        "they don't tell me anything about it",
        "上次检查时公司的编号那行被拿掉了一位",
    ],
)
async def test_a_story_in_such_words_belongs_to_the_appeal(town: Town, told: str) -> None:
    boss = await written(town)
    summary = await boss.say(told)
    assert told in summary
    assert LINE in summary


@pytest.mark.soak  # another path of what `make test` walks
async def test_what_is_said_beside_a_wish_is_not_lost(town: Town) -> None:
    boss = await file(town)
    await boss.say("/appeal 门口昨晚有人摔了，灯还是黑的，没有人来看")
    await boss.say("取消这个，跟原来那个说，门口黑，前天也有人摔了")
    assert "前天也有人摔了" in await boss.last()
    await boss.press("另一件新的事")
    assert "前天也有人摔了" in await boss.last()
    await boss.say("找纪委来管这件事，所里的会计是所长的亲戚，不敢明说")
    assert "保密交纪委" in await boss.last()
    await boss.press("照常办理")
    assert "所长的亲戚" in await boss.last()


async def test_what_must_not_be_known_is_asked_about(town: Town) -> None:
    boss = await written(town)
    assert "保密交纪委" in await boss.say("这个不能让生态环境局知道 要保密")


@pytest.mark.parametrize("words", ["类别对吗？", "who will see this? will my boss or landlord know?", "谁管这个事"])
async def test_a_question_does_not_get_into_the_appeal(town: Town, words: str) -> None:
    boss = await written(town)
    summary = await boss.say(words)
    assert SENTENCE in summary
    assert words not in summary


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_question_of_the_matter_is_added_and_says_where_to_ask_at_once(town: Town) -> None:
    boss = await written(town)
    await boss.say("请问办许可证到底要准备哪些材料，去哪个窗口交")
    await boss.read("想马上问，请打")
    assert "哪个窗口交" in await boss.last()


async def test_what_belongs_to_an_open_appeal_is_asked_about(town: Town) -> None:
    boss = await file(town)
    await boss.say("/appeal 门口昨晚有人摔了，灯还是黑的，没有人来看")
    assert "是哪一种" in await boss.say("不是新的，是说原来那个")
    await boss.press("补充 SQ-2026-00001")
    assert "摔了" in await boss.press("查看这件诉求")
    assert "没写完" not in await boss.say("/start")


@pytest.mark.soak  # another path of what `make test` walks
async def test_name_and_call_time_are_corrected(town: Town) -> None:
    boss = await written(town)
    assert "联系人：周样例" in await boss.say("我名字不是张示例 我姓周 叫周样例")
    assert "方便接听：下午两点以后" in await boss.say("下午两点以后打电话 中午忙")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_telephone_where_the_name_is_asked_is_no_part_of_the_appeal(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    assert "怎么称呼" in await boss.say("同意啊")
    assert "电话" in await boss.say("李姐 138001380 0")
    assert "哪家企业" in await boss.say("13800001234")
    summary = await boss.say("俺就一个小卖部没名字")
    assert "联系人：李姐" in summary
    assert "138001380" not in summary
    assert "企业：个人" in summary


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_telephone_that_somebody_does_not_have_is_not_asked_twice(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    await boss.say("张示例")
    assert "哪家企业" in await boss.say("电话没有 俺就用儿子手机看看")


async def test_what_is_told_beside_name_and_telephone_is_not_lost(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("你们能帮我们厂办贷款不，银行一直不批")
    for label in ("请营商办判断", "请专员答复"):
        if any(label in one for shown in await boss.screen() for one in shown.buttons):
            await boss.press(label)
    await boss.say("我叫王示例，138 0000 1234，消防检查说不合格要罚2万，咋整")
    await boss.press("同意")
    assert "消防检查说不合格要罚2万" in await boss.say("示例服装店")


@pytest.mark.parametrize("words", ["这俺哪知道啊", "what? i cant read chinese"])
async def test_whoever_cannot_say_which_unit_leaves_it_to_the_office(town: Town, words: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say("我们厂门口的路灯坏了")
    assert "您同意吗" in await boss.say(words)


async def test_whoever_only_asks_files_nothing(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("我们厂门口的路灯坏了")
    assert "要不要请专员答复" in await boss.say("没有啊 就问一下")


@pytest.mark.soak  # another path of what `make test` walks
async def test_the_label_of_the_menu_leads_there_from_anywhere(town: Town) -> None:
    boss = await written(town)
    assert "张示例" in await boss.say("我的资料")
    assert "没写完" in await boss.say("/start")
    assert "还没有提交过诉求" in await boss.say("我的诉求")


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_word_after_the_receipt_goes_to_the_appeal(town: Town) -> None:
    boss = await file(town)
    assert "补充到 SQ-2026-00001" in await boss.say("明天真来拆咋办")
    await boss.say("我们厂的消防验收两个月没有人来，到处找不到人")
    await boss.read("请核对|归哪个单位管")


@pytest.mark.soak  # another path of what `make test` walks
async def test_the_window_of_an_appeal_that_was_taken_away_leads_out(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    await file(town)
    await office.press(f"交办给 {ECOLOGY}")
    await specialist.press("已对接")
    await office.say("00001 改给城市管理局")
    await office.press("城市管理局")
    await specialist.say("已经联系过企业")
    await specialist.read("不由您办理")
    assert "待办" in "".join((await specialist.screen())[-1].buttons)
    assert len(await facts(town.db)) == 3


@pytest.mark.parametrize("wish", ["请保密", "请保密，别让环保局知道是我"])
async def test_who_asks_for_secrecy_while_introducing_themselves_is_asked_who_may_read_it(
    town: Town, wish: str
) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.say(wish)
    await boss.read("这件可以保密")
    await introduce(boss)
    assert "保密交纪委" in await boss.last()


async def test_who_asks_for_secrecy_within_the_first_sentence_is_asked_at_once(town: Town) -> None:
    boss = await town.someone("示例老板")
    assert "保密交纪委" in await boss.say(f"{SENTENCE}，办事的人天天叫我们去他亲戚那做检测，请替我们保密")


@pytest.mark.parametrize("words", ["不要了，撤了吧", "算了 我不提了", "取消"])
async def test_who_changes_their_mind_before_consenting_has_filed_nothing(town: Town, words: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    assert "您有一份没写完的诉求" in await boss.say(words)


@pytest.mark.parametrize("words", ["只给纪委", "千万不能让他们局知道"])
async def test_secrecy_asked_for_at_the_unit_is_no_unit(town: Town, words: str) -> None:
    boss = await town.someone("示例老板")
    assert "归哪个单位管" in await boss.say("工地半夜施工，吵得客人睡不着，旅馆没生意")
    assert "保密交纪委" in await boss.say(words)


async def test_an_official_who_is_reported_is_kept_out(town: Town) -> None:
    boss = await town.someone("示例老板")
    asked = await boss.say("我要举报一个人，公安分局的一个副所长，收我们店里的钱，不给就天天来查。千万不能让他们局知道")
    assert "保密交纪委" in asked
    assert "公安" not in "".join((await boss.screen())[-1].buttons)


@pytest.mark.soak  # another path of what `make test` walks
async def test_a_telephone_before_consent_is_none_of_the_appeal(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.say("13800001111")
    await boss.read("我先记着")
    await boss.press("同意，继续")
    assert "怎么称呼您" in await boss.last()
    await boss.say("张示例")
    summary = await boss.say("示例食品有限公司")
    assert "138****1111" in summary
    assert "13800001111" not in summary


@pytest.mark.soak  # another path of what `make test` walks
async def test_who_asks_whether_they_are_named_is_told_who_reads_it(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.say("等下 你们不会去找环保说是我告的吧？他们天天来查咋办")
    await boss.read("看得到的只有")
    assert "天天来查" not in await introduce(boss)


async def test_who_gives_no_name_is_told_how_little_is_enough(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意，继续")
    await boss.say("不写名字")
    await boss.read("写「张先生」")
    assert "怎么称呼您" in await boss.last()


async def test_one_sentence_takes_a_line_out_and_the_next_names_the_unit(town: Town) -> None:
    boss = await written(town)
    summary = await boss.say("把换过窗口那句删掉。改成区市场监督管理局")
    assert LINE not in summary
    assert "建议承办：区市场监督管理局" in summary


async def test_what_is_asked_about_two_units_chooses_none(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("工地半夜施工，吵得客人睡不着，旅馆没生意")
    await boss.say("区纪委监委跟公安分局的人熟不熟")
    assert "归哪个单位管" in await boss.last()


@pytest.mark.soak  # another path of what `make test` walks
async def test_whoever_is_to_choose_who_reads_it_is_not_named_in_the_text(town: Town) -> None:
    boss = await town.someone("示例老板")
    assert "保密交纪委" in await boss.say("我要举报一个人，公安分局的一个副所长，收我们店里的钱")
    assert "保密交纪委" in await boss.say("嗯 好")
    await boss.read("先选一下")
    await boss.say("只给纪委看")
    summary = await introduce(boss)
    assert "内容保密" in summary
    assert "嗯 好" not in summary


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("先等会儿我接个电话", "不急"),
        ("刚才说到哪了", "刚才到这一步"),
        ("交上去没", "还没有提交"),
        ("我刚才手滑", "没关系"),
        ("我的电话不要给他们", "不想给，就不留"),
        ("转人工", "0551-66660000"),
        ("谢谢", "不客气"),
        ("在吗", "我在"),
        ("👍", "没有写进诉求"),
    ],
)
async def test_an_aside_is_answered_and_the_question_stands(town: Town, words: str, told: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    assert "您同意吗" in await boss.say(words)
    await boss.read(told)
    assert words not in await introduce(boss)


@pytest.mark.soak  # another path of what `make test` walks
async def test_of_two_telephones_the_one_that_is_wished_comes_first(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    await boss.say("张示例")
    await boss.say("13800005555 13800006666 打第二个")
    assert "138****6666、138****5555" in await boss.say("示例厂")
    assert "138****5555、138****6666" in await boss.say("打5555那个")


async def test_whoever_does_not_want_to_file_any_more_is_let_out(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    assert f"您有一份没写完的诉求：{SENTENCE}" in await boss.say("我不想交这个的了 得罪人")


@pytest.mark.parametrize("words", ["补充：谢谢", "add: lol", "Add: the shop is closed now"])
async def test_what_is_said_to_belong_to_it_is_added(town: Town, words: str) -> None:
    boss = await written(town)
    summary = await boss.say(words)
    assert f"\n{re.split('[:：] ?', words)[1]}\n" in summary


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("words", ["没事了", "这个不用办了 已经好了", "never mind"])
async def test_whoever_needs_nothing_any_more_is_let_out(town: Town, words: str) -> None:
    boss = await written(town)
    await boss.say(words)
    assert "没写完的诉求" in await boss.last()


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("words", ["周五前要", "大概二十平", "每天都这样"])
async def test_a_few_words_of_the_matter_are_added(town: Town, words: str) -> None:
    boss = await written(town)
    assert words in await boss.say(words)


@pytest.mark.soak  # another path of what `make test` walks
async def test_what_was_filed_is_corrected_by_a_supplement(town: Town) -> None:
    boss = await file(town)
    await boss.say("/start")
    assert "原文改不了" in await boss.say("我要改一下内容")
    assert "补充到 SQ-2026-00001" in await boss.say("我写错了，是两个月不是一个月")


async def test_another_matter_that_is_added_is_asked_about(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    assert "听起来是 2 件事" in await boss.say("另外厂门口的路灯坏了半个月没人修")
    await boss.press("分开提交")
    assert "路灯" not in await boss.last()
    await boss.press("确认提交")
    await boss.press("接着提交下一件：厂门口的路灯")
    assert "路灯" in await boss.last()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("我叫张示例，13800001234，罚两万", "罚两万"),
        ("my name is Tom Sample, phone 13800001234, they want 20000 yuan", "they want 20000 yuan"),
        ("张示例 电话13800001234", ""),
    ],
)
async def test_what_stands_beside_name_and_telephone_is_told_or_none_of_the_appeal(
    town: Town, line: str, told: str
) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.say(line)
    await boss.press("同意")
    summary = await boss.say("示例厂")
    assert "\n".join(part for part in (SENTENCE, told, "企业：示例厂") if part) in summary


async def test_a_firm_that_is_named_before_it_is_asked_is_none_of_the_appeal(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.say("示例小卖部")
    await boss.say("李示例 13800005555")
    assert f"{SENTENCE}\n企业：示例小卖部" in await boss.say("同意")


async def test_what_is_confidential_stays_so_and_says_so(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("我要举报公安分局一个副所长收我们店保护费")
    await boss.press("保密交纪委")
    await boss.say("同意")
    for words in ("营商办能不能看见", "只给纪委看 不给营商办"):
        await boss.say(words)
        await boss.read("已经选了保密，只有区纪委监委和您看得到")
    await boss.say("张先生")
    await boss.say("不留电话")
    assert "交给：区纪委监委，内容保密" in await boss.say("不想说店名")


async def test_words_and_details_are_corrected_at_the_summary(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("我们厂的环评三个月没批，损失80万")
    await boss.press("同意")
    await boss.say("王大锤 ，你就叫我老王")
    await boss.say("13800003333，下午三点以后打")
    summary = await boss.say("俺店叫示例烩面馆")
    assert "企业：示例烩面馆" in summary
    assert "王大锤，138****3333\n方便接听：下午三点以后打" in summary
    assert "损失18万\n企业" in await boss.say("80万改成18万")
    assert "损失20万\n企业" in await boss.say("损失不是18万，是20万")
    summary = await boss.say("不好意思，门口还有积水。另外我叫李示例不是王大锤")
    assert "联系人：李示例" in summary
    assert "门口还有积水\n企业" in summary
    assert "SQ-2026-00001" in await boss.say("算了 就这样吧 交上去")


async def test_a_question_about_the_consent_is_none(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    assert "您同意吗" in await boss.say("同意是同意啥 我同意了要签字不")
    await boss.read("不用签字")
    assert "您同意吗" in await boss.say("诉求是啥意思")
    await boss.read("就是您想请政府帮忙解决的事")
    assert "怎么称呼您" in await boss.say("同意")
    assert "您同意吗" in await boss.say("我没同意呢 你先说清楚")
    await boss.press("同意")
    assert "怎么称呼您" in await boss.last()


async def test_who_reads_a_report_is_said_before_the_choice(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("市场监管所的人每次来检查都要我意思意思，不给就封门")
    assert "您希望怎么办" in await boss.say("那我手机号纪委能看到吧 会不会打电话给我老婆")
    assert "您希望怎么办" in await boss.say("保密的话你们办公室看得到吗")
    await boss.read("选「保密交纪委」，只有区纪委监委和您看得到内容")
    assert "只给区纪委监委用来联系您" in await boss.say("保密")


@pytest.mark.soak  # another path of what `make test` walks
async def test_details_in_english_are_not_mixed_up(town: Town) -> None:
    boss = await town.someone("Tom")
    assert "just write in English" in await boss.say("Hi, is anybody there? Do you speak English?")
    await boss.say("The permit for my coffee shop has been stuck for two months")
    await boss.say("agree")
    await boss.say("Tom Sample, but why do you need it?")
    assert "Which enterprise" in await boss.say("13800003333, call only after 3pm")
    summary = await boss.say("Sunny Beans Coffee")
    assert "Enterprise: Sunny Beans Coffee" in summary
    assert "why do you need" not in summary


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("我的诉求办到哪一步了", "还没有提交"),
        ("帮我找一下税务局的电话", "地址：示例路24号"),
        ("谢谢", "不客气"),
        ("SQ-2026-00001", "没有找到这件诉求"),
    ],
)
async def test_what_is_wanted_meanwhile_is_done_and_the_draft_is_kept(town: Town, words: str, told: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.say(words)
    await boss.read(told)
    assert words not in (await boss.read("同意|没写完")).string
    await boss.say("/start")
    assert f"没写完的诉求：{SENTENCE}\n" in f"{await boss.last()}\n"


async def test_words_that_may_be_none_of_it_are_written_in_by_a_button(town: Town) -> None:
    boss = await written(town)
    summary = await boss.say("我的诉求办到哪一步了")
    assert "办到哪一步" not in summary
    assert "我的诉求办到哪一步了" in await boss.press("把「我的诉求办到哪")


@pytest.mark.soak  # another path of what `make test` walks
async def test_what_is_said_of_an_open_appeal_is_none_of_the_draft(town: Town) -> None:
    boss = await file(town)
    await boss.say("/start")
    await boss.say(OTHER)
    town.clock.real += timedelta(minutes=5)
    await boss.say("00001 那件现在还没有人联系我")
    await boss.read("替您留着")
    assert "SQ-2026-00001" in await boss.last()


async def test_a_draft_remembers_that_it_is_to_be_kept_secret(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("我们店门口路灯坏了")
    assert "保密交纪委" in await boss.say("别让城管知道")
    await boss.say("/start")
    assert "您希望怎么办" in await boss.press("接着提交这件诉求")


async def test_secrecy_chosen_in_a_sentence_keeps_the_sentence(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("市场监管所的孙所长每次来都要红包，不给就封门")
    assert "只给区纪委监委用来联系您" in await boss.say("保密交纪委。不过所长姓孙，我不敢留真名")
    assert "所长姓孙" in await introduce(boss)


@pytest.mark.soak  # another path of what `make test` walks
async def test_words_at_the_choice_of_who_reads_it_are_written_in_by_a_button(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("市场监管所的孙所长每次来都要红包，不给就封门")
    assert "您希望怎么办" in await boss.say("有录音为证")
    await boss.say("嗯 好")
    await boss.press("照常办理")
    await introduce(boss)
    assert "有录音为证" in await boss.press("把「有录音为证」写进诉求")


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("words", ["我去了", "银行那边押金也不要了"])
async def test_what_only_sounds_like_taking_a_line_out_is_added(town: Town, words: str) -> None:
    boss = await written(town)
    summary = await boss.say(words)
    assert LINE in summary
    assert f"\n{words}\n" in summary


@pytest.mark.soak  # another path of what `make test` walks
async def test_an_english_sentence_at_the_question_which_unit_is_added(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("我们店门口路灯坏了")
    await boss.say("we need the water supply restored too")
    await boss.read("收到了，会和这件诉求一起提交")
    await boss.say("城管局")
    await introduce(boss)
    assert "we need the water supply restored too" in await boss.last()


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("words", ["第一个", "不交罚款了他们不给批", "水，是黑的"])
async def test_words_that_only_look_like_a_button_or_a_correction_are_added(town: Town, words: str) -> None:
    boss = await written(town)
    summary = await boss.say(words)
    assert f"诉求：{SENTENCE}\n{LINE}\n{words}\n" in summary


async def test_what_is_said_to_belong_to_it_is_added_wherever_it_is_typed(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    assert "怎么称呼您" in await boss.say("补充：没人来过")
    await boss.say("张示例")
    await boss.say("13800001234")
    await boss.say("示例厂")
    await boss.press("修改")
    await boss.press("文字")
    assert f"{SENTENCE}\n没人来过\n{LINE}\n" in await boss.say(f"补充：{LINE}")


async def test_an_accusation_beside_the_word_to_file_is_asked_about(town: Town) -> None:
    boss = await written(town)
    assert "您希望怎么办" in await boss.say("确认提交，另外科长收了烟酒")


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("换手机号了，现在是13900120099", "139****0099"),
        ("我名字是刘大强，别写错了", "联系人：刘大强"),
        ("把姓名改成刘大强", "联系人：刘大强"),
    ],
)
async def test_details_are_corrected_however_it_is_said(town: Town, words: str, shown: str) -> None:
    boss = await written(town)
    summary = await boss.say(words)
    assert shown in summary
    assert words not in summary


@pytest.mark.soak  # another path of what `make test` walks
async def test_matters_are_told_apart_where_the_text_is_asked(town: Town) -> None:
    boss = await written(town)
    await boss.press("修改")
    await boss.press("文字")
    await boss.say("这是两件事 分开交吧")
    assert SENTENCE in await boss.last()


async def test_an_appeal_is_withdrawn_while_another_is_written(town: Town) -> None:
    boss = await file(town)
    await boss.say("我们店门口路灯坏了")
    assert "撤回 SQ-2026-00001" in await boss.say("撤回SQ-2026-00001")
    await boss.say("好的那就这样")
    assert await facts(town.db) == [FactKind.FILED]
    assert "没写完的诉求：我们店门口路灯坏了" in await boss.say("/start")


async def test_who_does_not_want_to_withdraw_keeps_the_appeal(town: Town) -> None:
    boss = await file(town)
    await boss.say("/start")
    await boss.say("还是别撤了，烧烤店又开了")
    await boss.read("没有撤回，接着办")
    assert await facts(town.db) == [FactKind.FILED]


@pytest.mark.soak  # another path of what `make test` walks
@pytest.mark.parametrize("words", ["处罚决定还没有撤销", "他们让我撤回投诉，我没理", "电费不对"])
async def test_a_line_about_withdrawing_or_a_bill_is_added_once(town: Town, words: str) -> None:
    boss = await file(town)
    await boss.say("隔壁烧烤店油烟太大，排到我们店里")
    summary = await boss.say(words)
    assert summary.count(words) == 1
    assert not any("写进诉求" in label for label in (await boss.screen())[-1].buttons)


@pytest.mark.parametrize(
    ("words", "is_secret"),
    [("不需要保密", False), ("不找纪委", False), ("我们公开投诉过一次，被报复了，这次一定要保密", True)],
)
async def test_secrecy_is_chosen_as_it_is_said(town: Town, words: str, *, is_secret: bool) -> None:
    boss = await town.someone("示例老板")
    await boss.say("市场监管所的孙所长每次来都要红包，不给就封门")
    await boss.say(words)
    assert ("这件保密" in await boss.last()) is is_secret
