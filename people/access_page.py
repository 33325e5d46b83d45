"""The table of who may do what as a page to read: ``python -m people.access_page > docs/access.md``."""

from people.access import MAY, Operation, Scope
from people.model import Role

ROLES = {
    Role.ENTREPRENEUR: "entrepreneur 企业用户",
    Role.HANDLER: "handling specialist 具办专员",
    Role.CHIEF: "chief specialist 首席专员",
    Role.DESK: "desk of a talk unit 会谈专员",
    Role.OFFICE: "office staff 营商办",
    Role.DISCIPLINE: "discipline commission 纪委监委",
    Role.LEADER: "leader 领导",
    Role.ADMIN: "administrator 管理员",
}

OPERATIONS = {
    Operation.FILE_APPEAL: "file an appeal 提交诉求",
    Operation.SEARCH_DIRECTORY: "search the directory 找单位",
    Operation.SEE_APPEAL: "see the appeal 查看诉求",
    Operation.SEE_CLOCK: "see its number and clock 查看编号和时限",
    Operation.SEE_CONTACT_DETAILS: "see name, telephone, hours 查看联系方式",
    Operation.ADD_TO_APPEAL: "add to it 补充",
    Operation.WITHDRAW: "withdraw it 撤回",
    Operation.CONFIRM: "confirm it is solved, or not 确认",
    Operation.RATE: "rate it 评价",
    Operation.SEE_UNASSIGNED: "open the list of what waits to be assigned 交办台",
    Operation.ASSIGN: "assign it to a unit 交办",
    Operation.MERGE: "merge it with another 并案",
    Operation.SEE_TASKS: "open one's tasks 待办",
    Operation.HAND_OVER: "hand it over inside the unit 单位内转办",
    Operation.CONTACT: "record the contact 对接",
    Operation.GIVE_PATH: "give the path 反馈解决路径",
    Operation.RESOLVE: "resolve it 办结",
    Operation.RETURN: "return it to the office 退回",
    Operation.PAUSE: "pause and resume the clock 暂停计时",
    Operation.ASK_EXTENSION: "ask for an extension 申请延期",
    Operation.EXTEND: "grant an extension 批准延期",
    Operation.SUPERVISE: "supervise it 督办",
    Operation.INVITE: "make an invitation code 发邀请码",
    Operation.SEE_AUDIT: "read the audit trail 操作记录",
}

SCOPES = {
    Scope.ANY: "yes",
    Scope.OWN: "own",
    Scope.ASSIGNED: "assigned",
    Scope.UNIT: "unit",
    Scope.OPEN: "open",
    Scope.CONFIDENTIAL: "confidential",
    Scope.AGAINST_UNIT: "against a unit",
}

OPENING = """\
# Who may do what

Made by `python -m people.access_page > docs/access.md` from the table that the code obeys (`people/access.py`); a test
says when the two differ. Every read and every message passes it.

## Above the table

1. Whoever filed an appeal always sees it and may do with it what the entrepreneur's column says.
2. People of a unit that an appeal complains about neither see nor handle it, whatever their role.
3. A confidential appeal belongs to its filer and to the discipline commission; one against the commission to the
   leader it was given to. The office sees its number
   and clock, nothing else. Nobody else learns that it exists: the refusal reads like that for a number nobody has.
4. An empty cell is a refusal. A person holds the permissions of all posts, and every person is an entrepreneur as well.

The product keeps administrators out of confidential appeals; whoever owns the server and its database file can still
read them (see [operations](operations.md)).

## The table

*yes*: every one, or no single appeal is concerned. *own*: filed by the person. *assigned*: the person holds the post
that handles it. *unit*: led by the unit of the person's post. *open*: not confidential. *confidential*: confidential.
*against a unit*: complains about a unit, so that an accused office does not assign its own.

"""


def page() -> str:
    head = ["", *ROLES.values()]
    rows = [[words, *(_cell(role, operation) for role in ROLES)] for operation, words in OPERATIONS.items()]
    return OPENING + "\n".join(map(_line, [head, ["---"] * len(head), *rows])) + "\n"


def _cell(role: Role, operation: Operation) -> str:
    scopes = MAY[role].get(operation, frozenset())
    return ", ".join(words for scope, words in SCOPES.items() if scope in scopes)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    print(page(), end="")
