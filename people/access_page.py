"""The table of who may do what as a page to read: ``python -m people.access_page > docs/access.md``."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from people.access import Operation, Scope
from people.model import Role

ROOT = Path(__file__).parents[1]

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

Made by `python -m people.access_page > docs/access.md` from the tables that the code obeys: the rules in
`people/access.py`, and the operations of each subject in its own `access.py`. A test says when page and code differ.
Every read and every message passes them.

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


def operations() -> Iterator[Operation]:
    """The operations of all subjects, in the order of their packages and then of their definition."""
    for file in sorted(ROOT.glob("*/access.py")):
        module = import_module(f"{file.parent.name}.access")
        yield from (value for value in vars(module).values() if isinstance(value, Operation))


def page() -> str:
    head = ["", *ROLES.values()]
    rows = [[one.words, *(_cell(role, one) for role in ROLES)] for one in operations()]
    return OPENING + "\n".join(map(_line, [head, ["---"] * len(head), *rows])) + "\n"


def _cell(role: Role, operation: Operation) -> str:
    return ", ".join(words for scope, words in SCOPES.items() if scope in operation.reach(role))


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    print(page(), end="")
