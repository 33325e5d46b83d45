"""What the office orders in words: "SQ-2026-00002 给城管局", "把示例面馆那件交给水务局", a unit's name below an appeal.

The units meant stand as buttons; nothing is assigned before one is pressed.
"""

import re
from collections.abc import Sequence

from aiogram_dialog import DialogManager, ShowMode

from appeals import access, reading_service, search_service
from appeals.view import Line, View
from bot.dialogs.appeals.states import Triage, start_triage
from bot.dialogs.appeals.unit_question import agrees
from bot.dialogs.context import Context, answer, context
from bot.dialogs.situation import shown
from directory import service as directory
from directory.model import Unit
from people.access import may
from people.model import Person
from texts.folding import folded
from texts.speech import say
from understanding.named import named

LISTS = {
    "waiting": re.compile(
        "(?:待|没|未|还没|没有)(?:交办|分派|派)|新来的?|有(?:没有?|什么|啥)?新的|(?:今天|今日|新).{0,2}(?:诉求|来的)"
    ),
    "in_hand": re.compile(
        "超期|逾期|超时|快到期|在办|(?:没|未)(?:联系|对接|办结|办完)|没人(?:接|管|办)|overdue|in progress"
    ),
}
MAX_LIST_CHARS = 14
MAX_UNIT_CHARS = 12  # a longer text does not only name a unit
MAX_CHARS = 60  # a longer text is no order
GIVE = "(?:交办|改派|分派|改?[交派转分]|改|换)(?:给|到|成)|改派|改交|交办|给"
TAIL = "(?:吧|来?办|处理|办理|负责|去办|[。.!！])*(?:[,， ].{1,14})?"
BARE = re.compile(f"(?:请|麻烦|那就?|就)?(?:{GIVE}|交|转|派)(?:给|到)?(?P<unit>.{{2,20}}?){TAIL}")  # "交给司法局"
VERBS = {"交", "转", "派", "改", "分", "请", "就", "那就", "交办", "改派"}
NTH = re.compile("(?:第)?0*([0-9]{1,5})(?:号|件|的)*")  # "3号给住建"
BEGINS = re.compile(  # "3号不归交通吧？", and no place or day
    "0*([0-9]{1,5})号(?!楼|线|店|厂|库|门|院|上午|下午|早|晚|中午|前|之前|开会|那天|截止)"
)
ENDS_CHARS = 2  # "烟酒店围挡" of "烟酒店门口的围挡"
ARTICLES = re.compile("^(?:那|这)(?:个|件|家)?|的$")  # say nothing of what the appeal is about
NOT_TO = re.compile("(?:别|不要|不能)(?:再)?(?:派|交|转|分)?给(?!.*(?:局|委|办|院|中心|街道|镇)$)[一-龥]{2,4}$")
NEXT = re.compile("[,，;；、 ]+(?=(?:把|将)?[0-9]{1,5}号?(?:给|交|转|派))")
ORDERS = (
    re.compile(
        f"(?:请|麻烦)?(?:改派|交办|分派)?(?:把|将)?(?P<which>.{{1,30}}?)(?:那|这)?(?:件|个|单|条)?(?:诉求)?(?:{GIVE})(?P<unit>.{{2,20}}?){TAIL}"
    ),
    re.compile(
        f"(?:请|麻烦)?(?:改派|交办|分派)?(?:把|将)?(?P<which>.{{1,30}}?)(?:那|这)(?:件|个|单|条).{{0,20}}?(?:{GIVE})(?P<unit>.{{2,20}}?){TAIL}"
    ),
    re.compile(f"(?P<which>第?0*[0-9]{{1,5}}(?:号|件)+)(?:派|转|交|分)(?P<unit>[一-龥]{{2,16}}?){TAIL}"),
    re.compile("(?:please )?(?:assign|give) (?P<which>.{1,30}?) to (?:the )?(?P<unit>.{2,30}?)[.!]?"),
)


async def done(manager: DialogManager, text: str) -> bool:
    """Whether the text is such an order, and the units are on offer."""
    person, said = context(manager).person, folded(text.strip(), MAX_CHARS + 1)
    if len(said) > MAX_CHARS or not may(person, access.SEE_UNASSIGNED):
        return False
    return (
        await _agreed(manager, said)
        or await _listed(manager, said)
        or await _ordered_several(manager, said)
        or await _ordered_below(manager, said)
        or await _ordered(manager, said)
        or await _named_below(manager, said)
        or await _spoken_of(manager, said)
    )


async def _agreed(manager: DialogManager, said: str) -> bool:
    """Whether it only says yes where one of several units is to be chosen."""
    if not manager.has_context() or manager.current_context().state != Triage.choose or not agrees(said):
        return False
    await answer(manager, say("有不止一个单位，请点一个，或者打单位的名称。"))
    await manager.show(ShowMode.DELETE_AND_SEND)
    return True


