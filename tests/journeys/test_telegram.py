"""What happens on Telegram only: files on their way, albums, edits, old and doubled messages, groups, menus, blocks."""

import pytest

from people.model import Role
from tests.files.pictures import picture
from tests.journeys.acts import ECOLOGY, SENTENCE, file, introduce, invite
from tests.journeys.ways import ON_TELEGRAM, POLLED, TOLD_ON_POSTGRES
from tests.telegram.phone import Phone
from tests.telegram.standin import Fault, Shown
from tests.telegram.town import BOT_NAME, TownOnTelegram
from tests.texts.english import CHINESE, KNOWN

WAYS = ON_TELEGRAM
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PROGRAM = b"MZ\x90\x00" + b"\x00" * 400
MEGABYTE = 1024 * 1024
STICKER = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 512, "height": 512,
           "is_animated": False, "is_video": False, "emoji": "👍"}  # fmt: skip
VOICE = {"file_id": "v", "file_unique_id": "v", "duration": 3, "mime_type": "audio/ogg"}


async def filing(town: TownOnTelegram) -> Phone:
    """At the summary."""
    boss = town.phone()
    await boss.say(SENTENCE)
    await introduce(boss)
    return boss


async def answers(boss: Phone) -> list[str]:
    return [shown.text for shown in await boss.screen() if not shown.mine]


# Files


async def test_photo_and_document_are_on_their_way_until_the_job_has_run(town: TownOnTelegram) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await filing(town)
    town.fetches = False
    await boss.send_photo()
    await boss.person.send_document("批复.pdf", PDF, "application/pdf")
    assert "附件：2 个（2 个正在接收）" in await boss.last()
    await boss.press("确认提交")
    await office.read("附件：2 个")
    await office.press(f"交办给 {ECOLOGY}")
    await specialist.read("附件：2 个")
    await specialist.press("查看")
    await specialist.press("看附件（2）")
    assert "「照片.jpg」正在接收，请过一会儿再看。\n「批复.pdf」正在接收" in (await specialist.screen())[-2].text

    town.fetches = True
    await town.work()
    await specialist.press("看附件（2）")
    photo, document = (await specialist.screen())[-3:-1]
    assert "photo" in photo.body
    assert document.body["document"]["file_name"] == "批复.pdf"
    at = town.telegram.account.files.stored[document.body["document"]["file_id"]]
    assert at.content == PDF


async def test_a_program_that_is_called_a_photo_is_refused_and_no_part_of_the_appeal(town: TownOnTelegram) -> None:
    boss = await filing(town)
    await boss.person.send_document("厂区.jpg", PROGRAM, "image/jpeg")
    assert "「厂区.jpg」没有收下。这种文件收不了" in await boss.last()
    assert "附件" not in await boss.say("补充：材料已交齐")
    assert "SQ-2026-00001" in await boss.press("确认提交")


async def test_a_file_over_the_limit_is_refused_without_being_fetched(town: TownOnTelegram) -> None:
    boss = await filing(town)
    await boss.person.send_document("全套图纸.pdf", PDF, "application/pdf", claimed=15 * MEGABYTE)
    assert await boss.last() == "「全套图纸.pdf」没有收下。文件超过 10 MB，请压缩或分成几个再发。"
    assert not town.telegram.record.of("getFile")
    await boss.person.send_document("节选.pdf", PDF, "application/pdf")
    assert "附件：1 个" in await boss.last()


async def test_an_album_is_answered_in_one_window(town: TownOnTelegram) -> None:
    boss = town.phone()
    await boss.say("/appeal")
    await boss.say(SENTENCE)
    before = len(town.telegram.record.sends(boss.person.number))
    await boss.person.send_album([picture("JPEG"), picture("JPEG", (64, 64)), picture("JPEG", (90, 60))])
    assert "已收到 3 个文件" in await boss.last()
    assert sum("个文件" in text for text in await answers(boss)) == 1
    assert len(town.telegram.record.sends(boss.person.number)) == before + 1


# What was sent before


