"""`qinqing route --evaluate` and `--forget`: what routing learned from the office's assignments, and undoing it."""

import argparse
import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

from appeals import learning_service
from bot.commands.report_errors import CommandFailed, load_config, open_database, report_errors
from bot.config.model import Config
from directory import service as directory
from directory.evaluation import Accuracy, EvaluationBucket, PastAppeal, evaluate_in_order
from directory.model import Directory

MAX_LINES = 8
MIN_APPEALS_PER_LINE = 10


@report_errors
def evaluate(args: argparse.Namespace) -> int:
    current, appeals = asyncio.run(_past(load_config(args)))
    if not appeals:
        raise CommandFailed("还没有可以评估的诉求：要有营商办交办过、不保密、也不是投诉单位的诉求。")
    bucket_size = max(MIN_APPEALS_PER_LINE, -(-len(appeals) // MAX_LINES))
    for line in _table(list(evaluate_in_order(current, appeals, bucket_size))):
        print(line)
    return 0


@report_errors
def forget(args: argparse.Namespace) -> int:
    if not asyncio.run(_forget(load_config(args), args.forget)):
        raise CommandFailed(f"{args.forget}：没有从这件诉求学到过什么。编号应形如 SQ-2026-00012。")
    print(f"✓ 已撤销从 {args.forget} 学到的内容，之后的推荐不再受它影响")
    return 0


async def _past(config: Config) -> tuple[Directory, list[PastAppeal]]:
    async with open_database(config) as db, db.reading() as session:
        current = await directory.load(session)
        return current, [one for one in await learning_service.past(session) if one.unit in current.by_id]


async def _forget(config: Config, number: str) -> bool:
    async with open_database(config) as db, db.transaction() as session:
        return await learning_service.forget(session, number.strip(), datetime.now(UTC))


def _table(buckets: list[EvaluationBucket]) -> Iterator[str]:
    yield "按受理先后，每件先推荐、再学习："
    done = 0
    for one in buckets:
        first, done = done + 1, done + one.rules.appeals
        yield f"第 {first} 至 {done} 件：只凭规则 {_words(one.rules)}；加上学到的 {_words(one.taught)}"
    yield f"合计 {done} 件：只凭规则 {_words(_sum(buckets, 'rules'))}；加上学到的 {_words(_sum(buckets, 'taught'))}"


def _words(one: Accuracy) -> str:
    return f"首选对 {one.first:.0%}、前三有 {one.among:.0%}"


def _sum(buckets: list[EvaluationBucket], which: str) -> Accuracy:
    shares: list[Accuracy] = [getattr(one, which) for one in buckets]
    count = sum(one.appeals for one in shares)
    return Accuracy(
        count,
        sum(one.first * one.appeals for one in shares) / count,
        sum(one.among * one.appeals for one in shares) / count,
    )
