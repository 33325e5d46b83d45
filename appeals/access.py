"""Access rules for appeals: which role may do which operation, and the fields of an appeal that the rules check."""

from dataclasses import dataclass

from appeals.model import Appeal
from appeals.progress import Progress
from people.access import Operation, Protected, Scope, may
from people.model import Person, Role
from texts.refused import Refused
from texts.speech import say

_ANY = frozenset({Scope.ANY})
_OWN = frozenset({Scope.OWN})
_UNIT = frozenset({Scope.ASSIGNED, Scope.UNIT})
_ASSIGNED = frozenset({Scope.ASSIGNED})
_OPEN = frozenset({Scope.OPEN})
_CONFIDENTIAL = frozenset({Scope.CONFIDENTIAL})

_FILERS = {Role.ENTREPRENEUR: _OWN}
_HANDLERS = {Role.HANDLER: _UNIT, Role.CHIEF: _UNIT, Role.LEADER: _ASSIGNED}
_COMMISSION = {Role.DISCIPLINE: _CONFIDENTIAL}  # handles confidential appeals
_OFFICE = {Role.OFFICE: _OPEN}

FILE_APPEAL = Operation("file_appeal", "file an appeal 提交诉求", {Role.ENTREPRENEUR: _ANY})
SEE_APPEAL = Operation(
    "see_appeal",
    "see the appeal 查看诉求",
    _FILERS | _HANDLERS | _OFFICE | {Role.DISCIPLINE: _OPEN | _CONFIDENTIAL},
)
SEE_CLOCK = Operation(
    "see_clock",
    "see its number and clock 查看编号和时限",
    _FILERS | _HANDLERS | {Role.OFFICE: _OPEN | _CONFIDENTIAL, Role.DISCIPLINE: _OPEN | _CONFIDENTIAL},
)
SEE_CONTACT_DETAILS = Operation(
    "see_contact_details", "see name, telephone, hours 查看联系方式", _FILERS | _HANDLERS | _OFFICE | _COMMISSION
)
ADD_TO_APPEAL = Operation("add_to_appeal", "add to it 补充", _FILERS)
CONFIRM_CONTACT = Operation("confirm_contact", "say whether somebody made contact 确认对接", _FILERS)
WITHDRAW = Operation("withdraw", "withdraw it 撤回", _FILERS)
CONFIRM = Operation("confirm", "confirm it is solved, or not 确认", _FILERS)
RATE = Operation("rate", "rate it 评价", _FILERS)
SEE_UNASSIGNED = Operation("see_unassigned", "open the list of what waits to be assigned 交办台", {Role.OFFICE: _ANY})
ASSIGN = Operation(
    "assign",
    "assign it to a unit 交办",
    _OFFICE | {Role.DISCIPLINE: _CONFIDENTIAL | {Scope.AGAINST_UNIT}},
)
MERGE = Operation("merge", "merge it with another 并案", _OFFICE)
SEE_TASKS = Operation(
    "see_tasks",
    "open one's tasks 待办",
    dict.fromkeys((Role.HANDLER, Role.CHIEF, Role.DISCIPLINE, Role.LEADER), _ANY),
)
HAND_OVER = Operation(
    "hand_over", "hand it over inside the unit 单位内转办", {Role.CHIEF: frozenset({Scope.UNIT})} | _COMMISSION
)
CONTACT = Operation("contact", "record the contact 对接", _HANDLERS | _COMMISSION)
GIVE_PATH = Operation("give_path", "give the path 反馈解决路径", _HANDLERS | _COMMISSION)
RESOLVE = Operation("resolve", "resolve it 办结", _HANDLERS | _COMMISSION)
MESSAGE = Operation("message", "send the enterprise a message 给企业留言", _HANDLERS | _COMMISSION)
RETURN = Operation("return", "return it to the office 退回", _HANDLERS)
PAUSE = Operation("pause", "pause and resume the clock 暂停计时", _HANDLERS | _COMMISSION)
ASK_EXTENSION = Operation("ask_extension", "ask for an extension 申请延期", _HANDLERS)
EXTEND = Operation("extend", "grant an extension 批准延期", _OFFICE | _COMMISSION)
CONCLUDE = Operation(
    "conclude",
    "answer what stayed unsolved, and close it 答复并结案",
    _OFFICE | {Role.DISCIPLINE: _CONFIDENTIAL | {Scope.AGAINST_UNIT}, Role.LEADER: _ASSIGNED},
)
SUPERVISE = Operation("supervise", "supervise it 督办", _OFFICE | {Role.DISCIPLINE: _OPEN | _CONFIDENTIAL})


@dataclass(frozen=True, slots=True)
class ProtectedAppeal:
    """The fields of an appeal that the access rules check."""

    filer: int | None
    unit: int | None
    handler: int | None
    accused: frozenset[int]
    confidential: bool


def protected(appeal: Appeal, state: Progress) -> ProtectedAppeal:
    return ProtectedAppeal(appeal.filer, state.unit, state.handler, frozenset(appeal.accused), appeal.confidential)


def require(person: Person, operation: Operation, appeal: Protected) -> None:
    if not may(person, operation, appeal):
        raise not_found()


class AppealNotFound(Refused):
    """The appeal does not exist, or is not the person's business."""


def not_found() -> AppealNotFound:
    """The same refusal for an unknown number, so that nobody can find out whether an appeal exists."""
    return AppealNotFound(say("没有找到这件诉求，或者它不由您办理。请核对编号，有疑问请联系营商办。"))
