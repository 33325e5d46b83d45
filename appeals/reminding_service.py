"""The sweep that sends every due reminder exactly once, whenever and however often it runs."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import count_store, reading_service, store, telling_service, words
from appeals.model import Stage
from appeals.policy import AppealPolicy
from appeals.projection import project
from appeals.reminders import schedule
from appeals.view import View
from chats.model import Lane
from outbox.ladder import Reminder, next_reminder
from outbox.model import Buttons
from outbox.notify import notify
from people.audience import Audience
from people.recipients_service import recipients
from storage.sweep import Sweep


def sweep(policy: AppealPolicy) -> Sweep:
    async def run(session: AsyncSession, now: datetime, most: int) -> int:
        return await remind(session, policy, now, most)

    return Sweep("remind", run, store.earliest_reminder, count_store.count_to_remind)


async def remind(session: AsyncSession, policy: AppealPolicy, now: datetime, most: int) -> int:
    """Process up to ``most`` appeals whose reminder is due; returns how many there were."""
    dossiers = await store.to_remind(session, now, most)
    for view in (reading_service.to_view(dossier, policy.deadline_rules) for dossier in dossiers):
        said = view.reminded
        reminder = next_reminder(schedule(view.progress), policy.ladder, said, now, policy.deadline_rules)
        if reminder is not None:
            await _say(session, view, reminder, now)
            said = (*said, reminder.key)
        now_is = project(view.progress, policy.deadline_rules, said, now, policy.ladder)
        await store.project(session, view.appeal.id, now_is)
    return len(dossiers)


async def _say(session: AsyncSession, view: View, reminder: Reminder, now: datetime) -> None:
    topic, subject = telling_service.topic(view, now), telling_service.subject(view)
    for audience in reminder.audience:
        to = await recipients(session, audience, topic)
        away = topic.absent(to) if audience is Audience.HANDLER else None
        text = partial(words.reminder, view, Stage(reminder.task), reminder.words, reminder.due, away)
        under = partial(_buttons, view, audience)
        await notify(session, subject, reminder.key, to, text, now=now, lane=Lane.REMINDER, buttons=under)


def _buttons(view: View, audience: Audience) -> Buttons:
    if audience in (Audience.HANDLER, Audience.CHIEF):
        return words.work_on(view)
    if audience is Audience.OFFICE:
        return words.offer_assignment(view)
    return words.look_at_task(view)
