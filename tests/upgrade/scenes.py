"""Brings people into every window of every dialog, each in a chat named after the window."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from hashlib import sha256
from itertools import count

from people import account_service
from people import store as people
from people.store import AccountRow
from tests.conversation import Role, Talker, Town
from tests.journeys.acts import ECOLOGY, SENTENCE, introduce

CONFIDENTIAL = "有干部吃拿卡要，索要好处费才肯盖章"
UNCLEAR = "厂门口的路坏了，货车进不来"
PHOTO = b"what the file store keeps of a photo"
DIGEST = sha256(PHOTO).hexdigest()


class Crowd:
    """The people who file, handle and assign, each with as many chats as there are windows to show."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self._names = count(1)

    async def move_in(self) -> None:
        self.office = await self.town.holder(Role.OFFICE)
        self.specialist = await self.town.holder(Role.HANDLER, ECOLOGY)
        self.chief = await self.town.holder(Role.CHIEF, ECOLOGY)
        self.commission = await self.town.holder(Role.DISCIPLINE)
        self.boss = await self.town.someone("filer")
        await self.boss.say(SENTENCE)
        await introduce(self.boss)
        await self.boss.press("确认提交")
        for talker in (self.office, self.specialist, self.boss):
            await self._hear_here(talker)

    async def _hear_here(self, talker: Talker) -> None:
        """Make this chat receive the person's notifications, however many chats they have."""
        async with self.town.db.transaction() as session:
            person = await people.of_chat(session, talker.chat)
            assert person is not None
            await account_service.choose_chat(session, person, talker.chat)

    async def beside(self, talker: Talker, window: str) -> Talker:
        """Another chat of the same person."""
        async with self.town.db.transaction() as session:
            owner = await people.of_chat(session, talker.chat)
            assert owner is not None
            other = await self.town.seat(session, window, talker.name, "web")
            session.add(AccountRow(chat=other.chat, person=owner.id, used_at=self.town.clock.now()))
        await self.town.work()
        return other

    async def filed(self, sentence: str = SENTENCE) -> str:
        """File another appeal of the boss; returns its number."""
        await self.boss.say(f"/appeal {sentence}（第 {next(self._names)} 次）")
        await self.boss.press("确认提交")
        return (await self.boss.read(r"SQ-2026-\d{5}"))[0]

    async def assigned(self) -> str:
        number = await self.filed()
        await self.office.press("交办给")
        return number

    async def contacted(self) -> str:
        number = await self.assigned()
        await self.specialist.press("已对接")
        await self.specialist.press("已电话联系")
        return number

    async def on_its_path(self) -> str:
        number = await self.contacted()
        await self.specialist.press("查看这件诉求")
        await self.specialist.press("反馈路径")
        await self.specialist.say("现场核验后当天发证。")
        await self.specialist.press("一周内")
        return number

    async def resolved(self) -> str:
        number = await self.on_its_path()
        await self.specialist.press("查看这件诉求")
        await self.specialist.press("办结")
        await self.specialist.say("许可证已经发出。")
        return number

    async def confirmed(self) -> str:
        number = await self.resolved()
        await self.boss.press("解决了")
        return number


async def fill(town: Town) -> None:
    """Fill all windows; there are appeals in every stage, and reminders have been sent."""
    crowd = Crowd(town)
    await crowd.move_in()
    for scenes in (_home, _own_settings, _own_chats, _profile, _filing, _own_appeals, _tasks, _desk, _finding):
        await scenes(crowd)
    await _confidential(crowd)
    await town.advance(town.clock.now() + timedelta(days=3))
    await _wait(crowd)


async def _home(crowd: Crowd) -> None:
    newcomer = await crowd.town.someone("Home:menu")
    await newcomer.say("/start")
    for post, name in ((crowd.office, "Home:menu office"), (crowd.specialist, "Home:menu specialist")):
        await (await crowd.beside(post, name)).say("/start")


