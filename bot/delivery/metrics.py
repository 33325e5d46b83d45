"""What is measured of carrying chats out."""

from prometheus_client import Counter, Histogram

CARRIED = Counter("qinqing_carried", "Calls that carried the chat log out.", ["channel", "result"])
CARRY_SECONDS = Histogram(
    "qinqing_carry_seconds",
    "Seconds from saying a message to the other side's taking it.",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.3, 1, 3, 10, 60, 600),
)
