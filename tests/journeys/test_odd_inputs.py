"""Whatever comes in gets a sensible answer, and the conversation goes on."""

import re
from typing import Any

import pytest
from sqlalchemy import select, update

from appeals import count_store as appeals
from chats.store import DialogStateRow
from migrations.stores import whole_schema
from tests.conversation import Town
from tests.journeys.acts import SENTENCE, dead, file, introduce
from tests.journeys.ways import HOME, POLLED_ON_POSTGRES

CARD = "110101199003074477"


async def count_appeals(town: Town) -> int:
    async with town.db.reading() as session:
        return sum((await appeals.count_by_stage(session)).values())


@pytest.mark.parametrize(
    "text",
    [
        "😀😀😀😀😀",
        "مرحبا كيف حالك يا صديقي",
        "<b>老板</b> & <script>alert(1)</script> 公司",
        "甲" * 10_000,
        "a" * 10_000,
        "控制\x07字符\x00和零宽\u200b字符",
        "💼" * 5_000,
    ],
)
async def test_any_text_can_become_an_appeal(town: Town, text: str) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/appeal")
    await boss.say(text)
    for skipped in ("没有，跳过", "其他", "说不清，跳过", "请营商办判断"):
        if any(skipped in label for shown in await boss.screen() for label in shown.buttons):
            await boss.press(skipped)
    await introduce(boss)
    assert "SQ-2026-00001" in await boss.press("确认提交")
    assert await boss.press("查看进度")
    assert await dead(town) == 0


async def test_names_with_html_are_shown_as_typed(town: Town) -> None:
    boss = await town.someone("A<B & 公司")
    await boss.say(SENTENCE)
    await boss.press("同意")
    await boss.say("张<示例>")
    await boss.press("不留电话")
    assert "A<B&C 有限公司" in await boss.say("A<B&C 有限公司")
    await boss.press("确认提交")
    office_view = await boss.press("查看进度")
    assert "A<B&C 有限公司" in office_view


@pytest.mark.parametrize("content", [{"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
                                     {"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1,
                                                  "height": 1, "is_animated": False, "is_video": False}},
                                     {"location": {"latitude": 31.8, "longitude": 117.2}}])  # fmt: skip
async def test_what_cannot_be_read_is_said_kindly_and_the_question_stays(town: Town, content: dict[str, Any]) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/appeal")
    assert "打字告诉我" in await boss.send(content)
    assert "照片" in await boss.say(SENTENCE)


async def test_empty_text_and_greetings_are_no_appeals(town: Town) -> None:
    boss = await town.someone("示例老板")
    for text in ("你好", "嗯", "ok", "？", "😀😀😀😀😀"):
        assert "一句话" in await boss.say(text)
    assert "不客气" in await boss.say("谢谢！")
    assert "一句话" in await boss.say("\x01\x02")
    await boss.read("没有看到文字")
    assert await count_appeals(town) == 0


