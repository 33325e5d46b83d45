"""The people who talk while processes are killed, and their scripts, which are the same however often that happens."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Protocol, TypeVar

from sqlalchemy import select, update

from appeals.model import FactKind
from chats import store as chats
from chats.model import Body, File
from directory import service as directory
from people import store as people
from people.model import Role
from people.post_store import PostRow
from tests.conversation import MONDAY, Talker, Town

OFFICE = "office"
WEEK, DAY, MORNING_TO_REMINDER = timedelta(weeks=1), timedelta(days=1), timedelta(hours=6, minutes=30)
WORKED = (FactKind.FILED, FactKind.ASSIGNED, FactKind.CONTACTED, FactKind.PATH_GIVEN, FactKind.RESOLVED)
CLOSED = (FactKind.CONFIRMED, FactKind.RATED)

Facts = tuple[FactKind, ...]
T = TypeVar("T")


class Speaker(Protocol):
    """Anyone who can follow a script, through whatever channel."""

    name: str

    async def say(self, text: str) -> str: ...
    async def say_at_once(self, *texts: str) -> None: ...
    async def send_photos(self, count: int) -> None: ...
    async def press(self, label: str, times: int = 1) -> str: ...
    async def read(self, pattern: str) -> re.Match[str]: ...
    async def sees(self, label: str) -> bool: ...


class Impatient(Talker):
    """Sends some updates twice, like a browser that got no response."""

    def __init__(self, town: Town, chat: int, name: str) -> None:
        super().__init__(town, chat, name)
        self._chance = Random(name)

    async def hear(self, payload: Body, name: str | None = None, *, work: bool = True) -> bool:
        name = name or f"update {next(self._names)}"
        new = await super().hear(payload, name, work=False)
        if self._chance.random() < 0.2:
            assert not await super().hear(payload, name, work=False), "the same update was stored twice"
        if work:
            await self.town.work()
        return new

    async def say_at_once(self, *texts: str) -> None:
        await self._burst(*({"text": text} for text in texts))

    async def send_photos(self, count: int) -> None:
        await self._burst(*(_photo(self, number) for number in range(1, count + 1)))

    async def sees(self, label: str) -> bool:
        """Whether the newest message has such a button."""
        return any(label in button for button in (await self.screen())[-1].buttons)

    async def _burst(self, *contents: Body) -> None:
        """Send several messages before anything is answered."""
        for content in contents:
            message = {"date": int(self.town.clock.now().timestamp()), "from": self.me(), **content}
            await self.hear({"message": message}, work=False)
        await self.town.work()


@dataclass(frozen=True)
class Lane:
    """A kind of conversation. Lanes run concurrently, so each has its own unit."""

    name: str
    unit: str
    file: Callable[[Speaker], Awaitable[None]]
    late: bool = False
    """The specialist makes contact only after the reminders."""
    reopened: bool = False
    """The enterprise first answers that the problem is not solved."""

    @property
    def facts(self) -> Facts:
        again = (FactKind.REOPENED, FactKind.RESOLVED) if self.reopened else ()
        return (*WORKED, *again, *CLOSED)


async def by_one_sentence(boss: Speaker) -> None:
    """One sentence, profile, enterprise; more sentences and a photo together at the summary; a double tap."""
    await boss.say("/start")
    await boss.say("我们厂排污许可证办了一个月还没有批下来")
    await _introduce(boss, "示例食品有限公司")
    await boss.say_at_once("补充一：材料交了两次。", "补充二：窗口说在走流程。", "补充三：月底要用。")
    await boss.send_photos(1)
    await boss.press("确认提交", times=2)


async def step_by_step(boss: Speaker) -> None:
    """Every window, two photos together, the unit searched by name."""
    await boss.say("/start")
    await boss.press("提交诉求")
    await boss.say("店面换了地址，证照一直没有改过来")
    await boss.send_photos(2)
    await boss.press("下一步")
    await boss.press("其他")
    await boss.say("示例路 8 号")
    await boss.say("市监局")
    await boss.press("区市场监督管理局")
    await _introduce(boss, "示例百货商店")
    await boss.press("确认提交")


async def after_a_second_start(boss: Speaker) -> None:
    """A photo first, /start in the middle, then a sentence; repeated taps at the end."""
    await boss.send_photos(1)
    await boss.say("/start")
    await boss.say("施工许可证交上去以后迟迟办不下来")
    await _introduce(boss, "示例建筑工程有限公司")
    await boss.press("确认提交", times=3)


LANES = (
    Lane("permit", "市生态环境局示例区分局", by_one_sentence),
    Lane("shop", "区市场监督管理局", step_by_step),
    Lane("building", "区住房和城乡建设局", after_a_second_start, late=True, reopened=True),
)


@dataclass(frozen=True)
class Staff:
    """One person in one chat for the office, and one for each lane's specialists; their chiefs only listen."""

    office: Impatient
    specialists: dict[str, Impatient]


async def hire(town: Town) -> Staff:
    async with town.db.reading() as session:
        units = (await directory.load(session)).by_name
    office = await _employ(town, OFFICE, Role.OFFICE, None)
    handlers = {}
    for lane in LANES:
        unit = units[lane.unit].id
        handlers[lane.unit] = await _employ(town, f"handler {lane.name}", Role.HANDLER, unit)
        await _employ(town, f"chief {lane.name}", Role.CHIEF, unit)
    return Staff(office, handlers)


