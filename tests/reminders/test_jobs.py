"""A job ends, whatever it works through."""

from bot.reminders.jobs import ROUNDS, in_rounds


async def test_a_job_goes_on_until_nothing_is_left() -> None:
    left = [3, 2, 0, 7]

    async def once() -> int:
        return left.pop(0)

    assert await in_rounds("test", once) == 5
    assert left == [7]


async def test_what_never_ends_is_left_to_the_next_tick() -> None:
    rounds = 0

    async def once() -> int:
        nonlocal rounds
        rounds += 1
        return 1

    assert await in_rounds("test", once) == ROUNDS == rounds