async def test_start_in_the_middle_of_a_dialog_goes_home(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    assert "服务助手" in await boss.say("/start")
    await boss.say(SENTENCE)
    assert "怎么称呼您" in await boss.last()


async def test_unknown_commands_are_told_where_help_is(town: Town) -> None:
    boss = await town.someone("示例老板")
    assert "/help" in await boss.say("/nonsense")
    said = await boss.say("/help")
    for command, offered in (("/appeal", True), ("/join", True), ("/tasks", False), ("/desk", False)):
        assert (command in said) is offered


async def test_a_stale_button_says_so_and_changes_nothing(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/start")
    shown, data = await boss.button("提交诉求")
    await boss.say("/mine")
    await boss.hear(boss.pressed(shown, data))
    assert "过时" in (await boss.toasts())[-1]
    await boss.hear(boss.pressed(shown, "nothing:of:ours"))
    assert "过时" in (await boss.toasts())[-1]
    assert await dead(town) == 0


async def test_a_click_on_a_deleted_message_is_answered(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/start")
    shown, data = await boss.button("找单位")
    pressed = boss.pressed(shown, data)
    chat = pressed["callback_query"]["message"]["chat"]
    pressed["callback_query"]["message"] = {"message_id": shown.number, "chat": chat, "date": 0}
    await boss.hear(pressed)
    assert "找哪个单位" in await boss.last()


async def test_several_photos_at_once_are_counted_in_one_window(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/appeal")
    await boss.say(SENTENCE)
    async with town.together():
        for _ in range(3):
            await boss.send_photo()
    assert "已收到 3 个文件" in await boss.last()
    assert sum("已收到" in shown.text for shown in await boss.screen()) == 1


async def test_a_photo_first_is_kept_and_asked_about(town: Town) -> None:
    boss = await town.someone("示例老板")
    assert "一句话" in await boss.send_photo()
    await boss.say(SENTENCE)
    assert "附件：1 个" in await introduce(boss)


async def test_what_is_said_at_the_summary_belongs_to_the_appeal(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    assert "上周已交齐材料" in await boss.say("补充：上周已交齐材料")
    await boss.send_photo()
    assert "附件：1 个" in await boss.last()


async def test_whoever_broke_off_at_the_telephone_is_asked_for_it_again(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    await boss.say("张示例")
    await boss.say("/start")
    assert "联系电话" in await boss.say(SENTENCE)
    await boss.press("不留电话")
    assert "只在这里联系" in await boss.say("示例食品有限公司")


async def test_wrong_answers_are_explained_and_asked_again(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await boss.press("同意")
    await boss.say("张示例")
    assert "联系电话" in await boss.say("12345")
    await boss.read("电话")
    await boss.say("0551-66660000")
    await boss.say("示例食品有限公司 110101199003074477")
    await boss.read("像是身份证号码")
    await boss.say("91000000MA0000000")
    await boss.read("18 位数字和大写字母")
    assert "校验位对不上" in await boss.say("示例食品有限公司，统一社会信用代码：91000000MA00000000")
    assert "校验位对不上" in await boss.say("91000000MA00000001")
    assert "请核对" in await boss.press("就是这样写的")


@pytest.mark.parametrize("way", [HOME, POLLED_ON_POSTGRES], ids=str, indirect=True)
async def test_an_identity_card_number_is_stored_nowhere(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(f"{SENTENCE}，我的身份证是{CARD}")
    await boss.press("同意")
    await boss.say("张示例")
    await boss.say("13800001234")
    await boss.say(f"示例食品有限公司 {CARD}")
    await boss.read("像是身份证号码，不能当作企业的代码，我没有存")
    summary = await boss.say("示例食品有限公司")
    assert "身份证号我替您遮住了" in summary
    await boss.press("确认提交")
    async with town.db.reading() as session:
        for table in whole_schema().sorted_tables:
            for row in await session.execute(select(table)):
                assert CARD not in str(row), table.name


async def test_a_renamed_dialog_is_recovered_from(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/mine")
    async with town.db.transaction() as session:
        for row in await session.scalars(select(DialogStateRow).where(DialogStateRow.chat == boss.chat)):
            data = {key: "Gone:window" if key == "state" else value for key, value in row.data.items()}
            await session.execute(update(DialogStateRow).where(DialogStateRow.key == row.key).values(data=data))
    assert "服务助手" in await boss.say("还有人在吗，我要反映问题")
    assert "服务助手" in await boss.say("/start")
    assert await dead(town) == 0


async def test_an_appeal_of_somebody_else_reads_like_one_that_does_not_exist(town: Town) -> None:
    boss = await file(town)
    other = await town.someone("别的老板")
    await other.say("/start")
    shown = (await other.screen())[-1]
    for number in (1, 4711):
        for press in ("mine", "task", "desk", "solved", "unsolved", "contacted", "resolved"):
            await other.hear(other.pressed(shown, f"{press}:{number}"))
        await other.hear(other.pressed(shown, f"assign:{number}:3"))
    assert set(await other.toasts()) == {"没有找到这件诉求，或者它不由您办理。请核对编号，有疑问请联系营商办。"}
    assert not any(SENTENCE in shown.text for shown in await other.screen())
    assert await boss.press("查看进度")


async def test_a_long_text_that_the_app_cuts_into_pieces_is_one_appeal(town: Town) -> None:
    boss = await town.someone("示例老板")
    pieces = ["环评" * 2048, "排污" * 2048, "许可证还没有批下来" * 30]
    for piece in pieces:
        await boss.say(piece)
    await boss.read("收到了，会和这件诉求一起提交")
    assert "您同意吗" in await boss.last()
    await introduce(boss)
    assert f"共 {sum(map(len, pieces)) + 2} 字" in await boss.last()


async def test_what_is_told_while_something_else_is_asked_belongs_to_the_appeal(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/appeal")
    await boss.say(SENTENCE)
    assert "照片" in await boss.say("已经去过三次，每次都说缺材料。")
    await boss.press("跳过")
    assert "哪一类" in await boss.say("窗口让我们等通知，一直没有等到。")
    await boss.press("其他")
    await boss.press("跳过")
    await boss.press("市生态环境局示例区分局")
    await introduce(boss)
    assert re.search("缺材料(.|\n)*等通知", await boss.last())


async def test_consent_may_be_typed(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    assert "您同意吗" in await boss.say("嗯？")
    assert "怎么称呼您" in await boss.say("同意。")
