"""How many character pairs a text shares with what each unit does: for needs described in other words."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import sqrt

import numpy as np

# Words that occur in every letter say nothing about its matter.
OF_LETTERS = re.compile(
    "反映|投诉|举报|咨询|建议|请求|希望|要求|呼吁|关于|问题|解决|尽快|尽早|及时|有关|相关|部门|领导|请问|您好|你好|谢谢|情况|事宜|能否|是否|"
    "什么|怎么|如何|我们|他们|你们|自己|现在|一直|没有|知道|已经|可以|应该|但是|因为|所以|如果|还是|这个|那个|多次|再次|强烈|政府|市长|"
    "区长|县长|百姓|群众|市民|居民|麻烦|处理|帮忙|帮助|协调|给予|答复|回复|到底|为何|这样|这种|就是|不是|还有|以及|或者|之前|之后|目前|"
    "今年|去年|明年|时候|时间|地方|东西|事情|办法|严重|影响|非常|特别|一个|几个|一下"
)
TYPICAL_UNIT_COUNT = 40  # units in a district
DAMPING_COUNT = 10


class Similarity:
    def __init__(self, normalised: Mapping[str, Iterable[str]]) -> None:
        self._names = list(normalised)
        pairs = [{pair for text in own for pair in _pairs(text)} for own in normalised.values()]
        self._rows = {pair: row for row, pair in enumerate(sorted(set().union(*pairs)))}
        weights = np.zeros((len(self._rows), len(pairs)), np.float32)
        for column, own in enumerate(pairs):
            weights[[self._rows[pair] for pair in own], column] = 1.0
        spread = weights.sum(axis=1, keepdims=True)
        sizes = np.array([sqrt(DAMPING_COUNT + len(own)) for own in pairs], np.float32)
        self._weights = weights * np.log(1 + TYPICAL_UNIT_COUNT / np.maximum(spread, 1)) / sizes

    def of(self, text: str) -> dict[str, float]:
        """Similarity by unit name; units with nothing in common are left out."""
        rows = [self._rows[pair] for pair in _pairs(OF_LETTERS.sub(" ", text)) if pair in self._rows]
        sums = self._weights[rows].sum(axis=0)
        return {self._names[column]: float(sums[column]) for column in np.flatnonzero(sums)}


def _pairs(text: str) -> set[str]:
    return {one + other for one, other in pairwise(text) if one != " " and other != " "}
