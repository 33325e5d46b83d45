"""Whatever fails between the application and Telegram, the main job ends correctly: nothing is lost, and only messages
marked as possibly sent twice are duplicated. (That the records agree is checked where the town is built.)
"""

import pytest

from tests.crash.telegram_books import Audit, audit
from tests.journeys.acts import SENTENCE, introduce, walk
from tests.journeys.ways import BY_POLLING, POLLED, TOLD_ON_POSTGRES
from tests.telegram.faults import Kind
from tests.telegram.standin import Fault
from tests.telegram.town import TownOnTelegram

WAYS = BY_POLLING


async def books(town: TownOnTelegram) -> Audit:
    found = await audit(town.db, town.telegram)
    assert not found.complaints
    return found


@pytest.mark.parametrize("kind", ["429", "500", "502", "502 page", "cut"])
async def test_what_was_not_accepted_is_tried_again_and_stands_there_once(town: TownOnTelegram, kind: Kind) -> None:
    fault = Fault("*", kind, chance=0.3, seconds=7)
    town.telegram.faults.add(fault)
    await walk(town)
    assert fault.struck > 5
    assert (await books(town)).doubled == 0


@pytest.mark.parametrize("kind", ["lost", "500 accepted", "hang"])
async def test_what_was_accepted_without_an_answer_may_stand_there_twice_and_is_marked(
    town: TownOnTelegram, kind: Kind
) -> None:
    """Calls that change what is there already do no harm twice."""
    if kind == "hang":
        town.be_impatient()
    fault, others = Fault("sendMessage", kind, chance=0.4, times=4), Fault("*", kind, chance=0.1, times=2)
    town.telegram.faults.add(fault, others)
    await walk(town)
    found = await books(town)
    assert fault.struck == 4
    assert 4 <= found.doubled <= fault.struck + others.struck


async def test_before_and_after_acceptance_by_turns(town: TownOnTelegram) -> None:
    kinds: tuple[Kind, ...] = ("429", "500", "cut", "lost", "500 accepted")
    faults = [Fault("*", kind, chance=0.12) for kind in kinds]
    town.telegram.faults.add(*faults)
    town.telegram.faults.seed(3)
    await walk(town)
    assert all(fault.struck for fault in faults)
    assert (await books(town)).doubled <= faults[3].struck + faults[4].struck


@pytest.mark.parametrize("kind", ["429", "409", "500", "502 page", "cut", "lost"])
async def test_polling_that_breaks_off_loses_nothing_that_was_said(town: TownOnTelegram, kind: Kind) -> None:
    fault = Fault("getUpdates", kind, chance=0.3)
    town.telegram.faults.add(fault)
    await walk(town)
    assert fault.struck > 5
    assert (await books(town)).doubled == 0


@pytest.mark.parametrize("way", [POLLED, TOLD_ON_POSTGRES], ids=str, indirect=True)
async def test_updates_that_come_twice_are_handled_once(town: TownOnTelegram) -> None:
    rules = [Fault("getUpdates", "twice"), Fault("webhook", "twice")]
    town.telegram.faults.add(*rules)
    await walk(town)
    assert sum(rule.struck for rule in rules) > 20
    assert (await books(town)).doubled == 0


async def test_updates_of_one_batch_are_heard_in_the_order_in_which_they_were_said(town: TownOnTelegram) -> None:
    rule = Fault("getUpdates", "shuffle")
    town.telegram.faults.add(rule)
    boss = town.phone()
    await boss.say(SENTENCE)
    await introduce(boss)
    async with town.together():
        for addition in ("一", "二", "三", "四"):
            await boss.say(f"补充{addition}")
    assert rule.struck == 1
    assert "补充一\n补充二\n补充三\n补充四" in await boss.last()
