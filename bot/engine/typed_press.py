"""The label of a button, typed as words, presses the button."""

import re

from bot.engine.keyboard import buttons
from bot.engine.unit_of_work import UnitOfWork
from chats.model import Body, Event, Kind
from texts.folding import folded

MAX_LABEL_CHARS = 16  # no button says more; longer texts are not looked up, unless WORDS know them
MESSAGES_SEARCHED = 2  # the newest with buttons: a window, and a notification that came after it
ADDITIONS = re.compile(r"[(（].*?[)）]")  # "我的待办（2）"
SIGNS = re.compile(r"[\W_]+")
TAPPED = re.compile(r"^p:link:|\x1djoin$")  # what gives a chat or a post to somebody
NTH = re.compile(
    "(?:就|选|是|要|补充|看|给我|那|我说)*第([一二三四五六1-6])(?:个|件|条|项|家)(?:(?:的|吧|那个|那件|啊)*|.{1,6}那[个件])|"
    "(?:the)?(1st|2nd|3rd|first|second|third)(?:one|button|appeal)"
)
NUMBERS = "一二三四五六123456"
IN_ENGLISH = {"1st": 0, "2nd": 1, "3rd": 2, "first": 0, "second": 1, "third": 2}
CHOICE = re.compile(r"\x1d\w+:.")  # a button of a list of choices, not one of the window's own
AGREES = re.compile(
    "(?:对|是的?|好的?|行|嗯|可以|没错|就(?:是|给)?(?:它|这个)|确定|确认|yes|ok|right)+(?:了|吧|啊|的)?"
)
# Words, and the labels that they mean, the first first, where only one button has such a label.
WORDS: tuple[tuple[re.Pattern[str], ...], ...] = (
    (
        re.compile(
            "(?:对的?|是的?|好的?|行|可以|嗯|那|就|请|帮我|把它|这样|直接|ok|yes)*(?:发(?:出去?|送|过去)?|send(?:it)?)(?:吧|了|出去|please)?"
        ),
        re.compile("^(?:发出|send)"),
        re.compile("^(?:不登记只发给企业|recordnothing)"),
        re.compile("^(?:确认|fileit$|submit)"),
    ),
    (
        re.compile("(?:嗯|对的?|是的?|确定|确认|好的?|行|可以|yes|ok|sure)+(?:了|吧|啊|的)?"),
        re.compile(
            "^(?:确认|确定|是我|就是这样|分开提交|filethemonebyone|confirm|yes|fileit$|submit|同意$|i?agree$|就写|justwrite|发出|send)"
        ),
    ),
    (
        re.compile(
            "(?:算了(?=.*[交报]))?(?:没问题|没错|核对无误|上去|确定|确认|是的?|好的?|对的?|可以的?|行|嗯|中|成|妥|同意|提交|报|交|吧|这样|这么|写|登记|looks?|good|ok|yes|"
            "了|那|就|submit|fileit|goahead|it|please|sure|fine|i?agree)+(?:了|吧|啊|的)?"
        ),
        re.compile(
            "^(?:确认|确定(?!撤回)|是我|就是这样|分开提交|filethemonebyone|confirm|yes(?!withdraw)|fileit$|submit|同意$|i?agree$|就写|justwrite|发出|send)"
        ),
        re.compile("^(?:请专员答复|askaspecialist)"),
    ),
    (
        re.compile(
            "(?:那|你们?|就|请|麻烦|好的?|行|要|帮我|给我|把这个)*(?:报|提交|交|问|请专员(?:答复|回答)?|让专员(?:答复|回答)?)"
            "(?:上去|一下|问)?(?:吧|了)?|(?:yes)?(?:please)?(?:file|ask|submit)(?:it)?(?:forme)?(?:please)?"
        ),
        re.compile("^(?:请专员答复|askaspecialist)"),
    ),
    (
        re.compile(
            "(?:好|行|那|就)*(?:写|登记|记|发|按|用)(?:这个|这句话?|这段|它|上面那[句段]|刚才那[句段])(?:吧|就行|就好|了)*"
        ),
        re.compile("^(?:就写|发出|justwrite|write|send)"),
    ),
    (
        re.compile(
            "(?:好|行|那|就|请|直接|原话)*(?:[按照用](?:这个|这句话?|这段|这样|它))?(?:登记|录)(?:上去?|进去|一下|吧|就行|就好|了)*"
        ),
        re.compile("^(?:就写|justwrite|write)"),
        re.compile("^(?:登记为|recordit)"),
    ),
    (
        re.compile(
            "(?:好|行|那|就|请|直接|原话|别登记|不登记|先)*(?:把(?:这个|这句话?|这段|它))?(?:发|转|传|告诉)(?:给|到)?(?:他们?|她们?|企业|人家|对方|老板)(?:吧|看|说|就行|一下|了)*"
        ),
        re.compile("^(?:发出|send)"),
        re.compile("^(?:不登记只发给企业|recordnothing)"),
    ),
    (
        re.compile(
            "(?!.*(?:别|不要照常|不给|千万|不能|不想|过|(?<![不需])要保密|(?<!不)需要保密))"
            "(?=.*(?:照常|正常办|不(?:用|需要|要|必)?保密|公开(?:办|处理|吧|就行|也行|$)|asusual)).{0,16}"
        ),
        re.compile("^照常办理|^asusual"),
    ),
    (
        re.compile(
            "(?!.*(?:不(?:用|需要|要|必|想|找)?(?:让|找|给)?(?:保密|匿名|纪委)|一伙|行不行|可不可以|能不能|会不会|是不是|看得到|能看到吧|谁|怎么|什么|为啥|吗|么$|过|没用|不管))(?=.*(?:纪委|保密|匿名|别让|不要让|不想让|confidential|discipline|onlythem)).{0,16}"
        ),
        re.compile("^保密交纪委|^confidential"),
    ),
    (
        re.compile("(?:嗯|好|对|是的?|行|确定|那|就|不要了|yes|ok)*(?:撤|withdraw)(?:回|掉|了|吧|销|it)*"),
        re.compile("^(?:确定撤回|yeswithdrawit|取消|cancel|不同意返回|disagreegoback)$"),
    ),
    (
        re.compile(
            "(?:算了|还是|那|先|就|我|再等等|等等|嗯)*(?:不|别|不想|不用|不要|不打算)撤(?:回|销|掉|了|吧)*|"
            "(?:算了|还是)*(?:留着|接着办|继续办)(?:吧|了)?|(?:no)?(?:please)?(?:keepit|notyet|dontwithdraw)(?:keepit|please)?"
        ),
        re.compile("^(?:先不撤|keepit)$"),
    ),
    (
        re.compile(
            "(?:算了)?(?:跳过|略过|没有?|没有了|没了|无|不用|不用了|不知道|不清楚|说不清|忘了|不记得|没带|没带在身上|不在手边|先不填|skip|none|no)(?:了|吧|呢|啊)?(?:算了|谢谢)?|(?:不用|不必|别)(?:再)?(?:转|传|转告|转达|告诉他们?)(?:了|吧)?"
        ),
        re.compile("跳过|^不用了|skip|nothank"),
    ),
    (
        re.compile(
            "(?:好|行|嗯|那|就|对|是|的|没错|ok|yes)*(?:分开|[两俩二三](?:件|码|个)|各(?:办|报|提)|separate|apart|two|onebyone).{0,12}|"
            "(?:(?:都|全部?)(?:要)?(?:报|提交|交|提|办|投诉|反映)(?:吧|了|上|啊)?)+|(?:先)?(?:报|交|提|办)?第?[一二三](?:个|件)先(?:报|交|提|办)(?:吧)?"
        ),
        re.compile("^分开提交|^filethemonebyone"),
    ),
    (
        re.compile("(?:好|行|嗯|那|就)*(?:合|一起|放一起|不分|together).{0,10}"),
        re.compile("^合在一起|^filethemtogether"),
    ),
    (
        re.compile(
            "(?=.*(?:算了|(?:不想?|别)[提填弄报交要说写发]|取消|退出|返回|cancel|back|quit|exit))"
            "(?:算了|先|还是|那|就|我|这[份件个]|返回(?:首页)?|back|[打写发弄搞说]错|(?:不想?|别)(?:提交|[提填弄报交要说写发])了?|取消|退出|cancel|quit|exit|no|please|this|it)+(?:这[条个件份])?(?:了|吧)?"
        ),
        re.compile("^(?:取消|cancel|不同意返回|disagreegoback)$"),
        re.compile("^(?:返回|back)$"),
    ),
)


