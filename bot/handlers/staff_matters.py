"""What posts say of their work and cannot record so: a call nobody took, another unit, a mistake, another day; and who
handles what."""

import re
from collections.abc import Awaitable, Callable

from aiogram_dialog import DialogManager

from appeals import access
from bot.dialogs.appeals import found
from bot.dialogs.appeals.states import Tasks, start_tasks
from bot.dialogs.context import answer, context, office
from bot.dialogs.situation import shown
from people.access import may
from texts.folding import as_written, folded
from texts.speech import say

Act = Callable[[DialogManager, str], Awaitable[bool]]

MAX_CHARS = 60  # a longer text tells more than this
TO_ENTERPRISE = re.compile("您|贵(?:公司|司|厂|店|单位)|请(?:企业|补|带|来|于|准备|到|把(?![这那它此该]))")
REPORTS = re.compile("^(?:已|材料|路径|方案|结果)")  # of a step, unless nobody was reached
NOT_REACHED = re.compile("没(?:有)?人?接|打不通|不接电话|关机|停机|无人接听|(?:联系不|没联系)上|空号")
NOT_OURS = re.compile(
    "(?:不归|不是|不属于)我们?(?:单位|局|这|科|股|所)?(?:管|的|职责|$|[,，。 ])|"
    "我们?(?:单位|局|这里?)?(?:不管|管不了|办不了)|"
    "这(?:件|个|事).{0,3}不归.{1,8}管|(?:要|想|请)?(?:转给|转到|退回)|"
    "(?:派|交|分)错了|not ours?\\b|wrong unit|(?:send|give) (?:it )?back"
)
MISWRITTEN = re.compile(
    "^(?:刚才|刚刚|上面|前面|上次|那句|那[个条]|我|的|给企业|[,， ])*(?:写|登记|记|填|发|打|说|走|弄|搞|看)错|"
    "^(?:i )?(?:wrote|recorded|typed) .{0,12}wrong"
)
OTHER_DAY = re.compile(
    "(?:改|换|变|调|推迟|延|延后|提前)(?:一下|个|下)?.{0,4}(?:预计|办结|完成)?.{0,2}(?:时间|日期|日子)|"
    "(?:提前|推迟|延迟|延后|延|改|拖)到.{0,4}(?:[0-9一二三四五六七八九十]+[月号日]|明|后天|下[个周月]|月底|年底)|"
    "(?:change|move|postpone).{0,12}(?:date|day|deadline)"
)
WHOSE = re.compile(
    "(?P<which>.{2,14}?)(?:的|那|这)(?:个|件)?(?:事|诉求|件|案子|单子)?(?:现在)?(?:是|由|归)?"
    "(?:谁|哪个?(?:单位|局|部门|人|专员)?|哪位)(?:在|来)?(?:办|管|负责|处理|跟)(?:的|呢|啊|着)?[?？]?"
)
NUMBERED = re.compile(  # "谁在管00001", "保密的那件 00005"
    "(?:谁|哪个?(?:单位|局|部门|专员)?)(?:在|来)?(?:办|管|负责|处理|跟)(?:着|的|是)?[ :：]*"
    "0*(?P<nth>[0-9]{1,5})(?:号|件|的|那)*[?？]?|"
    "(?:帮我|请|看|查|找|打开|调|一?下|保密|撤回|超期|急件?|的|那|这|个|件|诉求|[,， ])+"
    "0*(?P<number>[0-9]{1,5})(?:号|件|的|那)*"
)
FIND = re.compile(
    "(?:帮我|请|我要|我想|麻烦|给我)*(?:找|查|搜|看)(?:一?下|找|看|出|个|那)*(?P<which>[^?？]{2,14}?)(?:的|那)(?:个|件|家|些|几件)?(?:诉求|案子|单子|事)?"
)
NEW_TASKS = re.compile(
    "^(?:现在|今天|我)?(?:还)?有(?:没有)?我的?(?:事|活|件|任务|待办|诉求)(?:吗|没有?|么|不|[?？])*$|"
    "^(?:我)?(?:今天|现在|手上|手里|还|都|我)*有(?:几件|哪些|哪几件|多少|什么|啥)(?:要办|该办|待办|没办)?(?:的|活|事|件|诉求|任务)+(?:[?？])*$|"
    "^(?:在办|待办|没办|未办|超期|逾期|快到期|手上)(?:的|件|诉求|事项)*(?:有?(?:几|哪|多少)(?:件|些|个)?)?[?？]*$|"
    "^(?:今天|现在)?(?:还)?有(?:没有|啥|什么)?新(?:的)?(?:活|件|任务|单子|诉求|案子)(?:吗|没|么|来|[?？])*$"
)
HOW_TO_REASSIGN = re.compile("(?:怎么|咋|如何|在哪).{0,3}(?:改|换|重新)(?:派|交|分)?.{0,6}(?:单位|部门|给|到)")


