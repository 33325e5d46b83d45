"""Several chats of one person: linked by a code, chosen for notices, unlinked; the one used last is known."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from chats import store as chats
from people import account_service, service, store
from people.account_service import LINK_CODE_LIFETIME, Linked, LinkOffer, LinkRequest
from people.code_store import LinkCodeRow
from people.codes import MAX_WRONG_TRIES, Declined, digest
from people.model import Person
from people.post_store import PostRow
from people.store import AccountRow, AuditRow, PersonRow
from storage.database import Database
from texts.refused import Refused

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

NewPerson = Callable[[str], Awaitable[Person]]


async def chat_of(db: Database, external: str) -> int:
    async with db.transaction() as session:
        return (await chats.open_chat(session, "web", external)).id


async def speak(db: Database, chat: int, now: datetime = NOW) -> Person:
    async with db.transaction() as session:
        return await service.welcome(session, chat, "zh", now)


async def make(db: Database, person: Person, now: datetime = NOW) -> str:
    """In the person's first chat."""
    async with db.transaction() as session:
        chat = min(await store.chats_of(session, person.id))
        return await account_service.make_link_code(session, person, chat, now)


async def look(
    db: Database, chat: int, code: str, now: datetime = NOW, *, has_own: bool = False
) -> LinkOffer | Declined:
    person = await speak(db, chat)
    async with db.transaction() as session:
        return await account_service.check_link_code(session, person, code, now, has_own=has_own)


async def ask(
    db: Database, chat: int, looked_at: str, now: datetime = NOW, *, has_own: bool = False
) -> LinkRequest | Declined:
    person = await speak(db, chat)
    async with db.transaction() as session:
        return await account_service.ask_to_link(
            session, person, chat, looked_at, now, mark="update 1", has_own=has_own
        )


async def agree(db: Database, maker: int, chat: int, now: datetime = NOW, *, has_own: bool = False) -> Linked:
    async def owns(_: int) -> bool:
        return has_own

    async with db.transaction() as session:
        return await account_service.link(session, await store.get(session, maker), chat, now, has_own=owns)


async def confirm(
    db: Database, chat: int, looked_at: str, now: datetime = NOW, *, has_own: bool = False
) -> Linked | Declined:
    """The chat asks, and the maker of the code agrees at once."""
    asked = await ask(db, chat, looked_at, now, has_own=has_own)
    return asked if isinstance(asked, Declined) else await agree(db, asked.maker, chat, now)


async def link(db: Database, chat: int, code: str, now: datetime = NOW, *, has_own: bool = False) -> Linked | Declined:
    """Check a code and confirm it immediately."""
    offer = await look(db, chat, code, now, has_own=has_own)
    return offer if isinstance(offer, Declined) else await confirm(db, chat, offer.digest, now, has_own=has_own)


async def unlink(db: Database, person: Person, chat: int) -> Person:
    async with db.transaction() as session:
        return await account_service.unlink(session, person, chat, NOW, mark="update 2")


async def chats_of(db: Database, person: Person) -> list[int]:
    async with db.reading() as session:
        return await store.chats_of(session, person.id)


async def linked(db: Database) -> tuple[Person, int, int]:
    """A person with two chats, the second one linked by a code."""
    one, two = await chat_of(db, "one"), await chat_of(db, "two")
    person = await speak(db, one)
    assert isinstance(await link(db, two, await make(db, person)), Linked)
    return person, one, two


async def test_a_code_makes_the_chat_one_of_its_makers(db: Database) -> None:
    one, two = await chat_of(db, "one"), await chat_of(db, "two")
    person = await speak(db, one)
    assert await link(db, two, await make(db, person)) == Linked(person.id, (one,))
    assert (await speak(db, two)).id == person.id
    assert set(await chats_of(db, person)) == {one, two}


async def test_looking_at_a_code_says_whose_it_is_and_changes_nothing(db: Database) -> None:
    one, two = await chat_of(db, "one"), await chat_of(db, "two")
    person, other = await speak(db, one), await speak(db, two)
    code = await make(db, person)
    for _ in range(MAX_WRONG_TRIES + 1):
        assert await look(db, two, code) == LinkOffer(digest(code), person)
    assert (await speak(db, two)).id == other.id
    assert isinstance(await link(db, await chat_of(db, "three"), code), Linked), "it was not used up"


