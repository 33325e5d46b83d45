"""The operators' port: ready only if everything holds, and metrics that point at nobody."""

import asyncio
import socket
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

import bot.application  # its parts name what is measured
import bot.channels.telegram.metrics  # noqa: F401  where Telegram is on, the application imports these too
from appeals.policy import AppealPolicy
from appeals.reminding_service import sweep
from bot.application import GAUGES
from bot.channels.telegram import metrics as _of_telegram  # noqa: F401  an installation with Telegram has it imported
from bot.config.file import demo
from bot.operations import metrics, server
from chats import outbound_store
from chats import service as chats
from chats import store as chats_store
from directory.store import UnitRow
from migrations.stores import whole_schema
from storage import migrate
from storage.database import Database
from workdays.deadline_rules import DeadlineRules
from workdays.published import published_calendar

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

HERE = "http://127.0.0.1"

whole_schema()


@pytest.fixture
async def migrated(db: Database) -> Database:
    """As the migrations leave it, as far as readiness looks."""
    async with db.engine.begin() as connection:
        await connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        await connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        await connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": migrate.head()})
    return db


async def metrics_page(session: AsyncSession) -> bytes:
    return await metrics.page(session, NOW, (sweep(AppealPolicy(DeadlineRules(published_calendar()))),), GAUGES)


def build(db: Database) -> Litestar:
    return server.build(db, metrics_page, lambda: 0.1)


async def ready(db: Database, beat: float = 0.1) -> tuple[int, dict[str, bool]]:
    async with AsyncTestClient(server.build(db, metrics_page, lambda: beat), base_url=HERE) as client:
        answer = await client.get("/readyz")
    return answer.status_code, answer.json()


async def test_ready_if_everything_holds(migrated: Database) -> None:
    assert await ready(migrated) == (200, {"database": True, "migrated": True, "disk": True, "worker": True})


async def test_not_ready_while_the_worker_does_not_beat(migrated: Database) -> None:
    assert await ready(migrated, beat=31) == (503, {"database": True, "migrated": True, "disk": True, "worker": False})


async def test_not_ready_on_a_full_disk(migrated: Database, tmp_path: Path) -> None:
    for full_below, status in ((0, 200), (2**60, 503)):
        served = server.build(migrated, metrics_page, lambda: 0.1, [tmp_path / "not" / "there yet"], full_below)
        async with AsyncTestClient(served, base_url=HERE) as client:
            answer = await client.get("/readyz")
        assert answer.status_code == status
        assert answer.json() == {"database": True, "migrated": True, "disk": status == 200, "worker": True}


async def test_not_ready_on_tables_of_another_version(migrated: Database) -> None:
    async with migrated.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert await ready(migrated) == (503, {"database": True, "migrated": False, "disk": True, "worker": True})


async def test_not_ready_without_a_database() -> None:
    db = Database("postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=1")
    assert await ready(db) == (503, {"database": False, "migrated": False, "disk": True, "worker": True})
    async with AsyncTestClient(server.build(db, metrics_page, lambda: 0.1), base_url=HERE) as client:
        assert (await client.get("/metrics")).status_code == 503
    await db.close()


async def test_metrics_count_what_waits_and_name_nobody(migrated: Database) -> None:
    async with migrated.transaction() as session:
        session.add(UnitRow(name="示例局", category="部门", aliases=[], duties=[]))
        chat = await chats_store.open_chat(session, "web", "one")
        await chats.receive(session, chat.id, "a", {"message": {"text": "欠薪"}}, NOW)
    async with AsyncTestClient(build(migrated), base_url=HERE) as client:
        said = (await client.get("/metrics")).text
    assert 'qinqing_inbox_updates{status="new"} 1.0' in said
    assert 'qinqing_inbox_updates{status="held"} 0.0' in said
    assert 'qinqing_inbox_updates{status="dead"} 0.0' in said
    assert "qinqing_outbox_waiting 0.0" in said
    assert 'qinqing_sweep_due{sweep="remind"} 0.0' in said
    assert "qinqing_step_seconds_bucket" in said
    labels = {
        line.split("{")[1].split("=")[0] for line in said.splitlines() if line.startswith("qinqing") and "{" in line
    }
    assert labels <= {"status", "stage", "sweep", "le", "channel"}
    assert "qinqing_channel_up{" not in said
    assert "示例" not in said


async def test_metrics_say_how_a_channel_does(migrated: Database) -> None:
    async with migrated.transaction() as session:
        for part, state in (("receive", "conflict"), ("send", "waiting"), ("webhook", "off"), ("identity", "ok")):
            await outbound_store.note_health(session, "telegram", part, state, "sample_bot", NOW)
        await _carried(session, "100001:5", blocked=False)
        await _carried(session, "100001:6", blocked=True)
    async with AsyncTestClient(build(migrated), base_url=HERE) as client:
        said = (await client.get("/metrics")).text
    assert 'qinqing_channel_up{channel="telegram",part="receive"} 0.0' in said
    assert 'qinqing_channel_up{channel="telegram",part="send"} 1.0' in said
    assert said.count("qinqing_channel_up{") == 2
    for name, count in (("waiting", 1), ("unreachable", 1), ("possibly_twice", 2), ("rejected", 2)):
        assert f'qinqing_channel_{name}{{channel="telegram"}} {count}.0' in said
    assert "qinqing_webhook_pending" in said
    assert "sample_bot" not in said
    assert "100001" not in said


async def _carried(session: AsyncSession, name: str, *, blocked: bool) -> None:
    """A chat on Telegram with one message that went out twice, one that was rejected, and one that waits."""
    chat = (await chats_store.open_chat(session, "telegram", name)).id
    await outbound_store.open_outbound(session, chat)
    for _ in range(3):
        await chats.say(session, chat, {"text": "x"}, NOW)
    session.add(outbound_store.OutboundMessageRow(chat=chat, message=1, external_id="1", possibly_twice=True))
    session.add(outbound_store.OutboundMessageRow(chat=chat, message=2, failed="message is too long"))
    await session.flush()
    if blocked:
        await outbound_store.mark_unreachable(session, chat, "blocked")


async def test_nothing_else_is_answered(migrated: Database) -> None:
    async with AsyncTestClient(build(migrated), base_url=HERE) as client:
        assert (await client.get("/")).status_code == 404
        assert (await client.get("/schema")).status_code == 404


async def test_the_port_is_served_and_free_afterwards(migrated: Database, tmp_path: Path) -> None:
    config, listening = demo(tmp_path), socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    serving = asyncio.create_task(server.serve([listening], migrated, config, metrics_page, lambda: 0.1))
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{port}/readyz")
    assert answer.status_code == 200
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    with socket.socket() as again:
        again.bind(("127.0.0.1", port))


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8081", 200),
        ("localhost:8081", 200),
        ("LOCALHOST", 200),
        ("qinqing.internal:8081", 200),
        ("rebound.example", 400),
        ("127.0.0.1.example", 400),
        ("localhost.example:8081", 400),
        ("", 400),
    ],
)
async def test_only_this_machines_names_and_the_configured_one_are_answered(
    migrated: Database, host: str, status: int
) -> None:
    """A page in an operator's browser may have its own name resolve to 127.0.0.1."""
    served = server.build(migrated, metrics_page, lambda: 0.1, name="qinqing.internal")
    async with AsyncTestClient(served, base_url=HERE) as client:
        for path in ("/readyz", "/metrics"):
            assert (await client.get(path, headers={"Host": host})).status_code == status