async def test_an_edited_message_is_answered_and_changes_nothing_that_was_filed(town: TownOnTelegram) -> None:
    town.audited = False  # an edit is an update, and neither a message nor a press
    boss = town.phone()
    said = await boss.person.post({"text": SENTENCE})
    await introduce(boss)
    await boss.press("确认提交")
    await boss.person.edit(said, "我要投诉另一件事")
    assert "不会跟着改" in await boss.last()
    assert (await boss.screen())[0].text == "我要投诉另一件事"
    filed = await boss.say("/start appeal-1")
    assert SENTENCE in filed
    assert "另一件事" not in filed


@pytest.mark.parametrize(
    ("content", "said"), [({"voice": VOICE}, "语音和视频我暂时听不了"), ({"sticker": STICKER}, "这个我看不懂")]
)
async def test_voice_and_sticker_are_answered_and_the_question_stays(
    town: TownOnTelegram, content: dict[str, object], said: str
) -> None:
    boss = town.phone()
    await boss.say(SENTENCE)
    await boss.press("同意")
    assert said in await boss.send(content)
    await boss.say("张示例")
    assert "联系电话" in await boss.last()


async def test_a_press_on_an_old_message_says_so_even_if_telegram_has_forgotten_it(town: TownOnTelegram) -> None:
    town.audited = False  # a message is taken from the screen
    boss = town.phone()
    await boss.say("/start")
    shown, data = await boss.button("提交诉求")
    await boss.say("/mine")
    boss.person.tap(_on_screen(boss, shown.number), data)
    await town.work()
    assert "过时" in (await boss.toasts())[-1]
    boss.person.chat.remove(shown.number)
    boss.person.tap(_on_screen(boss, shown.number, gone=True), data)
    await town.work()
    assert "过时" in (await boss.toasts())[-1]
    assert not boss.person.turning()


def _on_screen(boss: Phone, number: int, gone: bool = False) -> Shown:
    if gone:
        return Shown(number, "", False, {}, {})
    return next(shown for shown in boss.person.shown() if shown.number == number)


async def test_a_press_that_telegram_waited_for_too_long_is_done_all_the_same(town: TownOnTelegram) -> None:
    town.audited = False  # the spinner ended without our answer
    boss = await filing(town)
    async with town.together():
        await boss.press("确认提交")
        town.telegram.expire_presses()
    assert "SQ-2026-00001" in await boss.last()
    assert [refused.description for refused in town.telegram.record.refused] == [
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    ]


async def test_either_copy_of_a_notice_that_was_sent_twice_can_be_pressed(town: TownOnTelegram) -> None:
    office = await town.holder(Role.OFFICE)
    assert isinstance(office, Phone)
    town.telegram.faults.add(Fault("sendMessage", "lost", nth=1, chat=office.person.number))
    boss = await file(town)
    unknown, known = (shown for shown in office.person.shown() if "新诉求" in shown.text)
    assert unknown.buttons == known.buttons
    office.person.tap(unknown, next(data for label, data in unknown.buttons.items() if "交办给" in label))
    await town.work()
    await boss.read(f"已交办{ECOLOGY}")
    now = next(shown for shown in office.person.shown() if shown.number == known.number)
    assert "交办给" not in str(now.buttons), "the copy that we know shows that it is done"


# Coming and going


@pytest.mark.parametrize("told", [True, False])
async def test_whoever_blocks_the_bot_reads_everything_once_back(town: TownOnTelegram, told: bool) -> None:
    office = await town.holder(Role.OFFICE)
    boss = await file(town)
    assert isinstance(boss, Phone)
    if told:
        await boss.person.block()
    else:
        boss.person.chat.state = "blocked"  # we learn it by the first refusal
    await office.press(f"交办给 {ECOLOGY}")
    assert not [text for text in await answers(boss) if "已交办" in text]
    await boss.person.unblock()
    if told:
        await town.sweep()
    else:
        await boss.say("/start")
    await boss.read(f"已交办{ECOLOGY}")


async def test_a_command_in_a_group_is_answered_once_with_a_link(town: TownOnTelegram) -> None:
    town.audited = False  # what is said in a group is not kept
    group = town.telegram.group(-5)
    there = town.telegram.person(77).at(group)
    await there.say(f"/start@{BOT_NAME}")
    await there.say("/appeal 路灯坏了")
    (answer,) = [shown for shown in there.shown() if not shown.mine]
    assert f"@{BOT_NAME}" in answer.text
    assert answer.body["entities"][-1]["url"] == f"https://t.me/{BOT_NAME}"
    assert not town.telegram.account.chats[77].messages


