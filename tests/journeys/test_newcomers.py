"""From the first sentence to the receipt: few answers, several on one line, and nothing taken for what it is not."""

import pytest
from sqlalchemy import select

from appeals.model import FactKind
from appeals.store import AppealRow
from directory.store import EnterpriseRow
from people.store import PersonRow
from tests.conversation import Role, Talker, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, facts, file

MATTER = "员工的社保一直转不进来，跑了三趟人社局都不给办"


async def agreed(town: Town) -> Talker:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    return boss


async def person(town: Town) -> PersonRow:
    async with town.db.reading() as session:
        return (await session.scalars(select(PersonRow))).one()


async def enterprises(town: Town) -> list[tuple[str, str | None]]:
    async with town.db.reading() as session:
        rows = await session.scalars(select(EnterpriseRow).order_by(EnterpriseRow.id))
        return [(row.name, row.credit_code) for row in rows]


async def test_somebody_new_answers_five_times_and_somebody_known_taps_once(town: Town) -> None:
    boss = await file(town)  # 同意, name, telephone, enterprise, 确认提交
    await boss.read("诉求编号是 SQ-2026-00001")
    await boss.say("/start")
    assert "请核对" in await boss.say(MATTER)
    assert "SQ-2026-00002" in await boss.press("确认提交")


async def test_name_telephone_and_enterprise_on_one_line_are_three_answers(town: Town) -> None:
    boss = await agreed(town)
    assert "请核对" in await boss.say("王示例 13800001234 示例塑料厂")
    kept = await person(town)
    assert (kept.name, kept.phone) == ("王示例", "+8613800001234")
    assert await enterprises(town) == [("示例塑料厂", None)]


async def test_two_numbers_are_both_kept(town: Town) -> None:
    boss = await agreed(town)
    await boss.say("张示例")
    await boss.say("13800001234，打不通就打0551-66660000")
    assert (await person(town)).phone == "+8613800001234、+8655166660000"


@pytest.mark.parametrize("sentence", ["你们先给我说说这个能不能办，材料都齐了", "上次来的人说要先去消防那边"])
async def test_a_sentence_is_no_name_and_is_part_of_the_appeal(town: Town, sentence: str) -> None:
    boss = await agreed(town)
    await boss.say(sentence)
    assert "怎么称呼您" in await boss.last()
    await boss.say("张示例")
    assert "哪家企业" in await boss.say("13800001234")
    await boss.say(sentence + "啊")
    assert "哪家企业" in await boss.last()
    assert f"{sentence}\n{sentence}啊" in await boss.say("示例食品有限公司")


async def test_outside_an_appeal_a_sentence_is_refused_as_a_name(town: Town) -> None:
    boss = await file(town)
    await boss.say("/me")
    await boss.press("修改姓名电话")
    await boss.say("你们先给我说说材料齐不齐")
    await boss.read("这像是一句话，不像姓名")
    assert (await person(town)).name == "张示例"


async def test_a_firms_name_is_kept_as_that_and_the_persons_asked_again(town: Town) -> None:
    boss = await agreed(town)
    assert "怎么称呼您" in await boss.say("示例塑料厂")
    await boss.read("企业记下了：示例塑料厂")
    await boss.say("张示例")
    assert "企业：示例塑料厂" in await boss.say("13800001234")


@pytest.mark.parametrize("words", ["没有", "个人", "还没注册", "我是个人"])
async def test_who_has_no_enterprise_says_so_once(town: Town, words: str) -> None:
    boss = await agreed(town)
    await boss.say("张示例")
    await boss.say("13800001234")
    assert "企业：个人" in await boss.say(words)
    await boss.press("确认提交")
    await boss.say("/start")
    assert "企业：个人" in await boss.say(MATTER)
    async with town.db.reading() as session:
        assert list(await session.scalars(select(AppealRow.enterprise_name))) == ["个人"]


async def test_the_hours_are_a_button_on_the_summary(town: Town) -> None:
    boss = await agreed(town)
    await boss.say("张示例")
    await boss.say("13800001234")
    await boss.say("示例食品有限公司")
    await boss.press("什么时候方便接电话")
    assert "请核对" in await boss.press("不填了，返回")
    await boss.press("什么时候方便接电话")
    summary = await boss.say("下午吧，上午我在车间")
    assert "方便接听：下午吧，上午我在车间" in summary
    assert not any("什么时候方便" in label for label in (await boss.screen())[-1].buttons)


async def test_who_is_called_can_be_changed_on_the_way(town: Town) -> None:
    boss = await file(town)
    await boss.say("/start")
    await boss.say(MATTER)
    await boss.press("修改")
    await boss.press("联系人")
    await boss.say("李示例 13800005678")
    summary = await boss.last()
    assert "联系人：李示例，138****5678" in summary
    await boss.press("修改")
    await boss.press("联系人")
    assert "想改哪一项" in await boss.press("取消")