async def test_what_was_looked_at_is_checked_again_when_it_is_confirmed(db: Database) -> None:
    person, two, three = await speak(db, await chat_of(db, "one")), await chat_of(db, "two"), await chat_of(db, "three")
    for meanwhile, words in (
        ("used", "刚刚失效"),
        ("replaced", "刚刚失效"),
        ("expired", "10 分钟"),
        ("own", "自己的诉求"),
    ):
        code = await make(db, person)
        offer = await look(db, two, code)
        assert isinstance(offer, LinkOffer)
        if meanwhile == "used":
            await link(db, three, code)
        elif meanwhile == "replaced":
            await make(db, person)
        late = NOW + LINK_CODE_LIFETIME if meanwhile == "expired" else NOW
        answer = await confirm(db, two, offer.digest, late, has_own=meanwhile == "own")
        assert isinstance(answer, Declined)
        assert words in answer.text
        assert (await speak(db, two)).id != person.id


async def test_confirming_waits_as_well_when_too_many_wrong_codes_came_in_between(db: Database) -> None:
    code, two = await make(db, await speak(db, await chat_of(db, "one"))), await chat_of(db, "two")
    offer = await look(db, two, code)
    assert isinstance(offer, LinkOffer)
    for _ in range(5):
        await look(db, two, "WRNG-WRNG")
    with pytest.raises(Refused, match="一小时后"):
        await confirm(db, two, offer.digest)


async def test_confirming_twice_is_answered_kindly(db: Database) -> None:
    person, two = await speak(db, await chat_of(db, "one")), await chat_of(db, "two")
    code = await make(db, person)
    assert isinstance(await link(db, two, code), Linked)
    again = await confirm(db, two, digest(code))
    assert isinstance(again, Declined)
    assert "已经绑定好了" in again.text


async def test_of_two_who_looked_and_confirm_at_once_exactly_one_links(db: Database) -> None:
    person = await speak(db, await chat_of(db, "one"))
    code, others = await make(db, person), [await chat_of(db, str(number)) for number in range(5)]
    for chat in others:
        assert isinstance(await look(db, chat, code), LinkOffer)
    results = await asyncio.gather(*(confirm(db, chat, digest(code)) for chat in others))
    assert sum(isinstance(result, Linked) for result in results) == 1
    assert len(await chats_of(db, person)) == 2


async def test_asking_links_nothing_until_the_maker_agrees(db: Database) -> None:
    one, two = await chat_of(db, "one"), await chat_of(db, "two")
    maker, other = await speak(db, one), await speak(db, two)
    code = await make(db, maker)
    assert await ask(db, two, digest(code)) == LinkRequest(maker.id, one)
    assert (await speak(db, two)).id == other.id
    assert await agree(db, maker.id, two) == Linked(maker.id, (one,))
    assert (await speak(db, two)).id == maker.id
    with pytest.raises(Refused, match="已经处理过"):
        await agree(db, maker.id, two)


async def test_the_rights_of_the_chat_change_by_the_update_in_which_it_asked(db: Database) -> None:
    """Else the device that asked would be signed out when the first one agrees."""
    _, _, two = await linked(db)
    async with db.reading() as session:
        row = (await session.scalars(select(AccountRow).where(AccountRow.chat == two))).one()
    assert row.rights_mark == "update 1"


async def test_nobody_but_the_chat_that_asked_is_linked_and_by_nobody_but_the_maker(db: Database) -> None:
    one, two, three = [await chat_of(db, name) for name in ("one", "two", "three")]
    maker, other = await speak(db, one), await speak(db, three)
    code = await make(db, maker)
    await ask(db, two, digest(code))
    assert isinstance(await ask(db, three, digest(code)), Declined), "the code is taken"
    for agreeing, chat in ((maker.id, three), (other.id, two)):
        with pytest.raises(Refused, match="已经处理过"):
            await agree(db, agreeing, chat)


async def test_the_maker_may_refuse_and_the_code_is_gone(db: Database) -> None:
    maker, two = await speak(db, await chat_of(db, "one")), await chat_of(db, "two")
    code = await make(db, maker)
    await ask(db, two, digest(code))
    async with db.transaction() as session:
        await account_service.refuse_link(session, maker, two, NOW)
    with pytest.raises(Refused, match="已经处理过"):
        await agree(db, maker.id, two)
    assert isinstance(await look(db, two, code), Declined)


async def test_asking_again_adds_no_time_and_whoever_stops_is_not_linked(db: Database) -> None:
    maker, two = await speak(db, await chat_of(db, "one")), await chat_of(db, "two")
    code = await make(db, maker)
    for minutes in (0, 5, 9):
        await ask(db, two, digest(code), NOW + timedelta(minutes=minutes))
    with pytest.raises(Refused, match="10 分钟"):
        await agree(db, maker.id, two, NOW + LINK_CODE_LIFETIME)
    async with db.transaction() as session:
        await account_service.stop_asking(session, two)
    with pytest.raises(Refused, match="已经失效"):
        await agree(db, maker.id, two)


