"""`qinqing understand`: what a text means in its context, and the words that say so."""

import argparse
import json
from pathlib import Path

from bot.commands.asking import Answer, Question, add_common_arguments, answer_all, json_object, refuse
from directory.model import Directory
from understanding.context_json import context_of
from understanding.meaning import understand
from understanding.model import Kind

KINDS = {
    Kind.ANSWER: "回答刚才的问题",
    Kind.SUPPLEMENT: "补充一件诉求",
    Kind.NO_CONTACT: "没有人联系企业",
    Kind.UNCLEAR: "没看懂解决路径",
    Kind.NOT_SOLVED: "没有解决",
    Kind.SOLVED: "解决了",
    Kind.WITHDRAW: "撤回",
    Kind.PROGRESS: "问进度",
    Kind.MESSAGE: "给对方带话",
    Kind.ACT: "专员登记一步",
    Kind.LOOKUP: "查一件诉求、一家企业或一个人",
    Kind.WISH: "要用一项功能",
    Kind.CONTACT_OF: "要电话或地址",
    Kind.HUMAN: "找人工",
    Kind.QUESTION: "问怎么办理",
    Kind.THANKS: "致谢或问候",
    Kind.NEW: "一件新的诉求",
    Kind.SEVERAL: "几件新的诉求",
    Kind.NOTHING: "广告、乱码或与这里无关",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "看一句话在当时的情境里是什么意思，凭哪些字，有多大把握。"
    parser.add_argument("text", nargs="?", metavar="TEXT", help="一句话，如 没人联系我")
    add_common_arguments(parser, "text")
    parser.add_argument("--context", type=Path, metavar="FILE", help="情境，一个 JSON 对象；不写则什么都不知道")


def main(args: argparse.Namespace) -> int:
    if args.context is None:
        return answer_all(args, "text", _answer, _show)
    if args.batch is not None:
        return refuse("--context 和 --batch 不能一起写：成批时每行自带 context")
    try:
        given = json_object(args.context.read_bytes())
    except OSError:
        return refuse(f"{args.context}：无法读取，请检查文件是否存在、是否有读取权限")
    if isinstance(given, str):
        return refuse(f"{args.context}：{given}")
    return answer_all(args, "text", _answer, _show, {"context": given})


def _answer(directory: Directory, question: Question) -> Answer:
    context = question.get("context")
    if context is not None and not isinstance(context, dict):
        return {"error": "「context」应为一个 JSON 对象（用花括号括起来）"}
    meaning = understand(question["text"], context_of(context or {}), directory)
    return {**meaning.to_json(), "why": list(meaning.why)}


def _show(answer: Answer) -> str:
    lines = [f"{KINDS[Kind(answer['kind'])]}  {answer['sure']:.0%}"]
    if answer["appeal"]:
        lines.append(f"诉求：{answer['appeal']}")
    if answer["value"] is not None:
        lines.append(f"内容：{json.dumps(answer['value'], ensure_ascii=False)}")
    lines += [f"第 {number} 件：{matter}" for number, matter in enumerate(answer["matters"], 1)]
    if answer["why"]:
        lines.append(f"凭：{'、'.join(answer['why'])}")
    if answer["ask"]:
        lines.append("拿不准：先问一句，再办。")
    return "\n".join(lines)