async def test_a_text_written_anew_is_read_anew_unless_the_person_chose(town: Town) -> None:
    boss = await file(town)
    await boss.say("/start")
    await boss.say(SENTENCE)
    await boss.press("修改")
    await boss.press("文字")
    assert "建议承办：区人力资源和社会保障局" in await boss.say(MATTER)
    assert "类别：用工社保" in await boss.last()
    await boss.press("修改")
    await boss.press("类别")
    await boss.press("政策兑现")
    await boss.press("修改")
    await boss.press("文字")
    summary = await boss.say(SENTENCE)
    assert "建议承办：市生态环境局示例区分局" in summary
    assert "类别：政策兑现" in summary


@pytest.mark.parametrize("words", ["同意", "行 可以", "同意啊", "我说同意，你听懂了吗", "yes ok I agree"])
async def test_consent_in_words_is_consent(town: Town, words: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    assert "怎么称呼您" in await boss.say(words)


@pytest.mark.parametrize("words", ["不同意", "为什么要同意", "我不想同意这个"])
async def test_what_is_no_consent_is_none(town: Town, words: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.say(words)
    assert (await person(town)).consented_at is None


@pytest.mark.parametrize(
    ("line", "name", "firm"),
    [
        ("王示例 13800001234 示例塑料厂", "王示例", "示例塑料厂"),
        ("Ms Sample, cell 138 0000 1234, Sample Foods", "Ms Sample", "Sample Foods"),
    ],
)
async def test_who_introduces_oneself_before_agreeing_is_not_asked_again(
    town: Town, line: str, name: str, firm: str
) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.say(line)
    await boss.read("您同意了再用")
    summary = await boss.press("同意")
    assert (await person(town)).name == name
    assert f"企业：{firm}" in summary
    assert "1234 示" not in summary


@pytest.mark.parametrize("words", ["凭什么要同意 你们就是推", "能不能不同意啊", "为什么非要同意"])
async def test_a_refusal_in_words_is_no_consent(town: Town, words: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    assert "怎么称呼" not in await boss.say(words)
    assert any("同意" in label for label in (await boss.screen())[-1].buttons)


@pytest.mark.parametrize(("words", "answer"), [("找人工", "想和人直说"), ("不想留电话", "电话可以不留")])
async def test_a_wish_is_no_name(town: Town, words: str, answer: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    await boss.say(words)
    await boss.read(answer)
    assert "电话" in await boss.say("张示例")


async def test_a_new_telephone_is_kept_and_goes_to_no_appeal(town: Town) -> None:
    boss = await file(town)
    await boss.say("我手机号换了 138 0013 8111")
    await boss.read(r"改成 138\*\*\*\*8111")
    assert await facts(town.db) == [FactKind.FILED]


async def test_another_device_in_words_shows_the_code(town: Town) -> None:
    boss = await file(town)
    assert "您的绑定码" in await boss.say("我要在电脑上也能用")


async def test_whoever_begins_in_english_is_answered_in_english(town: Town) -> None:
    boss = await town.someone("EXAMPLE BOSS")
    shown = await boss.say("What is the phone number of the tax office?")
    assert "区税务局" in shown
    assert "电话" not in shown


async def test_a_trouble_in_the_search_window_is_a_trouble(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/find")
    assert "没有找到" not in await boss.say("不行 我厂里三天停水了，没有人管")


async def test_who_handles_it_is_answered_with_name_and_telephone(town: Town) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await file(town)
    await office.press(f"交办给 {ECOLOGY}")
    assert f"承办：{ECOLOGY}　{specialist.name}　138" in await boss.say("谁在办我的事")


async def test_name_and_telephone_given_before_they_are_asked_are_kept(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/appeal")
    await boss.say(SENTENCE)
    await boss.press("没有，跳过")
    await boss.say("李示例 13800005555")
    await boss.read("我先记着")
    await boss.say("证照")
    await boss.press("说不清")
    await boss.press(ECOLOGY)
    await boss.press("同意，继续")
    summary = await boss.say("示例食品有限公司")
    assert "联系人：李示例，138****5555" in summary
    assert "13800005555" not in summary


@pytest.mark.soak  # another path of what `make test` walks
async def test_name_and_firm_in_english_and_hours_behind_the_telephone_are_read(town: Town) -> None:
    boss = await town.someone("Tom")
    await boss.say("The street light in front of our shop is broken")
    await boss.say("agree")
    assert "telephone" in await boss.say("My name is Tom, the shop is Tom's Pizza Corner")
    summary = await boss.say("138-0012-3456 but pls call me only after 4pm and in english")
    assert "Enterprise: Tom's Pizza Corner" in summary
    assert "Contact: Tom, 138****3456" in summary
    assert "call me only after 4pm" in summary


@pytest.mark.soak  # another path of what `make test` walks
async def test_who_knows_no_name_of_an_enterprise_is_asked_again(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    await boss.say("免贵姓刘")
    assert "联系电话" in await boss.say("刘大强")
    assert "哪家企业" in await boss.say("I dont want to give a phone, chat only please")
    await boss.say("no idea, u decide")
    await boss.read("招牌上怎么写就怎么写")
    assert "联系人：刘大强，不留电话" in await boss.press("还没有企业")
