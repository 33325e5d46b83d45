"""Faults strike where the rules say, and tell truly whether the call was accepted."""

import asyncio

import aiohttp
import pytest

from tests.telegram.caller import Caller
from tests.telegram.standin import Fault, StandIn


async def statuses(bot: Caller, number: int) -> list[int]:
    return [(await bot.answer("sendMessage", chat_id=1, text=f"第{one}条"))[0] for one in range(number)]


async def test_the_nth_call_is_struck_and_no_other(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    standin.faults.add(Fault("sendMessage", "429", nth=2, seconds=3))
    assert (await bot.answer("sendMessage", chat_id=1, text="甲"))[0] == 200
    status, body = await bot.answer("sendMessage", chat_id=1, text="乙")
    assert (status, body["description"]) == (429, "Too Many Requests: retry after 3")
    assert body["parameters"] == {"retry_after": 3}
    assert (await bot.answer("sendMessage", chat_id=1, text="丙"))[0] == 200
    assert [shown.text for shown in await person.screen()] == ["甲", "丙"]


async def test_the_same_seed_strikes_the_same_calls(standin: StandIn, bot: Caller) -> None:
    standin.person(1).meet()
    runs = []
    for _ in range(2):
        standin.faults.clear()
        standin.faults.seed(7)
        standin.faults.add(Fault("sendMessage", "500", chance=0.3))
        runs.append(await statuses(bot, 20))
    assert runs[0] == runs[1]
    assert {*runs[0]} == {200, 500}


async def test_a_rule_strikes_only_so_often_and_only_in_its_chat(standin: StandIn, bot: Caller) -> None:
    standin.person(1).meet()
    standin.person(2).meet()
    standin.faults.add(Fault("*", "502", times=2, chat=1))
    assert (await bot.answer("sendMessage", chat_id=2, text="好"))[0] == 200
    assert await statuses(bot, 3) == [502, 502, 200]


async def test_a_gateway_may_answer_with_a_page(standin: StandIn, bot: Caller) -> None:
    standin.faults.add(Fault("getMe", "502 page"))
    async with bot.http.get(f"{standin.address}/bot{standin.token}/getMe") as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")


async def test_a_call_cut_off_before_it_is_accepted_leaves_no_trace(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    standin.faults.add(Fault("sendMessage", "cut", times=1))
    with pytest.raises(aiohttp.ClientError):
        await bot.answer("sendMessage", chat_id=1, text="甲")
    assert await person.screen() == []
    assert standin.record.calls == []


async def test_a_call_whose_answer_is_lost_was_accepted_and_its_repeat_is_seen(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    standin.faults.add(Fault("sendMessage", "lost", times=1))
    with pytest.raises(aiohttp.ClientError):
        await bot.answer("sendMessage", chat_id=1, text="甲")
    await bot.call("sendMessage", chat_id=1, text="甲")
    assert [shown.text for shown in await person.screen()] == ["甲", "甲"]
    assert standin.record.duplicates() == {(1, "甲"): 1}


async def test_a_server_error_may_follow_acceptance(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    standin.faults.add(Fault("sendMessage", "500 accepted"))
    assert (await bot.answer("sendMessage", chat_id=1, text="甲"))[0] == 500
    assert await person.last() == "甲"


async def test_a_hanging_call_is_accepted_and_never_answered(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    standin.faults.add(Fault("sendMessage", "hang"))
    call = asyncio.create_task(bot.answer("sendMessage", chat_id=1, text="甲"))
    await person.read("甲")
    assert not call.done()
    await standin.stop()
    with pytest.raises(aiohttp.ClientError):
        await call


async def test_a_slow_call_is_accepted_at_once_and_answered_late(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    standin.faults.add(Fault("sendMessage", "slow", seconds=0.2))
    call = asyncio.create_task(bot.answer("sendMessage", chat_id=1, text="甲"))
    await person.read("甲")
    assert not call.done()
    assert (await call)[0] == 200


async def test_latency_lies_between_acceptance_and_answer(standin: StandIn, bot: Caller) -> None:
    standin.person(1).meet()
    standin.latency = 0.1
    clock = asyncio.get_running_loop().time
    before = clock()
    await bot.call("sendMessage", chat_id=1, text="甲")
    (call,) = standin.record.calls
    assert before <= call.at <= clock() - 0.1


async def test_a_batch_may_come_twice_or_in_another_order(standin: StandIn, bot: Caller) -> None:
    standin.faults.add(Fault("getUpdates", "shuffle", times=1), Fault("getUpdates", "twice", nth=3))

    async def batch() -> list[str]:
        return [update["message"]["text"] for update in await bot.call("getUpdates")]

    assert await batch() == []
    await standin.person(1).say("甲")
    assert await batch() == ["甲"]  # nothing to shuffle in one
    await standin.person(1).say("乙")
    assert [await batch() for _ in range(3)] == [["乙", "甲"], ["甲", "乙", "甲", "乙"], ["甲", "乙"]]


async def test_polls_may_meet_a_conflict_without_another_process(standin: StandIn, bot: Caller) -> None:
    standin.faults.add(Fault("getUpdates", "409", nth=1))
    assert (await bot.refusal("getUpdates")).startswith("Conflict: terminated by other getUpdates request")
    assert await bot.call("getUpdates") == []


async def test_a_server_that_is_down_refuses_connections_and_comes_back_at_the_same_address(
    standin: StandIn, bot: Caller
) -> None:
    person = standin.person(1).meet()
    poll = asyncio.create_task(bot.answer("getUpdates", timeout=30))
    assert await standin.polled()
    await standin.go_down()
    with pytest.raises(aiohttp.ClientError):
        await poll
    with pytest.raises(aiohttp.ClientConnectorError):
        await bot.answer("sendMessage", chat_id=1, text="甲")
    await standin.come_up()
    await bot.call("sendMessage", chat_id=1, text="乙")
    assert [shown.text for shown in await person.screen()] == ["乙"]
