"""The running house: everything built once, started together, stopped together. It knows every part of the bot."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import store as appeals
from appeals.deadlines import Terms
from appeals.practice import Practice
from bot.channels.telegram.channel import Telegram
from bot.channels.webchat import app as webchat
from bot.channels.webchat import store as web_store
from bot.channels.webchat.server import Server
from bot.channels.webchat.stream import Streams
from bot.channels.webchat.web import Face
from bot.config.model import Config
from bot.delivery.delivery import Delivery
from bot.demo import store  # noqa: F401  its tables
from bot.demo.demo import Demo
from bot.dispatcher import build
from bot.engine import process as processes
from bot.engine.clock import Clock
from bot.engine.forever import forever
from bot.engine.process import Presence
from bot.engine.signals import Signals
from bot.engine.worker import Worker
from bot.house import House, Office
from bot.operations import logs, server
from bot.reminders import jobs
from bot.reminders.ticker import ticker
from directory import service as directory
from directory import store as directory_store
from directory.load import load
from directory.load_enterprises import load_enterprises
from directory.model import Directory
from outbox import store as outbox
from storage import house as marks
from storage import migrate
from storage.database import Database
from storage.files import FileStore
from workdays.published import published_calendar

WORKERS_ON_POSTGRES = 4  # SQLite admits one writer, so one worker
NEXT_MOMENTS = timedelta(seconds=1)

log = structlog.get_logger()


class Running:
    """``start`` builds and starts everything; ``until_stopped`` serves until the process is told to end."""

    def __init__(
        self, db: Database, server: Server, signals: Signals, presence: Presence, telegram: Telegram | None
    ) -> None:
        self._db = db
        self._server = server
        self._signals = signals
        self._presence = presence
        self._telegram = telegram
        self._stopping = asyncio.Event()
        self._ended: list[Callable[[], object]] = []
        self._tasks: list[asyncio.Task[object]] = []

    @classmethod
    async def start(cls, config: Config, *, demo: bool) -> "Running":
        logs.configure(config.log)
        await asyncio.to_thread(migrate.upgrade, config.database_url)
        db = Database(config.database_url)
        async with db.transaction() as session:
            await marks.check_demo(session, demo)
            secret = await web_store.secret(session)
            await _move_in(session, demo=demo)
        return await cls._build(config, db, secret, demo=demo)

    async def until_stopped(self) -> None:
        """Serve until SIGTERM or Ctrl+C; what was begun is finished."""
        try:
            await self._server.serve()
        finally:
            self._stopping.set()
            self._signals.inbox.send()
            self._signals.outbox.send()
            for end in self._ended:
                end()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            if self._telegram:
                await self._telegram.end()
            await self._presence.end()
            await self._db.close()

    @classmethod
    async def _build(cls, config: Config, db: Database, secret: str, *, demo: bool) -> "Running":
        clock, signals, files = Clock(), Signals(), FileStore(config.files.folder)
        office = Office(config.office.name, config.office.phone, config.office.region)
        terms = config.hours.terms(published_calendar())
        practice = Practice(terms, config.reminders.ping_settings().ladder())
        house = House(office, practice, public_url=config.web.public_url)
        async with db.reading() as session:  # the first who asks waits for no index to be built
            await house.directory.current(session)
        dispatcher, bot = build(house)
        presence = Presence(db, Clock())
        await presence.begin()
        telegram = _telegram(config, db, signals, files, secret, bot.id) if config.telegram.enabled else None
        worker = Worker(db, dispatcher, bot, clock, signals)
        delivery = Delivery(db, bot.id, clock, signals, telegram.full if telegram else tuple)
        work = jobs.table(db, house, clock, signals, config.jobs.remind_seconds)
        stage = await _stage(db, clock, signals, terms, work, delivery) if demo else None
        streams = Streams()
        app = webchat.build(
            db=db, clock=clock, signals=signals, files=files, settings=config.web, secret=secret,
            face=Face(office=office.name, phone=office.phone), streams=streams, directory=house.directory, demo=stage,
            also=telegram.routes if telegram else (),
        )  # fmt: skip
        server = Server(app, streams, config.server.host, config.server.port, trust_proxy=not demo)
        running = cls(db, server, signals, presence, telegram)
        running._go(worker, delivery, config, work)
        return running

    def _go(self, worker: Worker, delivery: Delivery, config: Config, work: tuple[jobs.Job, ...]) -> None:
        """Everything that works beside the server."""
        self._begin(self._presence.run(self._stopping))
        for remote_work in self._telegram.works(self._stopping) if self._telegram else ():
            self._begin(remote_work)
        for _ in range(1 if self._db.sqlite else WORKERS_ON_POSTGRES):
            self._begin(forever("work", worker.take_step, self._signals.inbox, self._stopping))
        self._begin(forever("deliver", delivery.deliver, self._signals.outbox, self._stopping))
        operating = self._begin(server.serve(self._db, config, worker.seconds_since_beat))
        ticks = ticker((*work, *(self._telegram.jobs if self._telegram else ())))
        ticks.start()
        self._ended += [operating.cancel, lambda: ticks.shutdown(wait=False)]

    def _begin(self, loop: Coroutine[Any, Any, object]) -> asyncio.Task[object]:
        self._tasks.append(asyncio.create_task(loop))
        return self._tasks[-1]


def _telegram(config: Config, db: Database, signals: Signals, files: FileStore, secret: str, voice: int) -> Telegram:
    return Telegram(
        config.telegram, db=db, clock=Clock(), signals=signals, files=files, limits=config.web.file_limits,
        process=processes.name(), public_url=config.web.public_url, secret=secret, voice=voice,
    )  # fmt: skip


async def _move_in(session: AsyncSession, *, demo: bool) -> None:
    """The sample district moves into a new demo; a real house waits for its own directory."""
    known, _ = await directory_store.versions(session)
    if demo and not known:
        units = load().directory
        enterprises = load_enterprises(directory=units)
        await directory.import_directory(session, Directory(units.units, units.people, enterprises))


async def _stage(
    db: Database, clock: Clock, signals: Signals, terms: Terms, work: tuple[jobs.Job, ...], delivery: Delivery
) -> Demo:
    """The demo, its clock where it was left."""

    async def tick() -> int:
        """Do what is due; returns how many messages that gave."""
        before = await _said(db)
        for job in work:
            await job.run()
        said = await _said(db) - before
        while await delivery.deliver():
            pass
        return said

    async def next_moment(after: datetime) -> datetime | None:
        async with db.reading() as session:
            found = await appeals.earliest_ping(session)
        return max(found, after + NEXT_MOMENTS) if found else None

    def next_workday(after: datetime) -> datetime:
        local = after.astimezone(terms.zone)
        return datetime.combine(terms.calendar.nth_after(local.date(), 1), terms.opening, terms.zone)

    stage = Demo(db, clock, signals, tick=tick, next_moment=next_moment, next_workday=next_workday)
    await stage.restore()
    return stage


async def _said(db: Database) -> int:
    async with db.reading() as session:
        return await outbox.count(session)