async def test_the_maker_has_ten_minutes_from_the_asking(db: Database) -> None:
    maker, two = await speak(db, await chat_of(db, "one")), await chat_of(db, "two")
    code, last = await make(db, maker), NOW + LINK_CODE_LIFETIME - timedelta(seconds=1)
    await ask(db, two, digest(code), last)
    with pytest.raises(Refused, match="10 分钟"):
        await agree(db, maker.id, two, last + LINK_CODE_LIFETIME)
    assert await agree(db, maker.id, two, last + LINK_CODE_LIFETIME - timedelta(seconds=1))


async def test_a_chat_that_got_something_of_its_own_meanwhile_is_not_linked(db: Database) -> None:
    maker, two = await speak(db, await chat_of(db, "one")), await chat_of(db, "two")
    await ask(db, two, digest(await make(db, maker)))
    with pytest.raises(Refused, match="自己的诉求"):
        await agree(db, maker.id, two, has_own=True)
    assert (await speak(db, two)).id != maker.id


async def test_only_the_digest_of_a_code_is_stored(db: Database) -> None:
    code = await make(db, await speak(db, await chat_of(db, "one")))
    async with db.reading() as session:
        assert (await session.scalars(select(LinkCodeRow))).one().digest == digest(code) != code
        assert not any(code in str(row.details) for row in await session.scalars(select(AuditRow)))


async def test_a_code_is_good_once(db: Database) -> None:
    person = await speak(db, await chat_of(db, "one"))
    code, two, three = await make(db, person), await chat_of(db, "two"), await chat_of(db, "three")
    assert isinstance(await link(db, two, code), Linked)
    for later in (
        timedelta(),
        LINK_CODE_LIFETIME,
    ):  # in the words of an unknown one, so that they tell a guesser nothing
        assert await look(db, three, code, NOW + later) == await look(db, three, "0000-0000", NOW + later)
    assert (await speak(db, three)).id != person.id


async def test_a_code_lasts_ten_minutes_and_says_when_it_is_over(db: Database) -> None:
    code, two = await make(db, await speak(db, await chat_of(db, "one"))), await chat_of(db, "two")
    late = await link(db, two, code, NOW + LINK_CODE_LIFETIME)
    assert isinstance(late, Declined)
    assert "10 分钟" in late.text
    assert isinstance(await link(db, two, code, NOW + LINK_CODE_LIFETIME - timedelta(seconds=1)), Linked)


async def test_a_new_code_cancels_the_one_before(db: Database) -> None:
    person, two = await speak(db, await chat_of(db, "one")), await chat_of(db, "two")
    old, new = await make(db, person), await make(db, person)
    async with db.reading() as session:
        assert not await account_service.is_link_code(session, old)
        assert await account_service.is_link_code(session, new)
    assert isinstance(await link(db, two, old), Declined)
    assert isinstance(await link(db, two, new), Linked)


async def test_of_codes_made_at_once_one_is_good(db: Database) -> None:
    person = await speak(db, await chat_of(db, "one"))
    await asyncio.gather(*(make(db, person) for _ in range(5)))
    async with db.reading() as session:
        assert len(list(await session.scalars(select(LinkCodeRow)))) == 1


async def test_of_two_who_link_at_once_exactly_one_does(db: Database) -> None:
    person = await speak(db, await chat_of(db, "one"))
    code, others = await make(db, person), [await chat_of(db, str(number)) for number in range(5)]
    results = await asyncio.gather(*(link(db, chat, code) for chat in others))
    assert sum(isinstance(result, Linked) for result in results) == 1
    assert len(await chats_of(db, person)) == 2


async def test_ones_own_code_is_answered_kindly_and_counts_as_no_wrong_try(db: Database) -> None:
    person, one, two = await linked(db)
    code = await make(db, person)
    for _ in range(MAX_WRONG_TRIES + 1):
        own = await link(db, one, code)
        assert isinstance(own, Declined)
        assert "另一个聊天" in own.text
    assert isinstance(await link(db, await chat_of(db, "three"), code), Linked), "it was not used up"
    again = await link(db, two, code)
    assert isinstance(again, Declined)
    assert "已经绑定好了" in again.text


async def test_a_chat_with_appeals_or_posts_stays_whose_it_is_and_the_code_stays_good(db: Database, post: int) -> None:
    person, two = await speak(db, await chat_of(db, "one")), await chat_of(db, "two")
    code, other = await make(db, person), await speak(db, two)
    kept = await link(db, two, code, has_own=True)
    assert isinstance(kept, Declined)
    async with db.transaction() as session:
        (await session.get_one(PostRow, post)).person = other.id
    assert await link(db, two, code) == kept
    assert (await speak(db, two)).id == other.id
    assert isinstance(await link(db, await chat_of(db, "three"), code), Linked)


