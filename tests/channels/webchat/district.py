"""A small district for the public pages: every kind of unit, and officials both published and not."""

from collections.abc import Sequence

from directory import service
from directory.model import Category, Directory, Unit
from people.model import Official, Role
from storage.database import Database

TAX = Unit(
    "区税务局", Category.DEPARTMENT, ("税务局",), ("开发票", "出口退税"),
    "示例路1号", "周一至周五 9:00-17:00", "0551-66660000转801、13800000001",
)  # fmt: skip
HILL = Unit("例山镇", Category.TOWNSHIP, phone="13800000003")
OFFICE = Unit("区营商环境办公室", Category.OFFICE)
UNITS = (TAX, HILL, OFFICE)
LI = Official("区税务局", "李示例", Role.HANDLER, "股长", "办税服务股", "13800000012")
ZHANG = Official("区税务局", "张示例", Role.CHIEF, "副局长", "办公室", "13800000011")
OTHERS = tuple(
    Official("区税务局", f"{surname}不公开", role, f"职务{surname}", f"科室{surname}", f"1380000009{count}")
    for count, (surname, role) in enumerate(
        [("陈", Role.DESK), ("楚", Role.OFFICE), ("魏", Role.DISCIPLINE), ("蒋", Role.LEADER)]
    )
)
PEOPLE = (LI, *OTHERS, ZHANG)


async def settle(db: Database, units: Sequence[Unit] = UNITS, people: Sequence[Official] = PEOPLE) -> dict[str, int]:
    """Store this directory; returns the ids by name."""
    async with db.transaction() as session:
        await service.import_directory(session, Directory(tuple(units), tuple(people)))
        current = await service.load(session)
    return {unit.name: unit.id or 0 for unit in current.units}
