"""The application: builds, starts and stops everything in one process. It alone knows every part and subject."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from functools import partial
from typing import Any

from aiogram import Bot, Dispatcher, Router
from litestar.types import ControllerRouterHandler
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import count_store as appeal_counts
from appeals import model as appeals
from appeals import reading_service as appeal_reading
from appeals import reminding_service
from appeals.policy import AppealPolicy
from bot.channels.channel import Channel
from bot.channels.webchat import app, page
from bot.channels.webchat import store as web_store
from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.server import Server
from bot.channels.webchat.streams import Streams
from bot.channels.webchat.web import Branding, Web
from bot.config.model import Config
from bot.delivery.delivery import Delivery
from bot.demo import routes as demo_routes
from bot.demo import sample
from bot.demo.build import build_demo
from bot.demo.demo import Demo
from bot.demo.door import OnlyHere
from bot.dialogs import home, listening
from bot.dialogs.appeals import file_appeal, found, my_appeals, offer, tasks, triage, unsure
from bot.dialogs.directory import add_enterprise, find_unit
from bot.dialogs.menu import MENU, PRESSES
from bot.dialogs.people import coming_back, my_chats, profile, settings, take_leave, take_post
from bot.dialogs.services import Office, Services
from bot.engine import deferred_models, process
from bot.engine import dispatcher as engine_dispatcher
from bot.engine.begun import BegunUpdates, begun_too_often, hold_again
from bot.engine.clock import Clock
from bot.engine.jobs import Job
from bot.engine.process import Presence
from bot.engine.run_loop import run_loop
from bot.engine.signals import Signals
from bot.engine.worker import Worker
from bot.files import leftovers
from bot.files.examiner import Examiner
from bot.handlers import buttons, commands, edited, errors, forged, free_text, unasked, understood, unreadable
from bot.operations import logs, metrics
from bot.operations import server as operations
from bot.operations.listening import Listening
from bot.operations.metrics import Counted
from bot.reminders import jobs
from bot.reminders.ticker import tick
from directory.service import Snapshot
from outbox.model import QueuedMessage, UnknownSubject
from people.model import Person
from storage import meta_store as marks
from storage import migrate
from storage.database import Database
from storage.files import FileStore
from understanding.meaning import understand
from understanding.model import Context
from workdays.published import published_calendar

LEFTOVERS_SECONDS, HELD_SECONDS = 3600.0, 60.0
WORKERS_ON_POSTGRES = 4  # SQLite allows only one writer, so one worker is enough


def dispatcher(services: Services) -> tuple[Dispatcher, Bot]:
    """All routers, in the order in which they are asked."""
    routers: list[Router] = [
        forged.router(),
        commands.router(),  # before the dialogs: a command leads out of any dialog
        buttons.router(PRESSES),
        unreadable.router(),
        edited.router(),
        unasked.router(),  # before the dialogs: their windows ignore input they did not ask for
        understood.router(),  # what is an answer or a new matter goes on to the dialogs
        home.dialog(),
        profile.dialog(),
        add_enterprise.dialog(),
        file_appeal.dialog(),
        found.dialog(),
        offer.dialog(),
        unsure.dialog(),
        my_appeals.dialog(),
        tasks.dialog(),
        triage.dialog(),
        find_unit.dialog(),
        settings.dialog(),
        take_leave.dialog(),
        take_post.dialog(),
        my_chats.dialog(),
        coming_back.dialog(),
        free_text.router(),
        errors.router(),
    ]
    return engine_dispatcher.build([*map(listening.hear_files, routers)], services=services)


RECEIVE_CHECKS: dict[str, Callable[[AsyncSession, int, Person], Awaitable[bool]]] = {
    appeals.SUBJECT: appeal_reading.may_receive,
}
"""Keyed by the kind of a message's subject: whether a person may read messages about it."""

GAUGES = (Counted("qinqing_appeals", "Appeals by stage.", "stage", appeal_counts.count_by_stage),)