async def _listed(manager: DialogManager, said: str) -> bool:
    """A list of appeals that is asked for: those to be assigned, or those in hand, the next due first."""
    shelf = next((name for name, words in LISTS.items() if words.search(said)), None)
    if shelf is None or len(said) > MAX_LIST_CHARS:
        return False
    await start_triage(manager, shelf=shelf)
    return True


async def _ordered_several(manager: DialogManager, said: str) -> bool:
    """The first of several orders; the others are asked for again."""
    first, *others = NEXT.split(said)
    if not others or not await _ordered(manager, first):
        return False
    await answer(manager, say("一件一件来。先点下面这件，「{other}」点完再说一遍。", other=others[0]))
    return True


async def _spoken_of(manager: DialogManager, said: str) -> bool:
    """The appeal that is spoken of by its number is shown, with what can be done to it."""
    found = BEGINS.match(said)
    lines = await _found(manager, found[1]) if found else []
    if len(lines) != 1:
        return False
    await start_triage(manager, lines[0].id)
    return True


async def _found(manager: DialogManager, which: str) -> Sequence[Line]:
    """What the office means: a number, words of the matter, or two of them that do not stand together there."""
    which = ARTICLES.sub("", which)
    ctx, nth = context(manager), NTH.fullmatch(which)
    query = f"{int(nth[1]):05d}" if nth else which
    found = await search_service.search(ctx.session, ctx.person, query, ctx.services.deadline_rules)
    return found if found or len(which) < 2 * ENDS_CHARS else await _found_by_ends(ctx, which)


async def _found_by_ends(ctx: Context, which: str) -> Sequence[Line]:
    first, last = [
        await search_service.search(ctx.session, ctx.person, end, ctx.services.deadline_rules)
        for end in (which[:ENDS_CHARS], which[-ENDS_CHARS:])
    ]
    return [line for line in first if line.id in {other.id for other in last}]


async def _ordered(manager: DialogManager, said: str) -> bool:
    if NOT_TO.search(said):
        await answer(manager, say("交办只到单位，由谁来办是单位定的。不合适派给谁，请给单位打个电话说一声。"))
    for found in (one for order in ORDERS if (one := order.fullmatch(said))):
        units, which = await _units(manager, found["unit"].strip()), found["which"].strip()
        lines = [] if which in VERBS else await _found(manager, which)
        if units and len(lines) == 1:
            await _offer(manager, lines[0].id, units)
            return True
    return False


async def _ordered_below(manager: DialogManager, said: str) -> bool:
    """An order that names no appeal means the one that is shown, and no other."""
    found = BARE.fullmatch(said)
    is_shown = manager.has_context() and manager.current_context().state in (Triage.one, Triage.choose)
    appeal = shown(manager) if is_shown else None
    units = await _units(manager, found["unit"].strip()) if found and appeal else []
    if appeal is not None and units:
        await _offer(manager, appeal, units)
    return appeal is not None and bool(units)


async def _named_below(manager: DialogManager, said: str) -> bool:
    """A unit's name, typed where an appeal is shown."""
    if len(said) > MAX_UNIT_CHARS:
        return False
    is_shown = manager.has_context() and manager.current_context().state == Triage.one
    appeal = shown(manager) if is_shown else None
    if appeal is None or not any(mention.of_body for mention in named(await context(manager).directory(), said)):
        return False
    await _offer(manager, appeal, await _units(manager, said))
    return True


async def _units(manager: DialogManager, query: str) -> list[Unit]:
    found = directory.find_units(await context(manager).directory(), query)
    return [unit for unit in found if unit.name == query] or found


async def _offer(manager: DialogManager, appeal: int, units: list[Unit]) -> None:
    """Never a unit that the appeal complains about; who may not assign it is told who leads it."""
    ctx = context(manager)
    view = await reading_service.look(ctx.session, ctx.person, appeal, ctx.services.deadline_rules)
    if refused := _refused(ctx.person, view, units):
        await answer(manager, refused)
        await start_triage(manager, appeal)
        return
    left = [[unit.id, unit.name] for unit in units if unit.id not in view.appeal.accused]
    await start_triage(manager, appeal, Triage.choose, found=left)


def _refused(person: Person, view: View, units: list[Unit]) -> str:
    """Why none of the units can be given the appeal; "" if one can."""
    number = view.appeal.number
    if not may(person, access.ASSIGN, access.protected(view.appeal, view.progress)):
        return say("{number} 是保密诉求，由区纪委监委办理，营商办不交办。", number=number)
    if units and all(unit.id in view.appeal.accused for unit in units):
        return say("{number} 反映的就是{unit}，不能交给它办。请选别的单位：", number=number, unit=units[0].name)
    return ""
