"""The `qinqing` command line. Each command's module is imported only when it is called, which keeps start-up short."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "run": "启动服务：网页聊天、Telegram（配了令牌时）、提醒和送达（加 --demo 先看演示）",
    "find": "在名录里找单位、专员：名称、简称、要办的事、电话都行",
    "route": "一段诉求该交给哪个单位，为什么，有多大把握",
    "understand": "一句话在当时的情境里是什么意思，凭哪些字",
    "deadlines": "某一时刻收到的诉求，四个时限各到哪一天，为什么",
    "directory": "检查或导入单位名录",
    "invite": "给一位工作人员发一次性邀请码，用来绑定聊天",
    "doctor": "体检：配置、数据库、名录、日历、Telegram，哪里不对、怎么改",
    "migrate": "把数据库升级到这个版本",
    "backup": "把数据库和附件完整地备份到一个文件，运行中也可以",
    "restore": "从备份文件恢复",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 something is wrong, 2 bad arguments or settings."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    chosen = next((word for word in given if not word.startswith("-")), "")
    parser = _parser(chosen if chosen in COMMANDS else "")
    args = parser.parse_args(given)
    if args.command is None:
        parser.print_help()
        return 2
    return int(import_module(f"bot.commands.{args.command}").main(args))


def _parser(chosen: str) -> argparse.ArgumentParser:
    """A parser that lists all commands; only the chosen one has its arguments."""
    parser = argparse.ArgumentParser(prog="qinqing", description="亲清：企业诉求服务机器人")
    commands = parser.add_subparsers(dest="command", metavar="命令", title="命令")
    for name, purpose in COMMANDS.items():
        one = commands.add_parser(name, help=purpose, description=purpose)
        if name == chosen:
            import_module(f"bot.commands.{name}").add_arguments(one)
    return parser


if __name__ == "__main__":
    sys.exit(main())