async def test_what_was_told_in_a_chat_that_moves_is_forgotten_unless_another_chat_keeps_it(db: Database) -> None:
    person, one, _ = await linked(db)
    async with db.transaction() as session:
        await store.change(session, person.id, name="张示例", phone="+8613800001234")
    owner = await speak(db, await chat_of(db, "owner"))
    for chat, name in ((one, "张示例"), (await chat_of(db, "two"), "")):
        await link(db, chat, await make(db, owner))
        async with db.reading() as session:
            assert (await session.get_one(PersonRow, person.id)).name == name


async def test_linking_and_unlinking_are_on_record(db: Database) -> None:
    person, _, two = await linked(db)
    fresh = await unlink(db, person, two)
    async with db.reading() as session:
        acts = [(row.person, row.act, row.subject_number) for row in await session.scalars(select(AuditRow))]
    assert acts == [
        (person.id, "account_code_made", person.id),
        (person.id, "account_joined", two),
        (person.id, "account_let_go", two),
    ]
    assert (await speak(db, two)).id == fresh.id != person.id


async def test_an_unlinked_chat_is_a_new_persons(db: Database) -> None:
    person, one, two = await linked(db)
    async with db.transaction() as session:
        await store.change(session, person.id, name="张示例", notifications_to=two, consented_at=NOW)
    await unlink(db, person, two)
    nobody = await speak(db, two)
    assert (nobody.name, nobody.posts, nobody.consented_at) == ("", (), None)
    assert await chats_of(db, person) == [one]
    async with db.reading() as session:
        assert (await session.get_one(PersonRow, person.id)).notifications_to is None


async def test_the_last_chat_and_other_peoples_chats_cannot_be_unlinked(db: Database) -> None:
    one = await chat_of(db, "one")
    person = await speak(db, one)
    with pytest.raises(Refused, match="唯一"):
        await unlink(db, person, one)
    other = await chat_of(db, "other")
    await speak(db, other)
    with pytest.raises(Refused, match="不在您名下"):
        await unlink(db, person, other)


async def test_two_chats_that_let_each_other_go_at_once_leave_one(db: Database) -> None:
    person, one, two = await linked(db)
    results = await asyncio.gather(*(unlink(db, person, chat) for chat in (one, two)), return_exceptions=True)
    assert sum(isinstance(result, Person) for result in results) == 1
    assert len(await chats_of(db, person)) == 1


async def test_notices_go_to_the_chat_used_last_until_one_is_chosen(db: Database) -> None:
    person, one, two = await linked(db)
    await speak(db, one, NOW + timedelta(minutes=5))
    assert await chats_of(db, person) == [one, two]
    async with db.transaction() as session:
        await account_service.choose_chat(session, person, two)
    assert await chats_of(db, person) == [two, one]
    async with db.transaction() as session:
        await account_service.choose_chat(session, person, None)
    assert await chats_of(db, person) == [one, two]


async def test_only_ones_own_chat_can_be_chosen(db: Database) -> None:
    person, other = await speak(db, await chat_of(db, "one")), await chat_of(db, "other")
    await speak(db, other)
    async with db.transaction() as session:
        with pytest.raises(Refused, match="不在您名下"):
            await account_service.choose_chat(session, person, other)


async def test_a_chosen_chat_that_is_somebody_elses_counts_for_nothing(db: Database) -> None:
    person, one, two = await linked(db)
    stranger = await chat_of(db, "stranger")
    await speak(db, stranger)
    async with db.transaction() as session:
        await store.change(session, person.id, notifications_to=stranger)
    assert set(await chats_of(db, person)) == {one, two}


async def test_the_first_chat_is_known_inside_a_larger_statement_too(db: Database) -> None:
    person, _, two = await linked(db)
    alone = await speak(db, await chat_of(db, "alone"))
    async with db.transaction() as session:
        await account_service.choose_chat(session, person, two)
    async with db.reading() as session:
        wanted = select(PersonRow.id, store.notification_chat(PersonRow.id)).order_by(PersonRow.id)
        found = await session.execute(wanted)
        first = {row[0]: row[1] for row in found}
        for each in (person, alone):
            assert first[each.id] == (await store.chats_of(session, each.id))[0]


async def test_whoever_changes_between_chats_within_a_moment_is_found_in_the_last(db: Database) -> None:
    person, one, two = await linked(db)
    for chat in (one, two, one, one, two):
        await speak(db, chat)
        assert (await chats_of(db, person))[0] == chat


async def test_the_chat_used_last_is_not_written_again_within_the_hour(db: Database) -> None:
    _, one, _ = await linked(db)
    written = set()
    for minutes in (1, 2, 30, 60):
        await speak(db, one, NOW + timedelta(minutes=minutes))
        async with db.reading() as session:
            written.add((await session.get_one(AccountRow, one)).used_at)
    assert written == {NOW + timedelta(minutes=1)}
