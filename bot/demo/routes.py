"""The demo's page: choose people to act as, side by side, and move time forward."""

from datetime import datetime
from pathlib import Path
from typing import Any

from litestar import Controller, Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.enums import MediaType
from litestar.params import JSONBody
from litestar.template.base import csrf_token

from bot.channels.webchat import headers, limits, problems
from bot.channels.webchat.web import Pages
from bot.demo.demo import Demo, Jump, role_name
from bot.demo.store import RosterPost, Seat
from people.model import SPECIALISTS, Role
from texts.speech import say
from workdays.deadline_rules import DISTRICT_TIME
from workdays.words import MONTHS

Json = dict[str, Any]
TheDemo = NamedDependency[Demo]
FRONT = "/demo"
PAGES = Path(__file__).parent / "pages"


def router(demo: Demo) -> Router:
    known = {"demo": Provide(lambda: demo, sync_to_thread=False)}
    return Router("/", route_handlers=[DemoRoutes], guards=[limits.refuse_foreign_sites], dependencies=known)


class DemoRoutes(Controller):
    path = FRONT

    @get("/")
    async def show(self, request: Request[Any, Any, Any], demo: TheDemo, pages: Pages) -> Response[str]:
        roster = await demo.roster()
        shown = pages.get_template("demo.html").render(
            enterprises=roster.enterprises,
            office=_of(roster.posts, Role.OFFICE),
            discipline=_of(roster.posts, Role.DISCIPLINE),
            desks=_of(roster.posts, Role.DESK),
            leaders=_of(roster.posts, Role.LEADER),
            units=_by_unit(_of(roster.posts, *SPECIALISTS)),
            seats=[_seat(seat) for seat in await demo.seats()],
            now=clock_words(demo.clock.now()),
            run=demo.run,
            form_token=csrf_token({"request": request}),
        )
        policy = headers.policy(frame_src="'self'")
        return Response(shown, media_type=MediaType.HTML, headers={headers.CSP: policy})

    @post("/seats", status_code=201)
    async def open_seat(self, data: JSONBody[Json], demo: TheDemo) -> Json:
        """``{"choice": "new" | "enterprise:7" | "post:12"}``"""
        return _seat(await demo.open_seat(str(data.get("choice"))))

    @get("/clock")
    async def clock(self, demo: TheDemo) -> Json:
        """The current time, which demo this is, and the number of messages in each seat's chat."""
        return {"now": clock_words(demo.clock.now()), "run": demo.run, "said": await demo.said()}

    @post("/clock", status_code=200)
    async def jump(self, data: JSONBody[Json], demo: TheDemo) -> Json:
        """``{"to": "next"}`` jumps to the next moment something is due, ``{"to": "workday"}`` to the next workday."""
        match data.get("to"):
            case "next":
                jump = await demo.to_next_moment()
            case "workday":
                jump = await demo.to_next_workday()
            case _:
                raise problems.unreadable()
        return {"now": clock_words(demo.clock.now()), "said": _what_happened(jump)}

    @post("/again", status_code=202, sync_to_thread=False)
    def again(self, demo: TheDemo) -> Json:
        """Delete everything; ``run`` in GET /clock changes once the new demo is ready."""
        demo.start_over()
        return {}


def clock_words(moment: datetime) -> str:
    """E.g. "11月23日 周一 09:12"."""
    local = moment.astimezone(DISTRICT_TIME)
    weekday = say("日,一,二,三,四,五,六").split(",")[local.isoweekday() % 7]
    return say(
        "{month}月{day}日 周{weekday} {clock}",
        month=local.month,
        month_name=MONTHS[local.month - 1],
        day=local.day,
        weekday=weekday,
        clock=f"{local:%H:%M}",
    )


def _what_happened(jump: Jump) -> str:
    if jump.moment is None:
        return say("后面没有要到期的事了。先提交一件诉求，再来快进。")
    when = clock_words(jump.moment)
    if jump.messages == 0:
        return say("已到 {when}，这段时间没有需要提醒的事。", when=when)
    return say("已到 {when}：送出 {count} 条消息。", when=when, count=jump.messages)


def _of(posts: list[RosterPost], *roles: Role) -> list[Json]:
    return [
        {"choice": f"post:{one.post}", "name": one.name, "role": role_name(Role(one.role)), "unit": one.unit}
        for one in posts
        if one.role in roles
    ]


def _by_unit(posts: list[Json]) -> dict[str, list[Json]]:
    units: dict[str, list[Json]] = {}
    for one in posts:
        units.setdefault(one["unit"], []).append(one)
    return units


def _seat(seat: Seat) -> Json:
    return {"number": seat.number, "title": seat.title, "subtitle": seat.subtitle}
