"""Metrics of receiving from Telegram."""

from prometheus_client import Counter, Gauge

MALFORMED_UPDATES = Counter(
    "qinqing_malformed_updates", "Updates that were passed over because they cannot be read or stored.", ["channel"]
)
WEBHOOK_PENDING = Gauge(
    "qinqing_webhook_pending",
    "Updates that wait with the other side, as the process that looks after the webhook knows.",
)
