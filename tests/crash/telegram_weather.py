"""Faults between us and Telegram: determined by a seed, and counted."""

from collections.abc import Iterable

from tests.telegram.faults import Fault, Kind
from tests.telegram.record import SENDS
from tests.telegram.standin import StandIn

CALLS = (*SENDS, "editMessageText", "editMessageReplyMarkup", "deleteMessage", "answerCallbackQuery", "getFile")
REFUSED: tuple[Kind, ...] = ("429", "500", "cut")  # before acceptance
ACCEPTED: tuple[Kind, ...] = ("lost", "500 accepted")  # after acceptance, without a response
UNSURE: tuple[Kind, ...] = ("500", "cut", *ACCEPTED)  # the caller cannot tell which of them it was


def begin(telegram: StandIn, seed: int, chance: float) -> None:
    """From now on each kind of fault hits each call with ``chance``; updates come twice and in any order."""
    telegram.faults.seed(seed)
    for method in CALLS:
        telegram.faults.add(*(Fault(method, kind, chance=chance, seconds=1) for kind in (*REFUSED, *ACCEPTED)))
    telegram.faults.add(*(Fault("getUpdates", kind, chance=chance / 2, seconds=1) for kind in REFUSED))
    telegram.faults.add(Fault("getUpdates", "twice", chance=0.2), Fault("getUpdates", "shuffle", chance=0.5))


def struck(telegram: StandIn, kinds: Iterable[Kind], methods: Iterable[str] = SENDS) -> int:
    """How often such a fault hit such a call."""
    wanted, called = set(kinds), set(methods)
    return sum(rule.struck for rule in telegram.faults.rules if rule.kind in wanted and rule.method in called)


def described(telegram: StandIn) -> str:
    kinds = dict.fromkeys(rule.kind for rule in telegram.faults.rules)
    account_wide = {rule.method for rule in telegram.faults.rules}
    return ", ".join(f"{count} {kind}" for kind in kinds if (count := struck(telegram, [kind], account_wide)))
