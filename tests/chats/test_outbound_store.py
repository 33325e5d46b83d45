"""What is known about a chat's other side: names, reach, files, health."""

from datetime import timedelta

from chats import outbound_store, service, store
from chats.model import File, FileState
from chats.sending_store import SendRecord, store_records
from storage.database import Database
from tests.conversation import MONDAY
from tests.delivery.scripted_transport import hear, open_chat, ours, say


async def test_to_open_a_chat_again_forgets_nothing(db: Database) -> None:
    chat = await open_chat(db)
    async with db.transaction() as session:
        await outbound_store.mark_unreachable(session, chat, "blocked")
        await outbound_store.open_outbound(session, chat)
        assert await outbound_store.unreachable(session, [chat]) == {chat}
        assert await outbound_store.unreachable_chats(session, "telegram") == [chat]
        assert await outbound_store.count_unreachable(session, "telegram") == 1
        assert await outbound_store.count_unreachable(session, "web") == 0
        await outbound_store.mark_reachable(session, chat)
        assert await outbound_store.unreachable(session, [chat]) == set()


async def test_the_first_chat_that_can_be_reached(db: Database) -> None:
    lost, chat = await open_chat(db, "1"), await open_chat(db, "2")
    async with db.transaction() as session:
        web = (await store.open_chat(session, "web", "a")).id
        await outbound_store.mark_unreachable(session, lost, "blocked")
        assert await outbound_store.first_reachable(session, [lost, web, chat]) == web
        assert await outbound_store.first_reachable(session, [lost]) is None
        assert await outbound_store.first_reachable(session, []) is None


async def test_a_message_is_found_by_its_name_over_there(db: Database) -> None:
    chat, other = await open_chat(db, "1"), await open_chat(db, "2")
    mine = await hear(db, chat, "您好", "41")
    theirs = await say(db, chat, "请讲")
    async with db.transaction() as session:
        await store_records(session, chat, [SendRecord(theirs, "42")])
        assert await outbound_store.message_by_external_id(session, chat, "41") == mine
        assert await outbound_store.message_by_external_id(session, chat, "42") == theirs
        assert await outbound_store.message_by_external_id(session, chat, "43") is None
        assert await outbound_store.message_by_external_id(session, other, "41") is None
        await outbound_store.keep_external_id(session, chat, mine, "99")  # heard again: the first name stays
        assert await outbound_store.message_by_external_id(session, chat, "41") == mine


async def test_a_message_that_was_marked_stays_marked(db: Database) -> None:
    chat = await open_chat(db)
    message = await say(db, chat, "一")
    async with db.transaction() as session:
        await store_records(session, chat, [SendRecord(message, None, failed="too long")])
        await store_records(session, chat, [SendRecord(message, "1", possibly_twice=True)])
        await store_records(session, chat, [SendRecord(message, "2")])
        row = await session.get_one(outbound_store.OutboundMessageRow, (chat, message))
        assert (row.external_id, row.possibly_twice, row.failed) == ("2", True, None)


async def test_only_the_bots_messages_to_people_within_reach_are_counted_as_waiting(db: Database) -> None:
    chat, lost = await open_chat(db, "1"), await open_chat(db, "2")
    await hear(db, chat, "您好", "41")
    for one in (chat, chat, lost):
        await say(db, one, "请讲")
    async with db.transaction() as session:
        await outbound_store.mark_unreachable(session, lost, "blocked")
        web = (await store.open_chat(session, "web", "a")).id
        await service.say(session, web, ours("网页"), MONDAY)
        assert await outbound_store.count_waiting(session, "telegram") == 2
        assert await outbound_store.count_waiting(session, "web") == 0


async def test_a_sent_files_name_is_kept_for_its_account_and_kind(db: Database) -> None:
    async with db.transaction() as session:
        await outbound_store.keep_uploaded_file_id(session, "1:", "d", "photo", "old")
        await outbound_store.keep_uploaded_file_id(session, "1:", "d", "photo", "new")
        assert await outbound_store.uploaded_file_id(session, "1:", "d", "photo") == "new"
        assert await outbound_store.uploaded_file_id(session, "1:", "d", "document") is None
        assert await outbound_store.uploaded_file_id(session, "2:", "d", "photo") is None
        await outbound_store.forget_uploaded_file_id(session, "1:", "d", "photo")
    async with db.reading() as session:
        assert await outbound_store.uploaded_file_id(session, "1:", "d", "photo") is None


async def test_a_file_over_there_waits_to_be_fetched(db: Database) -> None:
    chat = await open_chat(db)
    async with db.transaction() as session:
        file = File("ours", chat, "厂区.jpg", "image/jpeg", 9, "", state=FileState.WAITING)
        await store.add_file(session, file, MONDAY)
        await outbound_store.put_incoming(session, "ours", "theirs", MONDAY)
        assert await outbound_store.count_incoming(session) == 1
        row = await session.get_one(outbound_store.IncomingFileRow, "ours")
        assert (row.external_id, row.tries, row.next_try_at) == ("theirs", 0, MONDAY)


async def test_health_keeps_the_moment_at_which_a_state_began(db: Database) -> None:
    async def note(state: str, detail: str, minutes: int) -> bool:
        async with db.transaction() as session:
            now = MONDAY + timedelta(minutes=minutes)
            return await outbound_store.note_health(session, "telegram", "send", state, detail, now)

    assert await note("ok", "", 0)
    assert not await note("ok", "", 1)
    assert await note("network", "refused", 2)
    assert not await note("network", "timeout", 3)
    async with db.reading() as session:
        (seen,) = await outbound_store.health(session)
    assert (seen.part, seen.state, seen.detail) == ("send", "network", "timeout")
    assert seen.since == MONDAY + timedelta(minutes=2)
