"""The three roles in one browser: an appeal is filed, assigned, worked, confirmed and rated, on phone and desk."""

from pathlib import Path

import pytest
from PIL import Image

from tests.browser.demo_server import DemoServer
from tests.browser.devices import SIZES, Visit
from tests.browser.inspection import inspect
from tests.browser.screen import found
from tests.browser.stage import SENTENCE, Stage

UNIT = "市生态环境局示例区分局"


@pytest.mark.parametrize("size", SIZES)
async def test_an_appeal_is_filed_assigned_worked_and_rated(
    server: DemoServer, visit: Visit, tmp_path: Path, size: str
) -> None:
    context, complaints = await visit(server.address, **SIZES[size])
    page = await context.new_page()
    await page.goto(f"{server.address}/demo")
    await inspect(page, "demo")
    stage = Stage(page)

    await stage.become("新来的企业用户")
    boss = await stage.seat("企业用户")
    await boss.reads("一句话")
    await inspect(page, "greeting")
    await boss.say(SENTENCE)
    await boss.introduce()
    await boss.send(_photo(tmp_path))
    summary = await boss.reads("附件：1 个")
    assert SENTENCE in summary
    assert UNIT in summary
    await inspect(page, "summary")
    await boss.press("确认提交")
    receipt = await boss.reads("诉求编号")
    number, name = found(r"(SQ-\d{4}-00001)", receipt), found(rf"{UNIT}的(\w+)与您联系", receipt)
    await inspect(page, "receipt")

    await stage.become("区营商环境办公室")
    office = await stage.seat("营商办")
    await office.reads(f"新诉求 {number}")
    await inspect(page, "office")
    await office.press(f"交办给 {UNIT}")
    await office.reads_briefly(f"已交办{UNIT}，由{name}办理")

    await stage.become(name)
    specialist = await stage.seat(name)
    await specialist.reads("新交办")
    await inspect(page, "task")
    assert "送出" in await stage.forward()
    await specialist.reads(f"提醒：诉求 {number}")
    await inspect(page, "reminder")
    await specialist.press("已对接")
    await specialist.reads("怎么与企业对接的")
    await specialist.press("已电话联系")
    await specialist.reads("已登记对接")
    await specialist.press("查看这件诉求")
    await specialist.press("反馈路径")
    await specialist.reads("请写明怎么解决")
    await specialist.say("由审批科一次性告知缺少的材料，补齐后 5 个工作日内办结。")
    await specialist.press("一周内")
    await specialist.reads("解决路径已反馈给企业")
    await specialist.press("查看这件诉求")
    await specialist.reads("一次性告知缺少的材料")
    await inspect(page, "timeline")
    await specialist.press("办结")
    await specialist.reads("办理结果是什么")
    await specialist.say("许可证已经发出。")
    await specialist.reads("已登记办结")

    boss = await stage.seat("企业用户")
    await boss.reads("您的问题解决了吗")
    await inspect(page, "resolved")
    await boss.press("解决了")
    await boss.reads("您满意吗")
    await boss.press("很满意")
    await boss.press("不用了，提交评价")
    await boss.reads("谢谢您的评价")
    await inspect(page, "rated")
    specialist = await stage.seat(name)
    await specialist.reads("企业评价：很满意")
    complaints.none()


def _photo(folder: Path) -> Path:
    path = folder / "厂门口.jpg"
    Image.new("RGB", (1200, 900), (90, 140, 110)).save(path)
    return path