async def as_press(work: UnitOfWork) -> Body:
    """What is to be answered: a press of the button whose label was typed, otherwise the update itself."""
    typed = work.update.payload.get("message") or {}
    text = typed.get("text") or ""
    label = "" if text.startswith("/") else _key(text)
    if not label or (len(label) > MAX_LABEL_CHARS and not labels_meant(label)):
        return work.update.payload
    newest = _newest_with_buttons(await work.recent_events())
    labelled = next(((event, data) for event in newest for data in _labelled(event, label)), None)
    found = labelled or _meant(newest, label) or _nth_choice(newest, label) or _only_choice(newest, label)
    if found is None:
        return work.update.payload
    work.is_typed_press = True
    return _press(work, found[0], typed["from"], found[1])


def _nth_choice(newest: list[Event], words: str) -> tuple[Event, str] | None:
    """The button of the newest message's list that "第二个" means."""
    place = NTH.fullmatch(words)
    if place is None or not newest:
        return None
    choices = [data for _, data in _typable(newest[0]) if CHOICE.search(data)]
    number = IN_ENGLISH[place[2]] if place[2] else NUMBERS.index(place[1]) % (len(NUMBERS) // 2)
    return (newest[0], choices[number]) if number < len(choices) else None


def _only_choice(newest: list[Event], words: str) -> tuple[Event, str] | None:
    """The only button of the newest message's list, for whoever agrees to it."""
    if not newest or not AGREES.fullmatch(words):
        return None
    choices = [data for _, data in _typable(newest[0]) if CHOICE.search(data)]
    return (newest[0], choices[0]) if len(choices) == 1 else None


def _labelled(event: Event, label: str) -> list[str]:
    return [data for written, data in _typable(event) if _key(written) == label]


def _meant(newest: list[Event], words: str) -> tuple[Event, str] | None:
    """The only button of the newest message that such words mean: "没问题，提交" is 确认提交, "没有" is 跳过."""
    for label in labels_meant(words) if newest else ():
        fitting = [data for written, data in _typable(newest[0]) if label.search(_key(written))]
        if fitting:
            return (newest[0], fitting[0]) if len(fitting) == 1 else None
    return None


def _typable(event: Event) -> list[tuple[str, str]]:
    """Not those that let somebody in: they are tapped, as only a tap renews the device's session, and a word that was
    meant for something else may come at any time."""
    return [(written, data) for written, data in buttons(event.body) if not TAPPED.search(data)]


def labels_meant(words: str) -> tuple[re.Pattern[str], ...]:
    return next((tuple(labels) for said, *labels in WORDS if said.fullmatch(words)), ())


def _newest_with_buttons(events: list[Event]) -> list[Event]:
    """The last states of the newest messages that have buttons, newest first."""
    last = {event.message: event for event in events if event.kind is not Kind.TOAST}
    shown = [event for event in last.values() if event.kind is not Kind.DELETE and any(buttons(event.body))]
    return sorted(shown, key=lambda event: -event.message)[:MESSAGES_SEARCHED]


def _key(label: str) -> str:
    """Without signs, counts in brackets, width and case: "✓ 确认提交" is 确认提交."""
    return SIGNS.sub("", ADDITIONS.sub("", folded(label, 4 * MAX_LABEL_CHARS)))


def _press(work: UnitOfWork, event: Event, person: Body, data: str) -> Body:
    message = {**event.body, "message_id": event.message, "chat": {"id": work.chat, "type": "private"}}
    press = {"id": f"typed-{work.update.id}", "chat_instance": str(work.chat), "data": data}
    return {"callback_query": {**press, "from": person, "message": message}}
