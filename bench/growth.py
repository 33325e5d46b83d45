"""Searching much larger directories of invented firms' names, beside RapidFuzz's WRatio."""

from random import Random
from statistics import median, quantiles
from time import perf_counter

from rapidfuzz import fuzz, process

from bench import corruptions as by
from bench.report import Promise, Report
from directory.keys import Key
from directory.match import Finder
from directory.model import Category, Unit
from directory.vocabulary import How, Saying

SIZES = (10_000, 100_000, 1_000_000)
MUST = {10_000: (1.0, 0.96), 100_000: (2.0, 0.92)}  # p99 in ms, share of queries with the right one among three
TIMES_FASTER = 100  # than WRatio, at 100,000 keys
QUERIES = 600
SIGNS = (
    "安邦宝昌诚创达德鼎东发丰福富光广海和恒宏华辉吉佳建金锦久凯康乐利联隆茂美明诺鹏启庆泉荣瑞润盛顺泰天通"
    "旺威维祥新信兴旭阳耀益银永友裕源远跃云泽正智中众卓"
)
_TRADES = "机械食品建材电子商贸纺织化工物流科技餐饮家具服装农业汽配医药包装印刷五金塑料环保"
TRADES = [_TRADES[place : place + 2] for place in range(0, len(_TRADES), 2)]
ENDINGS = ["有限公司", "厂", "有限责任公司", "经营部", "专业合作社", "股份有限公司"]
CORRUPTIONS = (
    by.same_sound,
    by.near_sound,
    by.missing,
    by.swapped,
    by.extra,
    by.look_alike,
    by.spelt,
    by.misspelt,
    by.mixed,
    by.initials,
)


def measure() -> Report:
    rows: list[tuple[str, ...]] = []
    promises: list[Promise] = []
    for size in SIZES:
        names = _names(size)
        start = perf_counter()
        finder = Finder([_key(name) for name in names], ())
        built = perf_counter() - start
        p50, p99, among = _asked(finder, names)
        slow = _wratio_milliseconds(names)
        rows.append(
            (
                f"{size:,}",
                f"{among:.3f}",
                f"{p50:.2f} ms",
                f"{p99:.2f} ms",
                f"{slow:,.0f} ms",
                f"{slow / p50:,.0f} ×",
                f"{built:.1f} s",
            )
        )
        if size in MUST:
            time, share = MUST[size]
            promises.append(Promise(f"search in {size:,} keys, p99", p99, "ms", time))
            promises.append(Promise(f"search in {size:,} keys: among three", among, "", share, at_least=True))
        if size == 100_000:
            promises.append(
                Promise("WRatio takes longer at 100,000 keys", slow / p50, "×", TIMES_FASTER, at_least=True)
            )
        del finder
    return Report(
        title="Searching larger directories",
        columns=("keys", "among three", "median", "p99", "WRatio, median", "takes", "built in"),
        rows=rows,
        promises=promises,
        notes=[f"{QUERIES} queries of {len(CORRUPTIONS)} kinds of corruption over invented firms' names, three runs."],
    )


def _names(count: int) -> list[str]:
    dice = Random(count)
    names: dict[str, None] = {}
    while len(names) < count:
        names["".join(dice.choices(SIGNS, k=4)) + dice.choice(TRADES) + dice.choice(ENDINGS)] = None
    return list(names)


def _key(name: str) -> Key:
    return Key(name, Unit(name, Category.OTHER), None, Saying(name, How.NAME))


def _asked(finder: Finder, names: list[str]) -> tuple[float, float, float]:
    """Median and p99 in milliseconds, and the share with the right one among three: each the median of three runs."""
    runs = [_run(finder, names, seed) for seed in range(3)]
    p50, p99, among = (median(figures) for figures in zip(*runs, strict=True))
    return p50, p99, among


def _run(finder: Finder, names: list[str], seed: int) -> tuple[float, float, float]:
    dice = Random(seed)
    times, good = [], 0
    for number in range(QUERIES):
        name = dice.choice(names)
        query = CORRUPTIONS[number % len(CORRUPTIONS)](name, dice)
        if query:
            start = perf_counter()
            found = finder.find(query, 3)
            times.append((perf_counter() - start) * 1000)
            good += name in [match.name for match in found]
    return median(times), quantiles(times, n=100)[98], good / len(times)


def _wratio_milliseconds(names: list[str]) -> float:
    """The median over one query per corruption, the same kinds as for our own search."""
    dice = Random(1)
    times = []
    for corruption in CORRUPTIONS:
        query = corruption(dice.choice(names), dice) or ""
        start = perf_counter()
        process.extract(query, names, scorer=fuzz.WRatio, limit=3)
        times.append((perf_counter() - start) * 1000)
    return median(times)
