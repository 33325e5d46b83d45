"""A file that has not arrived yet, or was refused, blocks nobody: filer and specialist are told plainly."""

from dataclasses import replace
from typing import Any

from chats import incoming_store, outbound_store
from chats import store as chats
from chats.model import File, FileState
from tests.conversation import Role, Talker, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, dead, introduce
from tests.journeys.ways import ON_THE_WEB

WAYS = ON_THE_WEB


async def announced(boss: Talker, name: str) -> dict[str, Any]:
    """What an external channel stores of a photo: its name over there, and nothing else yet."""
    file = File(name, boss.chat, f"{name}.jpg", "image/jpeg", 1000, "", state=FileState.WAITING)
    async with boss.town.db.transaction() as session:
        await chats.add_file(session, file, boss.town.clock.now())
        await outbound_store.put_incoming(session, name, f"theirs {name}", boss.town.clock.now())
    return {"photo": [{"file_id": name, "file_unique_id": name, "width": 8, "height": 6, "file_size": 1000}]}


async def settle(town: Town, name: str, state: FileState) -> None:
    async with town.db.transaction() as session:
        file = await chats.get_file(session, name)
        assert file is not None
        digest = "d" * 64 if state is FileState.KEPT else ""
        assert await incoming_store.settle(session, replace(file, state=state, digest=digest))


async def filing(town: Town, *names: str) -> Talker:
    """At the summary, with photos that are still on the way."""
    boss = await town.someone("示例老板")
    await boss.say(SENTENCE)
    await introduce(boss)
    for name in names:
        await boss.send(await announced(boss, name))
    return boss


async def assigned(town: Town, boss: Talker) -> Talker:
    """The appeal filed and given to a specialist, who looks at it."""
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    await boss.press("确认提交")
    await office.press(f"交办给 {ECOLOGY}")
    await specialist.press("查看")
    return specialist


async def test_the_summary_counts_what_is_still_being_received(town: Town) -> None:
    boss = await filing(town, "a", "b")
    assert "附件：2 个（2 个正在接收）" in await boss.last()
    await settle(town, "a", FileState.KEPT)
    assert "附件：2 个（1 个正在接收）" in await boss.say("补充：材料已交齐")
    await settle(town, "b", FileState.KEPT)
    assert "附件：2 个\n" in await boss.say("补充：再补一句")


async def test_what_was_not_kept_is_no_part_of_the_appeal(town: Town) -> None:
    boss = await filing(town, "a", "b")
    await settle(town, "a", FileState.REFUSED)
    assert "附件：1 个（1 个正在接收）" in await boss.say("补充：材料已交齐")
    await settle(town, "b", FileState.REFUSED)
    assert "附件" not in await boss.say("补充：再补一句")
    specialist = await assigned(town, boss)
    assert "看附件" not in str([shown.buttons for shown in await specialist.screen()])


async def test_the_specialist_sees_what_is_there_and_hears_of_the_rest(town: Town) -> None:
    specialist = await assigned(town, await filing(town, "a", "b", "c"))
    await settle(town, "a", FileState.KEPT)
    await settle(town, "b", FileState.REFUSED)
    await specialist.press("看附件（3）")
    photo, rest = (await specialist.screen())[-3:-1]
    assert "photo" in photo.body
    assert rest.text == "「b.jpg」没有收下，内容看不到。\n「c.jpg」正在接收，请过一会儿再看。"
    assert await dead(town) == 0


async def test_what_arrived_meanwhile_is_shown_the_next_time(town: Town) -> None:
    specialist = await assigned(town, await filing(town, "a"))
    await specialist.press("看附件（1）")
    await specialist.read("「a.jpg」正在接收")
    await settle(town, "a", FileState.KEPT)
    await specialist.press("看附件（1）")
    assert "photo" in (await specialist.screen())[-2].body
    assert await dead(town) == 0


async def test_the_window_for_photos_counts_only_what_was_not_refused(town: Town) -> None:
    boss = await town.someone("示例老板")
    await boss.say("/appeal")
    await boss.say(SENTENCE)
    await boss.send(await announced(boss, "a"))
    await settle(town, "a", FileState.REFUSED)
    assert "已收到 1 个文件" in await boss.send(await announced(boss, "b"))
