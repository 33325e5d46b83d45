"""Metrics of sending to external channels. The metric names predate the code's names, since dashboards use them."""

from prometheus_client import Counter, Histogram

CALLS = Counter("qinqing_carried", "Calls that sent the chat log to an external channel.", ["channel", "result"])
SEND_SECONDS = Histogram(
    "qinqing_carry_seconds",
    "Seconds from a message entering the chat log until the channel accepted it.",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.3, 1, 3, 10, 60, 600),
)
