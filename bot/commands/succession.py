"""What an import of the directory takes from whom, in words for the operator."""

from collections.abc import Iterable, Iterator

from appeals.succession_service import Passed, Succession
from people.model import Post
from people.words import ROLE_NAMES


def in_words(found: Succession) -> str:
    return "\n".join(_lines(found))


def _lines(found: Succession) -> Iterator[str]:
    by_post: dict[int | None, list[Passed]] = {}
    for one in found.passed:
        by_post.setdefault(one.left, []).append(one)
    if found.lost:
        yield "导入以后，这些人失去岗位，马上不能再查看和办理，也不再收到提醒："
    for post in found.lost:
        yield f"  {_described(post, found.units)}，{'绑定了聊天' if post.person else '没有绑定聊天'}"
        yield from _work(by_post.pop(post.id, []), found.units)
    if found.kept:
        yield "他们还担任这些岗位；网页上的登录一并失效，请重新发邀请码："
    for post in found.kept:
        yield f"  {_described(post, found.units)}"
    if by_post:
        yield "这些诉求的承办人或承办单位不在名录中，一并交接："
        yield from _work((one for some in by_post.values() for one in some), found.units)


def _work(passed: Iterable[Passed], units: dict[int, str]) -> Iterator[str]:
    for one in passed:
        yield f"      在办诉求 {one.number} → {_to(one, units)}"


def _to(one: Passed, units: dict[int, str]) -> str:
    if one.to is not None:
        return _described(one.to, units) + ("" if one.to.person else "，还没有绑定聊天")
    return "退回营商办，重新交办" if one.returned else "没有人可以接手，通知营商办"


def _described(post: Post, units: dict[int, str]) -> str:
    unit = units.get(post.unit, "") if post.unit is not None else ""
    return f"{post.name}（{' · '.join(part for part in (unit, ROLE_NAMES[post.role]) if part)}）"
