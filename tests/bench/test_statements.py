"""How many SQL statements each step of a conversation takes, from the claim of its update to the commit."""

from bench.statements import counted
from storage.database import Database
from tests.conversation import Role, Talker, Town

ECOLOGY = "市生态环境局示例区分局"
SENTENCE = "我们厂排污许可证办了一个月还没有批下来"

# The most statements each step may take; typed words take one more, which looks for a
# button with that label, and where nothing is asked another one, for the person's open appeals.
# A step that asks or answers stays within 13, one that records within 24.
ASKING = {
    "a newcomer's /start": 9,
    "/start in the middle": 9,
    "/help": 6,
    "home: one sentence by somebody known": 13,
    "home: file an appeal": 9,
    "home: find a unit": 9,
    "home: my appeals": 10,
    "home: settings": 10,
    "filing: what happened": 12,
    "filing: no photos": 8,
    "filing: back": 8,
    "filing: category": 9,
    "filing: place": 9,
    "filing: search a unit": 10,
    "filing: choose a unit": 8,
    "profile: consent": 9,
    "profile: name": 10,
    "profile: telephone": 13,
    "summary: change": 8,
    "summary: other enterprise": 9,
    "summary: back": 10,
    "summary: say more": 11,
    "summary: cancel": 9,
    "find: search": 11,
    "find: home": 9,
    "receipt: see progress": 11,
    "desk: see the appeal": 10,
    "task: see the appeal": 10,
    "task: contacted, but how": 10,
    "task: which path": 8,
    "task: until when": 11,
    "task: with what result": 8,
    "rate: how satisfied": 8,
}
RECORDING = {
    "file": 24,
    "enterprise": 15,
    "assign": 24,
    "contact": 18,
    "give the path": 18,
    "resolve": 18,
    "confirm": 20,
    "rate": 18,
}
DEAREST_ASKING, DEAREST_RECORDING = 13, 24

MOST = {**ASKING, **RECORDING}


class CountingTown(Town):
    """Knows how many statements each step of its worker took."""

    taken: list[int]

    async def work(self) -> None:
        self.taken = []
        while await self._step() or await self.delivery.deliver():
            pass

    async def _step(self) -> bool:
        with counted(self.db) as heard:
            worked = await self.worker.answer_next()
        if worked:
            self.taken.append(len(heard))
        return worked


class Steps:
    """Takes one named step after another and keeps those that took more statements than they may."""

    def __init__(self, town: CountingTown) -> None:
        self.town = town
        self.too_many: dict[str, int] = {}

    async def say(self, name: str, talker: Talker, text: str) -> None:
        await talker.say(text)
        self._check(name)

    async def press(self, name: str, talker: Talker, label: str) -> None:
        await talker.press(label)
        self._check(name)

    def _check(self, name: str) -> None:
        (taken,) = self.town.taken
        if taken > MOST[name]:
            self.too_many[name] = taken


async def settled(db: Database) -> CountingTown:
    town = CountingTown(db)
    await town.settle()
    return town


def test_the_bounds_are_those_we_promise() -> None:
    assert max(ASKING.values()) <= DEAREST_ASKING
    assert max(RECORDING.values()) <= DEAREST_RECORDING


async def test_asking_and_answering_takes_few_statements(db: Database) -> None:
    town = await settled(db)
    boss, steps = await town.someone("示例老板"), Steps(town)
    await steps.say("a newcomer's /start", boss, "/start")
    await steps.press("home: file an appeal", boss, "提交诉求")
    await steps.say("filing: what happened", boss, SENTENCE)
    await steps.press("filing: no photos", boss, "没有，跳过")
    await steps.press("filing: back", boss, "返回")
    await steps.press("filing: no photos", boss, "没有，跳过")
    await steps.press("filing: category", boss, "其他")
    await steps.say("filing: place", boss, "示例路 8 号")
    await steps.say("filing: search a unit", boss, "市监局")
    await steps.press("filing: choose a unit", boss, "市场监督管理局")
    await introduce(steps, boss)
    await steps.press("summary: change", boss, "修改")
    await steps.press("summary: other enterprise", boss, "企业")
    await steps.press("summary: back", boss, "返回")
    await steps.say("summary: say more", boss, "已经去过三次")
    await steps.press("summary: cancel", boss, "取消")
    await steps.press("home: find a unit", boss, "找单位")
    await steps.say("find: search", boss, "市监局")
    await steps.press("find: home", boss, "返回首页")
    await steps.press("home: my appeals", boss, "我的诉求")
    await steps.say("/start in the middle", boss, "/start")
    await steps.press("home: settings", boss, "我的资料")
    await steps.say("/help", boss, "/help")
    await steps.say("home: one sentence by somebody known", boss, SENTENCE)
    assert steps.too_many == {}


async def test_working_an_appeal_takes_more_but_not_many(db: Database) -> None:
    town = await settled(db)
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss, steps = await town.someone("示例老板"), Steps(town)
    await boss.say(SENTENCE)
    await introduce(steps, boss)
    await steps.press("file", boss, "确认提交")
    await steps.press("receipt: see progress", boss, "查看进度")
    await steps.press("desk: see the appeal", office, "查看 / 选其他单位")
    await steps.press("assign", office, "交办给")
    await steps.press("task: contacted, but how", specialist, "已对接")
    await steps.press("contact", specialist, "已电话联系")
    await steps.press("task: see the appeal", specialist, "查看这件诉求")
    await steps.press("task: which path", specialist, "反馈路径")
    await steps.say("task: until when", specialist, "由审批科一次性告知缺少的材料。")
    await steps.press("give the path", specialist, "一周内")
    await steps.press("task: see the appeal", specialist, "查看这件诉求")
    await steps.press("task: with what result", specialist, "办结")
    await steps.say("resolve", specialist, "许可证已经发出。")
    await steps.press("confirm", boss, "解决了")
    await steps.press("rate: how satisfied", boss, "很满意")
    await steps.say("rate", boss, "小王很耐心")
    assert steps.too_many == {}


async def introduce(steps: Steps, boss: Talker) -> None:
    """What a newcomer is asked before the summary."""
    await steps.press("profile: consent", boss, "同意")
    await steps.say("profile: name", boss, "张示例")
    await steps.say("profile: telephone", boss, "13800001234")
    await steps.say("enterprise", boss, "示例食品有限公司")
