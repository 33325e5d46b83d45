"""`qinqing route`: which unit should handle an appeal with this text, why, and how certain that is."""

import argparse
from pathlib import Path

from bot.commands.asking import Answer, Question, add_common_arguments, answer_all, at_least, refuse, terminal
from directory.model import Directory
from directory.route import Candidate, route
from directory.words import in_words

DECISIONS = {
    "assign": "建议直接交办第一个单位。",
    "ask": "建议请企业在前几个单位中选一个。",
    "office": "建议交营商办判断。",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "看一段诉求该由哪个单位负责，并说明理由和把握。"
    parser.add_argument("text", nargs="?", metavar="TEXT", help="诉求原文，如 排污许可证一直办不下来")
    add_common_arguments(parser, "text")
    parser.add_argument("--evaluate", action="store_true", help="用数据库里交办过的诉求，看看推荐会做得怎样")
    parser.add_argument("--forget", metavar="编号", help="撤销从一件诉求（如 SQ-2026-00012）学到的内容")
    parser.add_argument("--config", type=Path, metavar="FILE", help="配置文件，只用于 --evaluate 和 --forget")


def main(args: argparse.Namespace) -> int:
    if args.evaluate or args.forget is not None:
        return _of_lessons(args)
    return answer_all(args, "text", _answer, _show)


def _of_lessons(args: argparse.Namespace) -> int:
    if args.text is not None or args.batch is not None or (args.evaluate and args.forget is not None):
        return refuse("--evaluate 和 --forget 单独使用，不和诉求原文、--batch 或彼此一起写")
    from bot.commands import lessons  # imports the database, which a single question does not need

    return lessons.evaluate(args) if args.evaluate else lessons.forget(args)


def _answer(directory: Directory, question: Question) -> Answer:
    found = route(directory, question["text"])
    return {
        "ranked": at_least(directory, [one.unit.name for one in found.ranked]),
        "decision": found.decision,
        "township": found.township,
        "withheld": list(found.withheld),
        "confidential": found.confidential,
        "candidates": [_candidate(one) for one in found.ranked],
    }


def _candidate(one: Candidate) -> Answer:
    reasons = [terminal(in_words(reason)) for reason in one.reasons]
    return {"unit": one.unit.name, "probability": one.probability, "reasons": reasons}


def _show(answer: Answer) -> str:
    likely = [one for one in answer["candidates"] if one["reasons"]]
    lines = [f"{one['unit']}  {one['probability']:.0%}  {'；'.join(one['reasons'])}" for one in likely]
    if not likely:
        lines.append("看不出该由哪个单位负责。")
    lines.append(DECISIONS[answer["decision"]])
    if answer["township"]:
        lines.append(f"所在乡镇街道：{answer['township']}")
    if answer["withheld"]:
        lines.append(f"被投诉而应回避：{'、'.join(answer['withheld'])}")
    if answer["confidential"]:
        lines.append("涉及廉政问题：请先问企业是“保密交纪委”还是“照常办理”。")
    return "\n".join(lines)