async def _own_settings(crowd: Crowd) -> None:
    await (await crowd.beside(crowd.boss, "Settings:menu")).say("/me")
    await (await crowd.beside(crowd.boss, "Settings:language")).say("/language")
    dates = await crowd.beside(crowd.specialist, "TakeLeave:dates")
    substitute = await crowd.beside(crowd.specialist, "TakeLeave:substitute")
    for talker in (dates, substitute):
        await talker.say("/me")
        await talker.press("我要休假")
    await substitute.say("2026-04-10至2026-04-12")


async def _own_chats(crowd: Crowd) -> None:
    code = await crowd.beside(crowd.boss, "MyChats:code")
    await code.say("/me")
    await code.press("在别处也用")
    for window, presses in (("where", []), ("which", ["解除一个聊天"]), ("sure", ["解除一个聊天", "这里"])):
        talker = await crowd.beside(crowd.boss, f"MyChats:{window}")
        await talker.say("/me")
        await talker.press("消息发到哪里")
        for label in presses:
            await talker.press(label)
    owner = await crowd.town.someone("MyChats owner")
    await owner.say("/start")

    async def offered(window: str) -> Talker:
        await owner.say("/me")
        await owner.press("在别处也用")
        talker = await crowd.town.someone(f"MyChats:{window}")
        await talker.say("/join " + (await owner.read(r"绑定码：(\S{4}-\S{4})"))[1])
        return talker

    await (await offered("joined")).press("是我，接上")
    declined = await offered("declined")
    await offered("offered")
    await declined.press("是我，接上")


async def _profile(crowd: Crowd) -> None:
    answers = ("同意", "张示例", "13800001234")
    for place, window in enumerate(("consent", "name", "phone")):
        talker = await crowd.town.someone(f"Profile:{window}")
        await talker.say(SENTENCE)
        await _introduce_until(talker, answers[:place])
    talker = await crowd.town.someone("AddEnterprise:name")
    await talker.say(SENTENCE)
    await _introduce_until(talker, answers)
    talker = await crowd.beside(crowd.boss, "Profile:hours")
    await talker.say("/me")
    await talker.press("方便接电话的时间")


async def _introduce_until(talker: Talker, answers: tuple[str, ...]) -> None:
    for answer in answers:
        await (talker.press(answer) if answer == "同意" else talker.say(answer))


async def _filing(crowd: Crowd) -> None:
    async def step_by_step(window: str, *acts: Callable[[Talker], Awaitable[str]]) -> None:
        talker = await crowd.beside(crowd.boss, f"FileAppeal:{window}")
        await talker.say("/appeal")
        for act in acts:
            await act(talker)

    tell, skip = _saying(UNCLEAR), _pressing("没有，跳过")
    category, place = _pressing("道路环境"), _saying("示例路 8 号")
    await step_by_step("text")
    await step_by_step("photos", tell, _photographing)
    await step_by_step("category", tell, skip)
    await step_by_step("place", tell, skip, category)
    await step_by_step("unit", tell, skip, category, place)
    talker = await crowd.beside(crowd.boss, "FileAppeal:integrity")
    await talker.say(CONFIDENTIAL)
    for window, labels in (
        ("summary", ()),
        ("change", ("修改",)),
        ("enterprise", ("修改", "企业")),
        ("filed", ("确认提交",)),
    ):
        talker = await crowd.beside(crowd.boss, f"FileAppeal:{window}")
        await talker.say(SENTENCE)
        for label in labels:
            await talker.press(label)


def _saying(text: str) -> Callable[[Talker], Awaitable[str]]:
    return lambda talker: talker.say(text)


def _pressing(label: str) -> Callable[[Talker], Awaitable[str]]:
    return lambda talker: talker.press(label)


async def _photographing(talker: Talker) -> str:
    talker.photo = DIGEST
    return await talker.send_photo()


