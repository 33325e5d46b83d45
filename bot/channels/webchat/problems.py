"""Errors of web requests: a sentence for the person and a code for the page."""

from collections.abc import Callable
from typing import Any, Final

from bot.files import refusals
from bot.files.refusals import FileRefused
from texts.speech import say


class Problem(Exception):
    """``str(problem)`` is shown to the person; ``code`` tells the page how to react, ``wait`` after how many seconds
    it may ask again (0: waiting does not help)."""

    def __init__(self, status: int, code: str, sentence: str, wait: int = 0) -> None:
        super().__init__(sentence)
        self.status, self.code, self.wait = status, code, wait


def unreadable() -> Problem:
    return Problem(400, "unreadable", say("这条内容没能读懂，请刷新页面后再试一次。"))


def bad_id() -> Problem:
    return Problem(400, "bad_id", say("页面可能已经过时，请刷新后再试一次。"))


def empty() -> Problem:
    return Problem(400, "empty", say("还没有写内容，请输入您想说的话。"))


def too_long(limit: int) -> Problem:
    return Problem(
        400, "too_long", say("一次最多 {limit} 字，请分几次发送，或把材料作为文件发来。", limit=f"{limit:,}")
    )


def bad_code() -> Problem:
    return Problem(400, "bad_code", say("邀请链接不完整，请从收到的消息里重新打开。"))


def unknown_message() -> Problem:
    return Problem(404, "unknown_message", say("没有找到这条消息，请刷新页面后再试一次。"))


def unknown_file() -> Problem:
    return Problem(404, "unknown_file", say("没有找到这个文件，它可能不属于这段对话。"))


def not_found() -> Problem:
    return Problem(404, "not_found", say("没有找到这个页面，请从首页重新进入。"))


def signed_out(why: str = "") -> Problem:
    return Problem(401, "signed_out", why or say("这台设备已经退出，请刷新页面重新开始。"))


def stale_page() -> Problem:
    return Problem(403, "stale_page", say("页面打开得太久了，请刷新后再试一次。"))


def foreign_origin() -> Problem:
    return Problem(403, "foreign_origin", say("请求来自别的网站，为了您的安全没有处理。请从聊天页面操作。"))


def too_many(wait: int) -> Problem:
    return Problem(429, "too_many", say("您操作得有点快，请歇一分钟再继续，刚才没有发出的内容还在。"), wait)


def too_many_chats(wait: int) -> Problem:
    return Problem(429, "too_many_chats", say("您所在的网络刚刚新开了很多对话，请稍后再来。"), wait)


def too_many_pages() -> Problem:
    return Problem(429, "too_many_pages", say("这段对话同时打开的页面太多了，请关掉几个旧页面。"))


def busy() -> Problem:
    return Problem(503, "busy", say("现在使用的人很多，页面会自动重新连接，请稍等片刻。"))


def too_large(megabytes: int) -> Problem:
    return of_file(refusals.too_large(megabytes))


def of_file(refused: FileRefused) -> Problem:
    """The problem for a file that was refused."""
    return Problem(FILE_STATUS.get(refused.code, 415), refused.code, str(refused))


def wrong_method() -> Problem:
    return Problem(405, "wrong_method", say("这个地址不能这样使用，请从聊天页面操作。"))


def recovering() -> Problem:
    return Problem(503, "recovering", say("正在恢复，请稍等片刻。您写的内容还在，恢复后会自动发出。"))


def broken() -> Problem:
    return Problem(500, "broken", say("抱歉，我们这边出了点问题，请稍后再试。您已经发出的内容不会丢。"))


FILE_STATUS: Final[dict[str, int]] = {
    "empty_file": 400,
    "too_large": 413,
    "too_many_pixels": 413,
    "bomb": 413,
    "too_many_files": 429,
    "no_room": 507,
}

BY_STATUS: Final[dict[int, Callable[[], Problem]]] = {
    400: unreadable,
    401: signed_out,
    403: stale_page,
    404: not_found,
    405: wrong_method,
    415: unreadable,
}


def of_status(status: int) -> Problem:
    """The problem for an error raised by the web framework itself."""
    return BY_STATUS.get(status, broken)()


def to_json(problem: Problem) -> dict[str, Any]:
    return {"error": str(problem), "code": problem.code}
