"""All metrics on one page, without labels that could identify a unit, a person or an appeal."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import REGISTRY, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.ext.asyncio import AsyncSession

from chats import outbound_store
from chats import store as chats
from outbox import store as outbox
from storage.sweep import Sweep

UP = ("ok", "waiting")  # being asked to wait is not a failure
CHANNEL_COUNTS = (
    ("qinqing_channel_waiting", "Messages waiting to be sent.", outbound_store.count_waiting),
    ("qinqing_channel_unreachable", "Chats whose person blocked the bot or is gone.", outbound_store.count_unreachable),
    (
        "qinqing_channel_possibly_twice",
        "Messages that may have been sent twice.",
        outbound_store.count_possibly_twice,
    ),
    ("qinqing_channel_rejected", "Messages that the other side would not take.", outbound_store.count_failed),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A gauge that a subject offers, with one value for each value of its label."""

    name: str
    purpose: str
    label: str
    count: Callable[[AsyncSession], Awaitable[Mapping[str, int]]]


async def page(session: AsyncSession, now: datetime, sweeps: Sequence[Sweep], gauges: Sequence[Counted]) -> bytes:
    """All metrics in Prometheus text format; database counts are taken now."""
    counted = CollectorRegistry()
    inbox = {status: await chats.count_inbox(session, status) for status in ("new", "held", "dead")}
    purpose = "Updates waiting (new), waiting because they seem to end the process (held), and set aside (dead)."
    _gauge(counted, "qinqing_inbox_updates", purpose, "status", inbox)
    for one in gauges:
        _gauge(counted, one.name, one.purpose, one.label, await one.count(session))
    due = {sweep.name: await sweep.count_due(session, now) for sweep in sweeps}
    _gauge(counted, "qinqing_sweep_due", "Rows that time-driven work has still to do now.", "sweep", due)
    waiting = Gauge("qinqing_outbox_waiting", "Messages waiting to be delivered.", registry=counted)
    waiting.set(await outbox.count_waiting(session))
    await _channels(session, counted)
    return generate_latest(REGISTRY) + generate_latest(counted)


async def _channels(session: AsyncSession, counted: CollectorRegistry) -> None:
    """External channels, once they have been used here. The part "identity" only holds a name."""
    parts = [one for one in await outbound_store.health(session) if one.part != "identity" and one.state != "off"]
    up = Gauge("qinqing_channel_up", "Whether a part of a channel works.", ["channel", "part"], registry=counted)
    for one in parts:
        up.labels(one.channel, one.part).set(one.state in UP)
    channels = sorted({one.channel for one in parts})
    for name, purpose, count in CHANNEL_COUNTS:
        counts = {channel: await count(session, channel) for channel in channels}
        _gauge(counted, name, purpose, "channel", counts)


def _gauge(registry: CollectorRegistry, name: str, purpose: str, label: str, values: Mapping[str, int]) -> None:
    gauge = Gauge(name, purpose, [label], registry=registry)
    for value, count in values.items():
        gauge.labels(value).set(count)
