"""Storing the posts of an imported directory: whoever loses a post by it, or gets one back, has other rights."""

from collections.abc import Mapping, Sequence
from secrets import token_urlsafe

from sqlalchemy.ext.asyncio import AsyncSession

from people import post_store, store
from people.model import Official, Post, RightsChange


async def put_listed(session: AsyncSession, officials: Sequence[Official], units: Mapping[str, int]) -> list[Post]:
    """``units``: their ids by name. Posts of units that are not listed become inactive; returns these."""
    before = await post_store.holders(session)
    lost = await post_store.put_listed(session, officials, units)
    changed = before.items() ^ (await post_store.holders(session)).items()
    await store.change_rights(session, {person for _, person in changed}, RightsChange.POST_LISTED, token_urlsafe(16))
    return lost
