"""Using an invitation as a person does who opens it and confirms at once."""

from datetime import datetime

from people import invitation_service
from people.codes import Declined
from people.model import Person, Post
from storage.database import Database


async def redeem(db: Database, person: Person, code: str, now: datetime, mark: str = "update 1") -> Post | Declined:
    """``mark``: the update in which the person confirms."""
    async with db.transaction() as session:
        offer = await invitation_service.check(session, person, code, now)
        if isinstance(offer, Declined):
            return offer
        bound = await invitation_service.accept(session, person, offer.digest, now, mark=mark)
        return bound if isinstance(bound, Declined) else bound.post
