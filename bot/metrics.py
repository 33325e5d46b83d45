"""What is measured and counted, without a label that could point at a unit, a person or an appeal."""

from collections.abc import Mapping
from datetime import datetime

from prometheus_client import REGISTRY, CollectorRegistry, Gauge, Histogram, generate_latest
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import store as appeals
from chats import store as chats
from outbox import store as outbox

STEP_SECONDS = Histogram(
    "qinqing_step_seconds",
    "Seconds from taking an update to its commit.",
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)


async def page(session: AsyncSession, now: datetime) -> bytes:
    """All metrics in Prometheus' text form; what lies in tables is counted at this moment."""
    counted = CollectorRegistry()
    inbox = {status: await chats.count_inbox(session, status) for status in ("new", "dead")}
    _gauge(counted, "qinqing_inbox_updates", "Updates waiting (new) and set aside (dead).", "status", inbox)
    stages = await appeals.count_by_stage(session)
    _gauge(counted, "qinqing_appeals", "Appeals by stage.", "stage", stages)
    waiting = Gauge("qinqing_outbox_waiting", "Messages waiting to be delivered.", registry=counted)
    waiting.set(await outbox.count_waiting(session, now))
    return generate_latest(REGISTRY) + generate_latest(counted)


def _gauge(registry: CollectorRegistry, name: str, purpose: str, label: str, values: Mapping[str, int]) -> None:
    gauge = Gauge(name, purpose, [label], registry=registry)
    for value, count in values.items():
        gauge.labels(value).set(count)
