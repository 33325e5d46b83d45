"""Messages of the chat log reach Telegram users unchanged; failures are reported as the sender needs them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram.sending import TelegramTransport
from bot.delivery.transport import (
    ChatMoved,
    MessageMissing,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    TransportError,
    Unauthorized,
    Unchanged,
    Unreachable,
)
from storage.database import Database
from tests.channels.telegram.outside import Outside, outside, person, text
from tests.telegram.standin import Fault

pytestmark = pytest.mark.parametrize("db", ["sqlite"], indirect=True)
BUTTONS = ((("查看进度", "see"), ("返回首页", "home")),)


@pytest.fixture
async def out(db: Database, tmp_path: Path) -> AsyncIterator[Outside]:
    async with outside(db, tmp_path) as server:
        yield server


async def test_a_text_arrives_with_its_marks_and_buttons_and_no_preview(out: Outside) -> None:
    boss = person(out)
    external_id = await out.transport.send(
        out.to(1), text('您的 <b>诉求</b> 见 <a href="https://example.cn/">这里</a>', BUTTONS)
    )
    [shown] = await boss.screen()
    assert (str(shown.number), shown.text) == (external_id, "您的 诉求 见 这里")
    assert [one["type"] for one in shown.body["entities"]] == ["bold", "text_link"]
    assert shown.buttons == {"查看进度": "see", "返回首页": "home"}


async def test_signs_of_markup_in_a_text_stay_signs(out: Outside) -> None:
    boss = person(out)
    await out.transport.send(out.to(1), text("A&lt;B &amp; *公司* _x_"))
    assert await boss.last() == "A<B & *公司* _x_"


async def test_an_edit_changes_text_and_buttons_in_place(out: Outside) -> None:
    boss = person(out)
    external_id = await out.transport.send(out.to(1), text("请选择", BUTTONS))
    await out.transport.edit(out.to(1), external_id, text("<i>已选好</i>"))
    [shown] = await boss.screen()
    assert (shown.text, shown.buttons) == ("已选好", {})


async def test_a_deleted_message_is_gone(out: Outside) -> None:
    boss = person(out)
    external_id = await out.transport.send(out.to(1), text("一会儿就删"))
    await out.transport.delete(out.to(1), external_id)
    assert await boss.screen() == []


async def test_what_is_too_old_to_be_deleted_loses_its_buttons(out: Outside) -> None:
    boss = person(out)
    external_id = await out.transport.send(out.to(1), text("旧消息", BUTTONS))
    now = out.telegram.account.clock()
    out.telegram.account.clock = lambda: now + 3 * 86_400
    with pytest.raises(MessageMissing):
        await out.transport.delete(out.to(1), external_id)
    assert (await boss.screen())[0].buttons == {}


async def test_a_press_is_answered_with_words_or_without(out: Outside) -> None:
    boss = person(out)
    await out.transport.send(out.to(1), text("请选择", BUTTONS))
    shown, data = await boss.button("查看进度")
    first, second = boss.tap(shown, data), boss.tap(shown, data)
    await out.transport.answer(first.id, {"text": "登记好了", "show_alert": True, "press": first.id})
    await out.transport.answer(second.id, {"press": second.id})
    assert (first.text, first.alert, second.text) == ("登记好了", True, "")
    assert boss.turning() == []


async def test_a_long_toast_is_cut(out: Outside) -> None:
    boss = person(out)
    await out.transport.send(out.to(1), text("请选择", BUTTONS))
    press = boss.tap(*await boss.button("查看进度"))
    await out.transport.answer(press.id, {"text": "长" * 500, "press": press.id})
    assert press.text == "长" * 198 + "……"


async def test_a_press_that_waited_too_long_troubles_nobody(out: Outside) -> None:
    boss = person(out)
    await out.transport.send(out.to(1), text("请选择", BUTTONS))
    press = boss.tap(*await boss.button("查看进度"))
    out.telegram.expire_presses()
    await out.transport.answer(press.id, {"text": "登记好了", "press": press.id})
    assert press.text == ""


async def test_a_text_longer_than_telegram_takes_is_cut_and_still_sent(out: Outside) -> None:
    boss = person(out)
    await out.transport.send(out.to(1), text(f"<b>{'💼' * 3_000}</b>"))
    assert (await boss.last()).endswith("💼……")


async def test_what_has_nothing_to_show_is_not_even_tried(out: Outside) -> None:
    person(out)
    with pytest.raises(Rejected):
        await out.transport.send(out.to(1), text(" "))
    assert out.telegram.record.refused == []


async def test_groups_are_known_by_their_number(out: Outside) -> None:
    assert out.transport.is_group(out.to(-100_200))
    assert not out.transport.is_group(out.to(100_200))


# What Telegram refuses


async def test_the_same_again_is_no_change(out: Outside) -> None:
    person(out)
    external_id = await out.transport.send(out.to(1), text("一样", BUTTONS))
    with pytest.raises(Unchanged):
        await out.transport.edit(out.to(1), external_id, text("一样", BUTTONS))


async def test_what_is_gone_can_be_neither_edited_nor_deleted(out: Outside) -> None:
    person(out)
    with pytest.raises(MessageMissing):
        await out.transport.edit(out.to(1), "999", text("新"))
    with pytest.raises(MessageMissing):
        await out.transport.delete(out.to(1), "999")


async def test_a_persons_own_message_cannot_be_edited(out: Outside) -> None:
    boss = person(out)
    await boss.say("我的")
    with pytest.raises(MessageMissing):
        await out.transport.edit(out.to(1), str((await boss.screen())[0].number), text("新"))


async def test_who_blocked_the_bot_or_left_or_never_came_cannot_be_reached(out: Outside) -> None:
    await person(out, 1).block()
    person(out, 2).deactivate()
    for number, why in ((1, "blocked"), (2, "deactivated"), (3, "gone")):
        with pytest.raises(Unreachable) as refused:
            await out.transport.send(out.to(number), text("您好"))
        assert refused.value.reason == why


async def test_a_group_that_became_a_supergroup_is_found_again(out: Outside) -> None:
    group = out.telegram.group(-500)
    out.telegram.upgrade(group, -1_001_500)
    with pytest.raises(ChatMoved) as moved:
        await out.transport.send(out.to(-500), text("您好"))
    assert moved.value.to == out.to(-1_001_500)
    await out.transport.send(moved.value.to, text("您好"))


async def test_a_button_with_too_much_behind_it_is_refused_for_good(out: Outside) -> None:
    person(out)
    with pytest.raises(Rejected) as refused:
        await out.transport.send(out.to(1), text("请选择", ((("查看", "x" * 65),),)))
    assert refused.value.reason == "BUTTON_DATA_INVALID"


async def test_a_revoked_token_locks_the_bot_out(out: Outside) -> None:
    person(out)
    out.telegram.account.revoked = True
    with pytest.raises(Unauthorized):
        await out.transport.send(out.to(1), text("您好"))


@pytest.mark.parametrize(
    ("kind", "meaning", "arrived"),
    [
        ("429", RateLimited, 0),
        ("500", OutcomeUnknown, 0),
        ("502", OutcomeUnknown, 0),
        ("502 page", OutcomeUnknown, 0),
        ("cut", OutcomeUnknown, 0),
        ("500 accepted", OutcomeUnknown, 1),
        ("lost", OutcomeUnknown, 1),
    ],
)
async def test_what_the_network_breaks_is_told_by_what_is_certain(
    out: Outside, kind: str, meaning: type[TransportError], arrived: int
) -> None:
    boss = person(out)
    out.telegram.faults.add(Fault("sendMessage", kind, seconds=4))  # type: ignore[arg-type]  # parametrised: a str
    with pytest.raises(meaning) as broken:
        await out.transport.send(out.to(1), text("您好"))
    assert len(await boss.screen()) == arrived
    assert out.telegram.token not in broken.value.reason


async def test_no_answer_in_time_leaves_us_unsure(out: Outside) -> None:
    impatient = TelegramTransport(out.bot, out.db, out.files, seconds=0.2)
    person(out)
    out.telegram.faults.add(Fault("sendMessage", "hang"))
    with pytest.raises(OutcomeUnknown):
        await impatient.send(out.to(1), text("您好"))


async def test_where_nobody_listens_nothing_was_sent(out: Outside) -> None:
    person(out)
    await out.telegram.go_down()
    with pytest.raises(NotSent):
        await out.transport.send(out.to(1), text("您好"))


@pytest.mark.parametrize(("number", "account_wide"), [(1, True), (-500, False)])
async def test_a_chat_alone_waits_where_it_alone_is_too_fast(out: Outside, number: int, account_wide: bool) -> None:
    person(out)
    out.telegram.group(-500)
    external_id = await out.transport.send(out.to(number), text("您好"))
    out.telegram.faults.add(Fault("*", "429", seconds=7))
    with pytest.raises(RateLimited) as sending:
        await out.transport.send(out.to(number), text("您好"))
    with pytest.raises(RateLimited) as editing:
        await out.transport.edit(out.to(number), external_id, text("您好吗"))
    assert (sending.value.seconds, sending.value.account_wide, editing.value.account_wide) == (7, account_wide, False)