async def test_an_invitation_link_makes_somebody_staff_where_the_work_then_arrives(town: TownOnTelegram) -> None:
    clerk = town.phone()
    await clerk.say(f"/start {await invite(town, Role.OFFICE)}")
    await clerk.press("是我，确认")
    await clerk.read("绑定好了")
    await file(town)
    await clerk.press(f"交办给 {ECOLOGY}")
    assert "已交办" in (await clerk.toasts())[-1]


async def test_a_link_opens_the_appeal_for_its_filer_only(town: TownOnTelegram) -> None:
    boss, stranger = await file(town), town.phone()
    assert SENTENCE in await boss.say("/start appeal-1")
    await stranger.say("/start appeal-1")
    await stranger.read("没有找到这件诉求")
    assert not [text for text in await answers(stranger) if SENTENCE in text]


async def test_the_menu_shows_what_one_may_do_in_the_language_one_reads(town: TownOnTelegram) -> None:
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss, foreigner = town.phone(), town.phone("en-GB")
    for person in (boss, foreigner):
        await person.say("/start")
    await town.menus.run()
    menus = {person.name: _menu(person) for person in (boss, foreigner, office, specialist)}
    assert "/appeal 提交诉求" in menus[boss.name]
    assert not any(CHINESE.search(line) for line in menus[foreigner.name] if "/language" not in line)
    assert {"/tasks", "/desk"} & {line.split()[0] for line in menus[boss.name]} == set()
    assert "/desk 交办台" in menus[office.name]
    assert {"/tasks", "/desk"} & {line.split()[0] for line in menus[specialist.name]} == {"/tasks"}

    await boss.say("/language")
    await boss.press("English")
    await town.menus.run()
    assert _menu(boss) == menus[foreigner.name]


def _menu(person: object) -> list[str]:
    assert isinstance(person, Phone)
    return person.person.menu()


async def test_an_english_reader_meets_english_from_first_to_last(town: TownOnTelegram) -> None:
    boss = town.phone("en-GB")
    assert "Hello!" in await boss.say("/start")
    town.fetches = False
    await boss.send_photo()
    town.fetches = True
    await boss.person.send_document("a.jpg", PROGRAM, "image/jpeg")
    await boss.send({"voice": VOICE})
    for text in await answers(boss):
        assert not [run for run in CHINESE.findall(text) if not any(run in known for known in KNOWN)], text


async def test_a_notice_reads_the_same_on_telegram_as_on_the_web(town: TownOnTelegram) -> None:
    office = await town.holder(Role.OFFICE)
    phone = await file(town, "甲示例")
    await office.press(f"交办给 {ECOLOGY}")
    town.home = "web"
    web = await file(town, "乙示例")
    await office.press(f"交办给 {ECOLOGY}")
    notices = []
    for person, number in ((phone, "00001"), (web, "00002")):
        (notice,) = [shown for shown in await person.screen() if f"已交办{ECOLOGY}" in shown.text and not shown.mine]
        entities = [(one["type"], one["offset"], one["length"]) for one in notice.body.get("entities", [])]
        notices.append((notice.text.replace(number, "…"), [*notice.buttons], entities))
    assert notices[0] == notices[1]


@pytest.mark.parametrize("way", [POLLED, TOLD_ON_POSTGRES], ids=str, indirect=True)
async def test_a_malformed_update_between_good_ones_disturbs_nobody(town: TownOnTelegram) -> None:
    first, second = town.phone(), town.phone()
    async with town.together():
        await first.say("/start")
        for nonsense in ({"message": {"chat": "?"}}, {"callback_query": None}, {"message": {"message_id": "\ud800"}}):
            town.telegram.account.updates.put_raw(nonsense)
        await second.say("/start")
    for person in (first, second):
        assert "您好！" in await person.last()
    await second.say("/help")
    assert len(town.telegram.account.updates.waiting) <= 1, "what came before is acknowledged"


async def test_privacy_says_that_telegram_carries_what_is_said_here(town: TownOnTelegram) -> None:
    boss = town.phone()
    assert "经过 Telegram 的服务器" in await boss.say("/privacy")
