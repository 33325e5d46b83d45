"""What people do in many tests: introduce themselves, file an appeal, handle it, go through the whole main job."""

from sqlalchemy import select

from appeals import store as appeals
from appeals.model import FactKind
from chats import store as chats
from people import invitation_service
from people.post_store import PostRow
from storage.database import Database
from tests.conversation import Role, Talker, Town

SENTENCE = "我们厂排污许可证办了一个月还没有批下来"
ECOLOGY = "市生态环境局示例区分局"


async def introduce(boss: Talker) -> str:
    """Answer the questions asked of a newcomer; returns the summary."""
    await boss.press("同意")
    await boss.say("张示例")
    await boss.say("13800001234")
    return await boss.say("示例食品有限公司")


async def file(town: Town, name: str = "示例老板", sentence: str = SENTENCE) -> Talker:
    boss = await town.someone(name)
    await boss.say("/start")
    await boss.say(sentence)
    await introduce(boss)
    await boss.press("确认提交")
    return boss


async def seated(town: Town) -> tuple[Talker, Talker, Talker]:
    """Office, specialist, enterprise; the appeal is assigned."""
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await file(town)
    await office.press(f"交办给 {ECOLOGY}")
    return office, specialist, boss


async def to_result(specialist: Talker) -> None:
    """From the assignment to the step that waits for a result, shown in its window."""
    for step in ("已对接", "已电话联系", "查看这件诉求", "反馈路径"):
        await specialist.press(step)
    await specialist.say("补齐材料后 5 个工作日内办结。")
    for step in ("一周内", "查看这件诉求"):
        await specialist.press(step)


async def facts(db: Database, appeal: int = 1) -> list[FactKind]:
    async with db.reading() as session:
        dossier = await appeals.read(session, appeal)
    assert dossier is not None
    return [fact.kind for fact in dossier.appeal.facts]


async def walk(town: Town) -> None:
    """The whole main job, on any channel and with any faults."""
    office, specialist = await town.holder(Role.OFFICE), await town.holder(Role.HANDLER, ECOLOGY)
    boss = await town.someone("示例老板")
    assert "一句话" in await boss.say("/start")
    await boss.say(SENTENCE)

    summary = await introduce(boss)
    for expected in (SENTENCE, "示例食品有限公司", ECOLOGY, "排污许可证", "张示例", "138****1234"):
        assert expected in summary

    receipt = await boss.press("确认提交")
    for expected in ("SQ-2026-00001", "3月3日周二 17:30", "3月4日周三", "3月5日周四", "4月2日周四", specialist.name):
        assert expected in receipt

    await office.read("新诉求 SQ-2026-00001")
    await office.press(f"交办给 {ECOLOGY}")
    await boss.read(f"已交办{ECOLOGY}，专员会在 3月4日周三 17:30 前联系您")
    await specialist.read("新交办.*SQ-2026-00001")
    await specialist.read("张示例　138 0000 1234")

    await specialist.press("已对接")
    await specialist.press("已电话联系")
    await boss.read("已登记与您对接")
    await specialist.press("查看这件诉求")
    await specialist.press("反馈路径")
    await specialist.say("由审批科一次性告知缺少的材料，补齐后 5 个工作日内办结。")
    await specialist.press("一周内")
    await boss.read("审批科一次性告知")
    await boss.read("预计 2026年3月9日 前办好")

    await specialist.press("查看这件诉求")
    await specialist.press("办结")
    await specialist.say("许可证已经发出。")
    await boss.read("您的问题解决了吗")
    assert "满意吗" in await boss.press("解决了")
    await boss.press("很满意")
    assert "谢谢" in await boss.say("小王很耐心")
    await specialist.read("企业评价：很满意")
    await specialist.read("小王很耐心")

    assert await facts(town.db) == [
        FactKind.FILED, FactKind.ASSIGNED, FactKind.CONTACTED, FactKind.PATH_GIVEN, FactKind.RESOLVED,
        FactKind.CONFIRMED, FactKind.RATED,
    ]  # fmt: skip
    timeline = await boss.press("查看这件诉求")
    assert "企业评价：很满意" in timeline
    assert "○" not in timeline


async def work(office: Talker, specialist: Talker) -> None:
    """From the office's notification to the resolution."""
    await office.press("交办给")
    await specialist.press("已对接")
    await specialist.press("已上门走访")
    await specialist.press("查看这件诉求")
    await specialist.press("反馈路径")
    await specialist.say("现场核验后当天发证。")
    await specialist.press("办结时限前")
    await specialist.press("查看这件诉求")
    await specialist.press("办结")
    await specialist.say("许可证已经发出。")


async def invite(town: Town, role: Role) -> str:
    async with town.db.transaction() as session:
        post = await session.scalar(select(PostRow.id).where(PostRow.role == role).order_by(PostRow.id).limit(1))
        assert post is not None
        return await invitation_service.invite(session, post, town.clock.real_now())


async def dead(town: Town) -> int:
    async with town.db.reading() as session:
        return await chats.count_inbox(session, "dead")