async def _own_appeals(crowd: Crowd) -> None:
    async def stand(window: str, number: str, *labels: str) -> None:
        talker = await crowd.beside(crowd.boss, f"MyAppeals:{window}")
        await talker.say(f"/start appeal-{int(number[-5:])}")
        for label in labels:
            await talker.press(label)

    await (await crowd.beside(crowd.boss, "MyAppeals:list")).say("/mine")
    await stand("one", await crowd.filed())
    await stand("withdraw", await crowd.filed(), "撤回诉求")
    await stand("not_solved", await crowd.resolved(), "还没解决")
    await stand("rate", await crowd.confirmed(), "去评价")
    await stand("comment", await crowd.confirmed(), "去评价", "很满意")
    await stand("thanks", await crowd.confirmed(), "去评价", "满意", "不用了")


async def _tasks(crowd: Crowd) -> None:
    async def stand(window: str, number: str, *labels: str, said: str = "", then: str = "") -> None:
        talker = await crowd.beside(crowd.specialist, f"Tasks:{window}")
        await talker.say(f"/start appeal-{int(number[-5:])}")
        for label in labels:
            await talker.press(label)
        if said:
            await talker.say(said)
        if then:
            await talker.press(then)

    await (await crowd.beside(crowd.specialist, "Tasks:list")).say("/tasks")
    await stand("one", await crowd.assigned())
    await stand("contact", await crowd.assigned(), "✓ 已对接")
    await stand("path", await crowd.contacted(), "✓ 反馈路径")
    await stand("path_until", await crowd.contacted(), "✓ 反馈路径", said="由审批科一次性告知。")
    await stand("resolve", await crowd.on_its_path(), "✓ 办结")
    await stand("done", await crowd.assigned(), "✓ 已对接", "已上门走访")


async def _desk(crowd: Crowd) -> None:
    async def stand(window: str, *labels: str, said: str = "", then: str = "") -> None:
        number = await crowd.filed()
        talker = await crowd.beside(crowd.office, f"Desk:{window}")
        await talker.say(f"/start appeal-{int(number[-5:])}")
        for label in labels:
            await talker.press(label)
        if said:
            await talker.say(said)
        if then:
            await talker.press(then)

    await (await crowd.beside(crowd.office, "Desk:list")).say("/desk")
    in_hand = await crowd.beside(crowd.office, "Desk:list in hand")
    await in_hand.say("/desk")
    await in_hand.press("看在办的")
    await stand("one")
    await stand("search", "选其他单位")
    await stand("choose", "选其他单位", said="市监局")
    await stand("assigned", "选其他单位", said="市监局", then="市场监督管理局")


async def _finding(crowd: Crowd) -> None:
    for window, text in (("ask", "/find"), ("results", "/find shuiwuju"), ("one", "/find 市监局")):
        await (await crowd.town.someone(f"FindUnit:{window}")).say(text)


async def _confidential(crowd: Crowd) -> None:
    """The commission reads what the office may not."""
    talker = await crowd.town.someone("confidential")
    await talker.say(CONFIDENTIAL)
    await talker.press("保密交纪委")
    await introduce(talker)
    await talker.press("确认提交")


async def _wait(crowd: Crowd) -> None:
    """Leave a text, a command and a press of an old button unanswered in the inbox."""
    newcomer = await crowd.town.someone("waiting")
    await newcomer.hear({"message": {"date": 1, "from": newcomer.me(), "text": SENTENCE}}, work=False)
    specialist = await crowd.beside(crowd.specialist, "waiting specialist")
    command = {"type": "bot_command", "offset": 0, "length": 6}
    told = {"date": 1, "from": specialist.me(), "text": "/tasks", "entities": [command]}
    await specialist.hear({"message": told}, work=False)
    shown, data = await crowd.office.button("交办给")
    await crowd.office.hear(crowd.office.pressed(shown, data), work=False)