async def done(manager: DialogManager, text: str) -> bool:
    """Whether the text, of somebody with a post, is one of these, and done."""
    said = folded(text, MAX_CHARS + 1)
    if not context(manager).person.posts or len(said) > MAX_CHARS or TO_ENTERPRISE.search(said):
        return False
    if REPORTS.search(said) and not NOT_REACHED.search(said):
        return False
    act = next((act for words, act in ACTS if words.search(said)), None)
    return act is not None and await act(manager, text)


async def _not_reached(manager: DialogManager, _: str) -> bool:
    """A call that nobody took is no contact: nothing is recorded."""
    told = say("没联系上的先不登记，请换个时间再打。号码不对的话，请找{office}核对：{phone}。", **office(manager))
    return await _told_at_task(manager, told)


async def _not_ours(manager: DialogManager, _: str) -> bool:
    """Another unit is for the office to choose."""
    if may(context(manager).person, access.SEE_UNASSIGNED):
        return False
    told = say("换承办单位由{office}来办，请打 {phone} 说明该归哪里。改派之前，这件的时限照旧。", **office(manager))
    return await _told_at_task(manager, told)


async def _miswritten(manager: DialogManager, text: str) -> bool:
    """What is recorded stays, as the enterprise has read it."""
    told = say("登记过的改不了，企业已经看到了。把更正发给企业，再在下一步里写上。")
    return await _told_at_task(manager, told, said=text)


async def _other_day(manager: DialogManager, _: str) -> bool:
    """A day that was announced is not changed here, and nothing is done yet."""
    told = say("预计的日子登记后改不了，这句话没有登记。请打电话告诉企业；真正办好了，再点「办结」。")
    return await _told_at_task(manager, told)


async def _whose(manager: DialogManager, text: str) -> bool:
    """The appeal shows who handles it."""
    asked = WHOSE.fullmatch(folded(text, MAX_CHARS).strip())
    return asked is not None and await found.show_if_any(manager, as_written(text, asked["which"]))


async def _numbered(manager: DialogManager, text: str) -> bool:
    """The appeal that is asked for by its number, among other words."""
    asked = NUMBERED.fullmatch(folded(text, MAX_CHARS).strip())
    number = (asked["nth"] or asked["number"]) if asked else ""
    return bool(number) and await found.show_if_any(manager, f"{int(number):05d}")


async def _find(manager: DialogManager, text: str) -> bool:
    asked = FIND.fullmatch(folded(text, MAX_CHARS).strip(" 。.!！"))
    return asked is not None and await found.show_if_any(manager, as_written(text, asked["which"]))


async def _how_to_reassign(manager: DialogManager, _: str) -> bool:
    if not may(context(manager).person, access.SEE_UNASSIGNED):
        return False
    await answer(manager, say("打开那件诉求，点「选其他单位」；或者直接写编号和单位，比如「00005 给工信局」。"))
    return True


async def _told_at_task(manager: DialogManager, told: str, said: str = "") -> bool:
    """``said``: what the specialist may want to send to the enterprise."""
    if not may(context(manager).person, access.SEE_TASKS):
        return False
    await answer(manager, told)
    appeal = shown(manager)
    await start_tasks(manager, appeal, Tasks.offer_message if appeal and said else None, said=said)
    return True


async def _new_tasks(manager: DialogManager, _: str) -> bool:
    if not may(context(manager).person, access.SEE_TASKS):
        return False
    await start_tasks(manager)
    return True


ACTS: tuple[tuple[re.Pattern[str], Act], ...] = (
    (NOT_REACHED, _not_reached),
    (NOT_OURS, _not_ours),
    (MISWRITTEN, _miswritten),
    (OTHER_DAY, _other_day),
    (NEW_TASKS, _new_tasks),
    (NUMBERED, _numbered),
    (WHOSE, _whose),
    (FIND, _find),
    (HOW_TO_REASSIGN, _how_to_reassign),
)