async def week(town: Town, staff: Staff, number: int) -> dict[str, Facts]:
    """One appeal in each lane, from the first message to the rating; returns the expected facts by filer."""
    monday = MONDAY + number * WEEK
    await town.advance(monday)
    bosses = dict(zip(LANES, await _all(_file(town, lane, number) for lane in LANES), strict=True))
    await town.advance(monday + MORNING_TO_REMINDER)
    await _all(staff.office.press(f"交办给 {lane.unit}") for lane in LANES)
    await _all(_contact(staff.specialists[lane.unit]) for lane in LANES if not lane.late)
    for days in (1, 2, 3):
        await town.advance(monday + days * DAY)
    await _all(_contact(staff.specialists[lane.unit]) for lane in LANES if lane.late)
    await _all(_resolve(staff.specialists[lane.unit], "已经办好，证照可以来取了。") for lane in LANES)
    await _all(_insist(boss, staff.specialists[lane.unit]) for lane, boss in bosses.items() if lane.reopened)
    await town.advance(monday + 4 * DAY)
    await _all(_rate(boss) for boss in bosses.values())
    return {boss.name: lane.facts for lane, boss in bosses.items()}


async def file_at_once(town: Town, count: int) -> tuple[dict[str, Facts], list[str]]:
    """``count`` people file concurrently, in all lanes. Returns the expected facts, and who gave up."""
    lanes = [(LANES[number % len(LANES)], number) for number in range(count)]
    given_up: list[str] = []

    async def try_to_file(lane: Lane, number: int) -> None:
        try:
            await _file(town, lane, number)
        except AssertionError as error:
            given_up.append(f"{_name(lane, number)} gave up: {error}")

    await _all(try_to_file(lane, number) for lane, number in lanes)
    return {_name(lane, number): (FactKind.FILED,) for lane, number in lanes}, given_up


async def one_appeal(lane: Lane, boss: Speaker, office: Speaker, specialists: Sequence[Speaker]) -> None:
    """An appeal from filing to rating; everybody waits for their notification before acting."""
    await lane.file(boss)
    number = (await boss.read(r"SQ-\d{4}-\d+"))[0]
    await office.read(f"新诉求 {number}")
    await office.press(f"交办给 {lane.unit}")
    readings = [asyncio.create_task(_told(one, number)) for one in specialists]
    done, others = await asyncio.wait(readings, return_when=asyncio.FIRST_COMPLETED)
    for other in others:
        other.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    specialist = done.pop().result()
    await _contact(specialist)
    await boss.read("已登记与您对接")
    await _resolve(specialist, "已经办好，证照可以来取了。")
    await boss.read("您的问题解决了吗")
    await _rate(boss)
    await specialist.read(f"{number} 企业评价")


async def _told(specialist: Speaker, number: str) -> Speaker:
    await specialist.read(f"新交办.*{number}")
    return specialist


def _name(lane: Lane, number: int) -> str:
    return f"{lane.name} {number}"


async def _file(town: Town, lane: Lane, number: int) -> Impatient:
    boss = await _newcomer(town, _name(lane, number))
    await lane.file(boss)
    await boss.read("诉求编号是")
    return boss


async def _introduce(boss: Speaker, enterprise: str) -> None:
    await boss.press("同意")
    await boss.say("张示例")
    await boss.say("13800001234")
    await boss.say(f"{enterprise}（{boss.name.split()[-1]}号店）")


async def _contact(specialist: Speaker) -> None:
    await specialist.press("已对接")
    await specialist.press("已电话联系", times=2)
    await specialist.press("查看这件诉求")
    if await specialist.sees("看附件"):
        await specialist.press("看附件")
    await specialist.press("反馈路径")
    await specialist.say("由审批科一次性告知缺少的材料，补齐后 5 个工作日内办结。")
    await specialist.press("一周内")


async def _resolve(specialist: Speaker, result: str) -> None:
    await specialist.press("查看这件诉求")
    await specialist.press("办结")
    await specialist.say(result)


async def _insist(boss: Speaker, specialist: Speaker) -> None:
    await boss.press("还没解决")
    await boss.say("证上的名字写错了")
    await specialist.press("办结")
    await specialist.say("名字已经更正。")


async def _rate(boss: Speaker) -> None:
    await boss.press("解决了")
    await boss.press("很满意")
    await boss.say("小王很耐心")


async def _all(acts: Iterable[Awaitable[T]]) -> list[T]:
    """Run concurrently; when one fails, the others are cancelled."""
    tasks = [asyncio.ensure_future(act) for act in acts]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _newcomer(town: Town, name: str) -> Impatient:
    async with town.db.transaction() as session:
        chat = await chats.open_chat(session, "web", name)
        for number in (1, 2):
            picture = File(
                f"{name}/{number}", chat.id, "照片.jpg", "image/jpeg", 1000, f"{name} {number}".ljust(64), 8, 8
            )
            await chats.add_file(session, picture, town.clock.now())
    return Impatient(town, chat.id, name)


def _photo(boss: Impatient, number: int) -> Body:
    name = f"{boss.name}/{number}"
    return {"photo": [{"file_id": name, "file_unique_id": name, "file_size": 1000, "width": 8, "height": 8}]}


async def _employ(town: Town, name: str, role: Role, unit: int | None) -> Impatient:
    """One person holds all posts of the role (in the unit)."""
    async with town.db.transaction() as session:
        chat = await chats.open_chat(session, "web", name)
        person = await people.add(session, chat.id, "zh", town.clock.now())
        held = select(PostRow.id).where(PostRow.role == role)
        held = held if unit is None else held.where(PostRow.unit == unit)
        await session.execute(update(PostRow).where(PostRow.id.in_(held)).values(person=person.id))
    return Impatient(town, chat.id, name)
