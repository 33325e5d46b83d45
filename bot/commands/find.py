"""`qinqing find`: search the directory by name, abbreviation, duty, person or telephone."""

import argparse

from bot.commands.asking import Answer, add_common_arguments, answer_all, at_least, terminal
from directory.match import Match, decide, find, worth_showing
from directory.model import Directory
from directory.words import in_words

MAX_RESULTS = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "在单位名录里查找：单位名称、简称、职责、人名、电话中的几位都可以。"
    parser.add_argument("query", nargs="?", metavar="QUERY", help="要找的内容，如 市监局、办营业执照、张示例")
    parser.add_argument(
        "--top", type=_top, default=5, metavar="N", help=f"最多列出几个结果，1 到 {MAX_RESULTS}，默认 5"
    )
    add_common_arguments(parser, "query")


def main(args: argparse.Namespace) -> int:
    return answer_all(args, "query", lambda directory, question: _answer(directory, question["query"], args.top), _show)


def _top(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MAX_RESULTS:
        raise argparse.ArgumentTypeError(f"应为 1 到 {MAX_RESULTS} 的整数")
    return int(text)


def _answer(directory: Directory, query: str, top: int) -> Answer:
    found = find(directory, query, max(top, 5))
    decision = decide(found)
    return {
        "ranked": at_least(directory, [match.name for match in found]),
        "decision": decision,
        "withheld": [],
        "confidential": False,
        "matches": [_match(match) for match in found[:top]],
        "near": len(worth_showing(found[:top])),
    }


def _match(match: Match) -> Answer:
    who = match.person or match.unit
    return {
        "name": match.name,
        "unit": match.unit.name,
        "kind": "person" if match.person else "unit",
        "phone": who.phone,
        "score": match.score,
        "why": terminal(in_words(match.why)),
    }


def _show(answer: Answer) -> str:
    if answer["decision"] == "none":
        return f"没有找到“{answer['query']}”。换个说法试试：单位简称、要办的事、人名或电话里的几位数字。"
    head = ["不太确定，可能是："] if answer["decision"] == "ask" else []
    near = answer["matches"][: answer["near"]]
    shown = near[:1] if answer["decision"] == "answer" else near
    rest = near[len(shown) :]
    tail = ["其他相近的：" + "、".join(one["name"] for one in rest)] if rest else []
    return "\n".join([*head, *(_line(one) for one in shown), *tail])


def _line(one: Answer) -> str:
    name = one["name"] if one["kind"] == "unit" else f"{one['name']}（{one['unit']}）"
    return "  ".join(part for part in (name, one["phone"], f"{one['why']}（{one['score']:.2f}）") if part)
