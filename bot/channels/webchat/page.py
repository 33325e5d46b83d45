"""Content of the chat page apart from the chat: its texts, quick replies, service promises, and asset addresses."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.dialogs.menu_item import Menu
from texts import speech
from texts.speech import say, translated
from workdays.words import MONTHS

HERE = Path(__file__).parent
PAGES, STATIC = HERE / "pages", HERE / "static"


@dataclass(frozen=True, slots=True)
class QuickReply:
    """A command offered above the input field under its own label."""

    command: str
    label: str
    icon: str


def quick_replies(menu: Menu) -> list[QuickReply]:
    return [QuickReply(f"/{item.name}", translated(item.label), item.icon) for item in menu if item.icon]


def promises() -> list[tuple[str, str]]:
    """The four stages of 1231 as promised to enterprises."""
    return [
        (say("当天交办"), say("诉求不过夜，最迟第 1 个工作日交到主办单位")),
        (say("2 个工作日对接"), say("专员主动联系您，上门或打电话")),
        (say("3 个工作日反馈"), say("告诉您怎么解决、何时解决")),
        (say("1 个月办结"), say("办完请您评价，不满意再办一次")),
    ]


def environment(*more: Path, is_demo: bool = False) -> Environment:
    """The template environment, with the additional folders ``more``; texts are translated when rendered. In a demo
    every page says that it is one."""
    pages = Environment(
        loader=FileSystemLoader([PAGES, *more]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals.update(say=say, language=speech.language, assets=f"/static/{version()}", is_demo=is_demo)
    return pages


def version() -> str:
    """Changes with any byte of the static files, which browsers may therefore cache permanently."""
    whole = sha256()
    for file in sorted(STATIC.rglob("*")):
        if file.is_file():
            whole.update(file.relative_to(STATIC).as_posix().encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()[:16]


def words() -> dict[str, str]:
    """The texts of the page's script, in the language of the request."""
    return {
        "connecting": say("正在连接…"),
        "connected": say("在线，工作日 9:00—17:30 有专人跟进"),
        "reconnecting": say("正在重新连接…"),
        "tooManyPages": say("打开的页面太多，请关掉几个"),
        "tooManyChats": say("新对话太多，稍后自动重试"),
        "recovering": say("正在恢复…"),
        "offline": say("网络断开，恢复后自动发送"),
        "typing": say("正在输入"),
        "sending": say("发送中…"),
        "queued": say("等待网络…"),
        "failed": say("未发出，点按重试"),
        "today": say("今天"),
        "yesterday": say("昨天"),
        # placeholders are kept for the script to fill in
        "day": say(
            "{month}月{day}日 周{weekday}", month="{month}", day="{day}", weekday="{weekday}", month_name="{month_name}"
        ),
        "dayOfYear": say(
            "{year}年{month}月{day}日", year="{year}", month="{month}", day="{day}", month_name="{month_name}"
        ),
        "weekdays": say("日,一,二,三,四,五,六"),
        "months": ",".join(MONTHS),
        "photo": say("照片"),
        "photoOf": say("照片，点按放大"),
        "scan": say("二维码：用另一台设备扫一扫，打开这个聊天"),
        "cancelUpload": say("不发了"),
        "remove": say("移除"),
        "tooLong": say("已超出 {count} 字"),
        "remaining": say("还可输入 {count} 字"),
        "tooLarge": say("「{name}」超过 {megabytes} MB，请压缩后再发"),
        "emptyFile": say("「{name}」是空文件"),
        "tooMany": say("一次最多发 {count} 个文件，其余 {left} 个没有发，请稍后再选"),
        "broken": say("没能发出，请稍后再试"),
        "signedOut": say("这台设备已经退出"),
        "startAgain": say("重新开始"),
        "here": say("这台设备"),
        "seen": say("最近使用 {when}"),
        "signedOutOthers": say("已退出其他 {count} 台设备"),
        "noOthers": say("没有其他设备在使用"),
        "confirmLeave": say("退出后，这台设备上将看不到这段对话，再次进入会开始新的对话。确定退出吗？"),
        "justNow": say("刚刚"),
        "newMessages": say("有新消息"),
        "earlier": say("正在加载更早的消息…"),
        "beginning": say("对话从这里开始"),
        "close": say("关闭"),
        "unknownPerson": say("其他设备"),
    }
