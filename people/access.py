"""Who may do what with an appeal: the rules that stand above all, and one table; docs/access.md is made from it."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Protocol

from people.model import Person, Role
from texts.refused import Refused
from texts.speech import say


class Operation(StrEnum):
    FILE_APPEAL = "file_appeal"  # 提交诉求
    SEARCH_DIRECTORY = "search_directory"  # 找单位
    SEE_APPEAL = "see_appeal"  # 查看诉求
    SEE_CLOCK = "see_clock"  # 只看编号和时限
    SEE_CONTACT_DETAILS = "see_contact_details"  # 查看联系方式
    ADD_TO_APPEAL = "add_to_appeal"  # 补充
    WITHDRAW = "withdraw"  # 撤回
    CONFIRM = "confirm"  # 确认是否解决
    RATE = "rate"  # 评价
    SEE_UNASSIGNED = "see_unassigned"  # 打开交办台
    ASSIGN = "assign"  # 交办
    MERGE = "merge"  # 并案
    SEE_TASKS = "see_tasks"  # 打开待办
    HAND_OVER = "hand_over"  # 单位内转办
    CONTACT = "contact"  # 对接
    GIVE_PATH = "give_path"  # 反馈解决路径
    RESOLVE = "resolve"  # 办结
    RETURN = "return"  # 退回
    PAUSE = "pause"  # 暂停与恢复计时
    ASK_EXTENSION = "ask_extension"  # 申请延期
    EXTEND = "extend"  # 批准延期
    SUPERVISE = "supervise"  # 督办
    INVITE = "invite"  # 发邀请码
    SEE_AUDIT = "see_audit"  # 查看操作记录


class Scope(StrEnum):
    """Which appeals a permission reaches."""

    ANY = "any"  # every one; also what concerns no single appeal
    OWN = "own"  # filed by the person
    ASSIGNED = "assigned"  # the person holds the post that handles it
    UNIT = "unit"  # led by the unit of the post that gives the role
    OPEN = "open"  # not confidential
    CONFIDENTIAL = "confidential"  # confidential
    AGAINST_UNIT = "against_unit"  # complains about a unit: an accused office cannot assign its own


class Guarded(Protocol):
    """What is asked of an appeal before anybody sees or touches it."""

    @property
    def filer(self) -> int | None: ...
    @property
    def unit(self) -> int | None: ...  # the lead unit
    @property
    def handler(self) -> int | None: ...  # the post of the handling specialist
    @property
    def accused(self) -> frozenset[int]: ...  # the units it complains about
    @property
    def confidential(self) -> bool: ...


Permissions = dict[Operation, frozenset[Scope]]


def _permit(scopes: set[Scope], *operations: Operation) -> Permissions:
    return dict.fromkeys(operations, frozenset(scopes))


_FILERS = (
    Operation.SEE_APPEAL, Operation.SEE_CLOCK, Operation.SEE_CONTACT_DETAILS, Operation.ADD_TO_APPEAL,
    Operation.WITHDRAW, Operation.CONFIRM, Operation.RATE,
)  # fmt: skip
_HANDLERS = (
    Operation.SEE_APPEAL, Operation.SEE_CLOCK, Operation.SEE_CONTACT_DETAILS, Operation.CONTACT, Operation.GIVE_PATH,
    Operation.RESOLVE, Operation.RETURN, Operation.PAUSE, Operation.ASK_EXTENSION,
)  # fmt: skip

MAY: dict[Role, Permissions] = {
    Role.ENTREPRENEUR: _permit({Scope.ANY}, Operation.FILE_APPEAL, Operation.SEARCH_DIRECTORY)
    | _permit({Scope.OWN}, *_FILERS),
    Role.HANDLER: _permit({Scope.ANY}, Operation.SEE_TASKS) | _permit({Scope.ASSIGNED, Scope.UNIT}, *_HANDLERS),
    Role.CHIEF: _permit({Scope.ANY}, Operation.SEE_TASKS)
    | _permit({Scope.ASSIGNED, Scope.UNIT}, *_HANDLERS)
    | _permit({Scope.UNIT}, Operation.HAND_OVER),
    Role.DESK: {},
    Role.OFFICE: _permit({Scope.ANY}, Operation.SEE_UNASSIGNED, Operation.SEE_CLOCK, Operation.INVITE)
    | _permit(
        {Scope.OPEN}, Operation.SEE_APPEAL, Operation.SEE_CONTACT_DETAILS, Operation.ASSIGN, Operation.MERGE,
        Operation.EXTEND, Operation.SUPERVISE,
    ),
    Role.DISCIPLINE: _permit({Scope.ANY}, Operation.SEE_TASKS, Operation.SEE_CLOCK, Operation.SEE_AUDIT)
    | _permit({Scope.OPEN, Scope.CONFIDENTIAL}, Operation.SEE_APPEAL, Operation.SUPERVISE)
    | _permit({Scope.CONFIDENTIAL, Scope.AGAINST_UNIT}, Operation.ASSIGN)
    | _permit(
        {Scope.CONFIDENTIAL}, Operation.SEE_CONTACT_DETAILS, Operation.HAND_OVER, Operation.CONTACT,
        Operation.GIVE_PATH, Operation.RESOLVE, Operation.PAUSE, Operation.EXTEND,
    ),
    Role.LEADER: _permit({Scope.ANY}, Operation.SEE_TASKS) | _permit({Scope.ASSIGNED}, *_HANDLERS),
    Role.ADMIN: _permit({Scope.ANY}, Operation.INVITE),
}  # fmt: skip


def require(person: Person, operation: Operation, thing: Guarded | None = None) -> None:
    if may(person, operation, thing):
        return
    if thing is None:
        raise Refused(say("这一项不在您的办理范围内。如果您觉得应该能办，请联系营商办，我们来调整。"))
    # The same words as for a number that does not exist: whether it exists is not everybody's business.
    raise Refused(say("没有找到这件诉求，或者它不由您办理。请核对编号，有疑问请联系营商办。"))


def may(person: Person, operation: Operation, thing: Guarded | None = None) -> bool:
    """Whether ``person`` may do this to ``thing``; None where it concerns no single appeal."""
    if Scope.OWN in MAY[Role.ENTREPRENEUR].get(operation, ()) and thing is not None and thing.filer == person.id:
        return True  # above all else: whoever filed it sees what became of it
    if thing is not None and is_accused(person, thing):
        return False
    return any(
        not (thing is not None and thing.confidential and is_shut_out(role, operation, post, thing))
        and any(_reaches(scope, unit, post, thing) for scope in MAY[role].get(operation, ()))
        for role, unit, post in _standings(person)
    )


def is_accused(person: Person, thing: Guarded) -> bool:
    """People of an accused unit, in whatever role, neither see nor handle the appeal."""
    return any(post.unit in thing.accused for post in person.posts)


def is_shut_out(role: Role, operation: Operation, post: int | None, thing: Guarded) -> bool:
    """A confidential appeal is the discipline commission's alone, or the leader's to whom one against the commission
    was given; the office sees its number and clock."""
    leads = role is Role.DISCIPLINE or (role is Role.LEADER and post is not None and thing.handler == post)
    return not leads and not (role is Role.OFFICE and operation is Operation.SEE_CLOCK)


def _standings(person: Person) -> Iterator[tuple[Role, int | None, int | None]]:
    """Every role the person acts in, with the unit and the post that give it."""
    yield Role.ENTREPRENEUR, None, None
    for post in person.posts:
        yield post.role, post.unit, post.id


def _reaches(scope: Scope, unit: int | None, post: int | None, thing: Guarded | None) -> bool:
    if thing is None or scope is Scope.ANY:
        return scope is Scope.ANY
    match scope:
        case Scope.ASSIGNED:
            return post is not None and thing.handler == post
        case Scope.UNIT:
            return unit is not None and thing.unit == unit
        case Scope.OPEN:
            return not thing.confidential
        case Scope.CONFIDENTIAL:
            return thing.confidential
        case Scope.AGAINST_UNIT:
            return bool(thing.accused) and not thing.confidential
        case Scope.OWN:
            return False  # answered before anything else
