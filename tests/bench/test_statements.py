"""How many SQL statements each step of a conversation takes, from the claim of its update to the commit."""

from bench.statements import counted
from storage.database import Database
from tests.conversation import Role, Talker, Town

ECOLOGY = "市生态环境局示例区分局"
ASKING, RECORDING = 12, 24  # statements: a step that asks or answers, and one that records a fact

Counts = dict[str, int]


class CountingTown(Town):
    """Knows what each of its workers' steps took."""

    taken: list[int]

    async def work(self) -> None:
        self.taken = []
        while await self._step() or await self.delivery.deliver():
            pass

    async def _step(self) -> bool:
        with counted(self.db) as heard:
            worked = await self.worker.take_step()
        if worked:
            self.taken.append(len(heard))
        return worked


class Steps:
    """Does one named thing after another and keeps what the dearest step of each took."""

    def __init__(self, town: CountingTown) -> None:
        self.town = town
        self.counts: Counts = {}

    async def say(self, name: str, talker: Talker, text: str) -> None:
        await talker.say(text)
        self._keep(name)

    async def press(self, name: str, talker: Talker, label: str) -> None:
        await talker.press(label)
        self._keep(name)

    def _keep(self, name: str) -> None:
        self.counts[name] = max(self.counts.get(name, 0), *self.town.taken)


def dearer(counts: Counts, limit: int) -> Counts:
    return {name: count for name, count in counts.items() if count > limit}


async def settled(db: Database) -> CountingTown:
    town = CountingTown(db)
    await town.settle()
    return town


async def test_steps_that_ask_or_answer_take_few_statements(db: Database) -> None:
    town = await settled(db)
    boss, steps = await town.someone("示例老板"), Steps(town)
    await steps.say("a newcomer's /start", boss, "/start")
    await steps.press("home: file an appeal", boss, "提交诉求")
    await steps.say("filing: what happened", boss, "我们厂排污许可证办了一个月还没有批下来")
    await steps.press("filing: no photos", boss, "没有，跳过")
    await steps.press("filing: back", boss, "返回")
    await steps.press("filing: no photos", boss, "没有，跳过")
    await steps.press("filing: category", boss, "其他")
    await steps.say("filing: place", boss, "示例路 8 号")
    await steps.say("filing: search a unit", boss, "市监局")
    await steps.press("filing: choose a unit", boss, "市场监督管理局")
    await steps.press("profile: consent", boss, "同意")
    await steps.say("profile: name", boss, "张示例")
    await steps.say("profile: telephone", boss, "13800001234")
    await steps.press("profile: good hours", boss, "工作日全天")
    await steps.say("enterprise: name", boss, "示例食品有限公司")
    await steps.press("enterprise: no credit code", boss, "跳过")
    await steps.press("summary: change", boss, "修改")
    await steps.press("change: enterprise", boss, "企业")
    await steps.press("enterprise: back", boss, "返回")
    await steps.say("summary: say more", boss, "已经去过三次")
    await steps.press("summary: cancel", boss, "取消")
    await steps.press("home: find a unit", boss, "找单位")
    await steps.say("find: search", boss, "市监局")
    await steps.press("find: one unit", boss, "市场监督管理局")
    await steps.press("find: home", boss, "返回首页")
    await steps.press("home: my appeals", boss, "我的诉求")
    await steps.say("/start in the middle", boss, "/start")
    await steps.press("home: settings", boss, "我的资料")
    await steps.say("/help", boss, "/help")
    await steps.say("one sentence at home, known person", boss, "我们厂排污许可证办了一个月还没有批下来")
    assert dearer(steps.counts, ASKING) == {}


async def test_steps_that_record_a_fact_take_more_but_not_many(db: Database) -> None:
    town = await settled(db)
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await town.someone("示例老板")
    await boss.say("我们厂排污许可证办了一个月还没有批下来")
    for label in ("同意",):
        await boss.press(label)
    for text in ("张示例", "13800001234"):
        await boss.say(text)
    await boss.press("工作日全天")
    await boss.say("示例食品有限公司")
    await boss.press("跳过")
    asking, recording = Steps(town), Steps(town)
    await recording.press("file", boss, "确认提交")
    await asking.press("see progress", boss, "查看进度")
    await asking.press("office: see the appeal", office, "查看 / 选其他单位")
    await recording.press("assign", office, "交办给")
    await asking.press("specialist: contacted, how?", specialist, "已对接")
    await recording.press("contact", specialist, "已电话联系")
    await asking.press("specialist: see the appeal", specialist, "查看这件诉求")
    await asking.press("specialist: which path?", specialist, "反馈路径")
    await asking.say("specialist: until when?", specialist, "由审批科一次性告知缺少的材料。")
    await recording.press("give the path", specialist, "一周内")
    await asking.press("specialist: see the appeal", specialist, "查看这件诉求")
    await asking.press("specialist: with what result?", specialist, "办结")
    await recording.say("resolve", specialist, "许可证已经发出。")
    await recording.press("confirm", boss, "解决了")
    await asking.press("rate: how satisfied", boss, "很满意")
    await recording.say("rate", boss, "小王很耐心")
    assert dearer(asking.counts, ASKING) == {}
    assert dearer(recording.counts, RECORDING) == {}
