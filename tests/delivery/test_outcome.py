"""What is known of a claim after each of its events."""

import pytest

from bot.delivery.outcome import Done, Failed, GivenUp, Outcome, Result, Sent, Wait
from bot.delivery.transport import RateLimited
from chats.model import Event, Kind
from chats.sending_store import PendingEvent, SendRecord
from tests.conversation import MONDAY

DOUBTFUL = Outcome(3, unsure=True)
LATER = RateLimited(2)


@pytest.mark.parametrize(
    ("result", "last_sent", "unsure"),
    [
        (Done(), 4, True),  # a toast says nothing about the message that comes next
        (Sent(SendRecord(4, "41", possibly_twice=True), MONDAY), 4, False),
        (GivenUp(), 4, False),
        (Wait(0.5), 3, True),
        (Failed(LATER, unsure=False), 3, False),
    ],
)
def test_what_is_done_with_counts_as_carried_and_a_new_message_ends_the_doubt(
    result: Result, last_sent: int, unsure: bool
) -> None:
    outcome = DOUBTFUL.after(4, result)
    assert (outcome.last_sent, outcome.unsure) == (last_sent, unsure)


def test_what_was_said_meanwhile_follows_at_once() -> None:
    assert Outcome(3, unsure=True).finished(4) == Outcome(3, unsure=False, next_in=0.0)
    assert Outcome(4, unsure=True).finished(4) == Outcome(4, unsure=False)


def test_a_message_goes_by_the_name_that_it_was_given_last() -> None:
    edit = PendingEvent(Event(7, 6, Kind.EDIT, 4, {}, MONDAY), "41", None)
    sent = DOUBTFUL.after(5, Sent(SendRecord(4, "52"), MONDAY))
    assert (DOUBTFUL.external_id(edit), sent.external_id(edit)) == ("41", "52")
    assert sent.after(6, Sent(SendRecord(4, None, failed="too long"), MONDAY)).external_id(edit) is None