async def may_receive(session: AsyncSession, message: QueuedMessage, reader: Person) -> bool:
    """Whether ``reader`` is allowed to read the message now."""
    subject = message.subject
    if subject is None:
        return True
    if subject.kind not in RECEIVE_CHECKS:
        raise UnknownSubject(subject.kind)
    return await RECEIVE_CHECKS[subject.kind](session, subject.number, reader)


class Application:
    """``start`` builds and starts everything; ``until_stopped`` serves until the process is told to stop."""

    def __init__(self, config: Config, listening: Listening, db: Database, secret: str) -> None:
        self._config = config
        self._listening = listening
        self._db = db
        self._secret = secret
        self._clock, self._signals = Clock(), Signals()
        self._files, self._examiner = FileStore(config.files.folder), Examiner()
        office = Office(config.office.name, config.office.phone, config.office.region)
        policy = AppealPolicy(config.hours.deadline_rules(published_calendar()), config.reminders.settings().ladder())
        self._services = Services(office, policy, Snapshot(config.files.folder / "cache"), config.web.public_url)
        handlers, self._bot = dispatcher(self._services)
        self._presence = Presence(db, Clock())
        self._begun = BegunUpdates(config.files.folder / "begun", process.name())
        self._worker = Worker(db, handlers, self._bot, self._clock, self._signals, self._begun.answering)
        self._external_channels: tuple[Channel, ...] = (self._telegram(),) if config.telegram.enabled else ()
        self._delivery = Delivery(
            db, self._bot.id, self._clock, self._signals, may_receive, self._channels_without_room
        )
        self._sweeps = (reminding_service.sweep(policy),)
        self._jobs = jobs.table(db, self._sweeps, self._clock, self._signals, config.jobs.remind_seconds)
        self._streams = Streams()
        self._stopping = asyncio.Event()
        self._shutdown_callbacks: list[Callable[[], object]] = []
        self._restart_requested = False
        self._tasks: list[asyncio.Task[object]] = []

    @classmethod
    async def start(
        cls, config: Config, listening: Listening, *, demo: bool, tell: Callable[[str], object]
    ) -> "Application":
        """``tell`` receives a line for the operator before each slow step."""
        logs.configure(config.log)
        tell("　准备数据库…")
        await asyncio.to_thread(migrate.upgrade, config.database_url)
        db = Database(config.database_url)
        async with db.transaction() as session:
            await marks.check_demo(session, demo)
            secret = await web_store.secret(session)
            if demo:
                tell("　准备示例区…")
                await sample.seed_sample(session)
        tell("　建立查找用的索引…")
        application = cls(config, listening, db, secret)
        await application._start(demo=demo)
        return application

    async def until_stopped(self) -> bool:
        """Serve until SIGTERM or Ctrl+C, finishing what was begun. True if the demo is to be restarted from scratch."""
        try:
            await self._server.run_until_stopped()
        finally:
            self._stopping.set()
            self._signals.inbox.send()
            self._signals.outbox.send()
            for end in self._shutdown_callbacks:
                end()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            for channel in self._channels:
                await channel.close()
            await self._presence.end()
            self._begun.close()
            await self._db.close()
        return self._restart_requested

    def _start_over(self) -> None:
        self._restart_requested = True
        self._server.stop()

    async def _start(self, *, demo: bool) -> None:
        async with self._db.reading() as session:  # the first user must not wait for index, learning and words
            await self._services.directory.learned(session)
            await asyncio.to_thread(understand, "", Context(), await self._services.directory.current(session))
        deferred_models.build_everyday()
        await self._presence.begin()
        self._worker.hold(await begun_too_often(self._db, self._config.files.folder / "begun"))
        running_demo = await self._build_demo() if demo else None
        self._channels: tuple[Channel, ...] = (self._webchat(running_demo), *self._external_channels)
        self._server = self._build_server(running_demo)
        self._start_tasks()

    def _start_tasks(self) -> None:
        """Start everything that runs beside the web server."""
        self._start_task(self._presence.run(self._stopping))
        for channel in self._channels:
            for task in channel.tasks(self._stopping):
                self._start_task(task)
        self._answer_and_deliver()
        operating = self._start_task(self._serve_operators())
        ticking = [self._start_task(tick(job, self._stopping)) for job in self._every_job()]
        self._shutdown_callbacks += [task.cancel for task in (operating, *ticking)]

    async def _serve_operators(self) -> None:
        sockets, beat = self._listening.operations, self._worker.seconds_since_beat
        await operations.serve(sockets, self._db, self._config, self._metrics, beat)

    def _answer_and_deliver(self) -> None:
        for _ in range(1 if self._db.sqlite else WORKERS_ON_POSTGRES):
            self._start_task(run_loop("work", self._worker.answer_next, self._signals.inbox, self._stopping))
        self._start_task(run_loop("deliver", self._delivery.deliver, self._signals.outbox, self._stopping))

    def _start_task(self, loop: Coroutine[Any, Any, object]) -> asyncio.Task[object]:
        self._tasks.append(asyncio.create_task(loop))
        return self._tasks[-1]

    def _every_job(self) -> list[Job]:
        files = Job("files", LEFTOVERS_SECONDS, self._sweep_leftovers)
        held = Job("held updates", HELD_SECONDS, partial(hold_again, self._db, self._worker.hold))
        return [*self._jobs, files, held, *(job for channel in self._channels for job in channel.jobs)]

    async def _sweep_leftovers(self) -> int:
        return await leftovers.sweep(self._db, self._files, Clock().now())

    async def _metrics(self, session: AsyncSession) -> bytes:
        return await metrics.page(session, self._clock.now(), self._sweeps, GAUGES)

    def _channels_without_room(self) -> list[str]:
        """The channels that currently have no room for broadcasts."""
        return [channel.name for channel in self._external_channels if not channel.has_room()]

    def _webchat(self, running_demo: Demo | None) -> WebChat:
        office = self._services.office
        return WebChat(
            Web(
                db=self._db,
                clock=self._clock,
                real_clock=Clock(),
                signals=self._signals,
                files=self._files,
                examiner=self._examiner,
                settings=self._config.web,
                branding=Branding(office.name, office.phone),
                streams=self._streams,
                directory=self._services.directory,
                menu=MENU,
                seats=running_demo,
                front=demo_routes.FRONT if running_demo else "/chat",
            )
        )

    def _telegram(self) -> Channel:
        from bot.channels.telegram.channel import Telegram  # late: saves 5 MB where Telegram is not used

        return Telegram(
            self._config.telegram,
            db=self._db,
            clock=Clock(),
            signals=self._signals,
            files=self._files,
            examiner=self._examiner,
            limits=self._config.web.file_limits,
            process=process.name(),
            public_url=self._config.web.public_url,
            secret=self._secret,
            bot_id=self._bot.id,
            menu=MENU,
        )

    async def _build_demo(self) -> Demo:
        rules = self._services.deadline_rules
        return await build_demo(
            self._db, self._clock, self._signals, rules, self._sweeps, self._jobs, self._delivery, self._start_over
        )

    def _build_server(self, running_demo: Demo | None) -> Server:
        """The web server; in demo mode it serves only this machine."""
        served = app.build(
            [*self._routes(), *([demo_routes.router(running_demo)] if running_demo else [])],
            self._config.web,
            self._secret,
            page.environment(*([demo_routes.PAGES] if running_demo else []), is_demo=running_demo is not None),
            OnlyHere if running_demo else None,
            asks_device=running_demo is not None,
        )
        public, settings = self._listening.public, self._config.web
        return Server(served, self._streams, public, settings, trust_proxy=running_demo is None)

    def _routes(self) -> Iterator[ControllerRouterHandler]:
        return (route for channel in self._channels for route in channel.routes)
