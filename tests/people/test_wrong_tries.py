"""Nobody guesses a code: after five wrong ones, of whichever kind, even a right one waits an hour."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from people import account_service, invitation_service, store
from people.account_service import LinkOffer
from people.codes import Declined
from people.model import Person, Post
from storage.database import Database
from tests.people import invitations
from texts.refused import Refused

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ALMOST = HOUR - timedelta(seconds=1)

NewPerson = Callable[[str], Awaitable[Person]]
Trying = Callable[[Database, Person, str, datetime], Awaitable[object]]


async def redeem(db: Database, person: Person, code: str, now: datetime = NOW) -> Post | Declined:
    return await invitations.redeem(db, person, code, now)


async def look(db: Database, person: Person, code: str, now: datetime = NOW) -> LinkOffer | Declined:
    """At the code of somebody's account, before the chat is linked to it."""
    async with db.transaction() as session:
        return await account_service.check_link_code(session, person, code, now, has_own=False)


async def guess(db: Database, person: Person, *tries: Trying, now: datetime = NOW) -> None:
    for wrong in tries:
        assert isinstance(await wrong(db, person, "WRNG-WRNG", now), Declined)


async def good_codes(db: Database, post: int, maker: Person, now: datetime = NOW) -> tuple[str, str]:
    """An invitation and the code of an account."""
    async with db.transaction() as session:
        chat = min(await store.chats_of(session, maker.id))
        return await invitation_service.invite(session, post, now), await account_service.make_link_code(
            session, maker, chat, now
        )


async def test_after_five_wrong_invitations_the_right_one_waits_an_hour(
    db: Database, post: int, new_person: NewPerson
) -> None:
    person = await new_person("one")
    invitation, _ = await good_codes(db, post, await new_person("two"))
    await guess(db, person, *[redeem] * 5)
    for moment in (NOW, NOW + ALMOST):
        with pytest.raises(Refused, match="一小时后"):
            await redeem(db, person, invitation, moment)
    assert isinstance(await redeem(db, person, invitation, NOW + HOUR), Post)


async def test_after_five_wrong_codes_of_accounts_the_right_one_waits_an_hour(
    db: Database, post: int, new_person: NewPerson
) -> None:
    person, maker = await new_person("one"), await new_person("two")
    await guess(db, person, *[look] * 5)
    _, code = await good_codes(db, post, maker, NOW + ALMOST)  # such a code lasts ten minutes
    with pytest.raises(Refused, match="一小时后"):
        await look(db, person, code, NOW + ALMOST)
    assert isinstance(await look(db, person, code, NOW + HOUR), LinkOffer)


async def test_after_four_wrong_codes_a_right_one_is_taken(db: Database, post: int, new_person: NewPerson) -> None:
    person = await new_person("one")
    invitation, code = await good_codes(db, post, await new_person("two"))
    await guess(db, person, redeem, look, redeem, look)
    assert isinstance(await look(db, person, code), LinkOffer)
    assert isinstance(await redeem(db, person, invitation), Post)


@pytest.mark.parametrize("tries", [[redeem, look, redeem, look, redeem], [look] * 4 + [redeem], [redeem] * 4 + [look]])
async def test_wrong_codes_of_both_kinds_count_together(
    db: Database, post: int, new_person: NewPerson, tries: list[Trying]
) -> None:
    person = await new_person("one")
    invitation, code = await good_codes(db, post, await new_person("two"))
    await guess(db, person, *tries)
    for sixth, right in ((redeem, invitation), (look, code)):
        with pytest.raises(Refused, match="一小时后"):
            await sixth(db, person, right)


async def test_each_wrong_code_counts_for_an_hour_of_its_own(db: Database, post: int, new_person: NewPerson) -> None:
    person = await new_person("one")
    invitation, _ = await good_codes(db, post, await new_person("two"))
    await guess(db, person, redeem)
    await guess(db, person, *[look] * 4, now=NOW + HOUR / 2)
    with pytest.raises(Refused, match="一小时后"):
        await redeem(db, person, invitation, NOW + ALMOST)
    await guess(db, person, redeem, now=NOW + HOUR)
    with pytest.raises(Refused, match="一小时后"):
        await redeem(db, person, invitation, NOW + HOUR)


async def test_what_one_person_tried_in_vain_stops_no_other(db: Database, post: int, new_person: NewPerson) -> None:
    await guess(db, await new_person("one"), redeem, look, redeem, look, redeem)
    invitation, _ = await good_codes(db, post, await new_person("two"))
    assert isinstance(await redeem(db, await new_person("three"), invitation), Post)
