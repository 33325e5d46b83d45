"""What is said when an enterprise adds to its appeal, says that nobody called, or that it is unsolved once more."""

from collections.abc import Callable, Mapping
from datetime import datetime

from appeals.buttons import Act, data
from appeals.phrases import EXCERPT_CHARS, NOTIFICATION_NOTE_CHARS
from appeals.progress import UNDER_WAY, Status
from appeals.reasons import in_place_of
from appeals.view import View
from appeals.words import contact
from outbox.model import Buttons
from people.model import Post
from texts.lines import joined, shortened
from texts.speech import Markup, say, translated
from workdays.deadline_rules import DeadlineRules, is_past
from workdays.words import due_in_words

# To those who handle it


def supplemented(view: View, note: str, files: int) -> str:
    number, enterprise = view.appeal.number, view.appeal.enterprise_name
    return joined(
        say("<b>急，已排在前面</b>") if view.appeal.urgent else "",
        say("诉求 {number}（{enterprise}）企业<b>补充</b>：", number=number, enterprise=enterprise),
        say("{note}", note=shortened(note, NOTIFICATION_NOTE_CHARS)) if note else "",
        say("附件：{count} 个，点「查看」看内容。", count=files) if files else "",
    )


def supplemented_for_office(view: View, note: str, files: int) -> str:
    """As long as nobody handles it."""
    if view.appeal.confidential:
        return say("保密诉求 {number} 企业有补充，还没有人办理。", number=view.appeal.number)
    return supplemented(view, note, files)


def contact_denied(view: View, note: str, away: Post | None = None) -> str:
    return joined(
        say("诉求 {number} 企业反映<b>还没有人联系</b>，请马上联系。", number=view.appeal.number),
        _quoted(note),
        contact(view),
        in_place_of(away),
    )


def contact_denied_for_office(view: View, note: str) -> str:
    number, unit = view.appeal.number, view.lead
    if not unit:
        said = say("诉求 {number} 企业反映<b>还没有人联系</b>，它还在等交办。", number=number)
    elif view.handler is None:
        said = say("诉求 {number} 企业反映<b>还没有人联系</b>，在{unit}办理，请督促。", number=number, unit=unit)
    else:
        said = say(
            "诉求 {number} 企业反映<b>还没有人联系</b>，由{unit}的{name}办理，请督促。",
            number=number,
            unit=unit,
            name=view.handler.name,
        )
    return joined(said, "" if view.appeal.confidential else _quoted(note))


def still_unsolved(view: View, note: str, rules: DeadlineRules) -> str:
    """For those who owe the enterprise an answer."""
    due = view.progress.deadlines.answer
    assert due is not None  # stored with the fact
    return joined(
        say("诉求 {number} 二次办理后，企业表示<b>仍没有解决</b>。", number=view.appeal.number),
        _quoted(note),
        contact(view),
        say("请在 <b>{due}</b> 前答复企业并结案。", due=due_in_words(due, rules)),
    )


# To the entrepreneur


def messaged(view: View, note: str, author: Post | None) -> str:
    """A word of whoever handles the appeal."""
    who = say("{unit}的{name}", unit=view.lead, name=author.name) if author else view.lead
    return joined(
        say("{who}就诉求 {number} 给您留言：", who=who, number=view.appeal.number),
        say("{note}", note=shortened(note, NOTIFICATION_NOTE_CHARS)),
        say("您在这里回复，我转给对方。"),
    )


def reply(view: View) -> Buttons:
    number = view.appeal.id
    return (((translated("回复"), data(Act.REPLY, number)), (translated("查看进度"), data(Act.MINE, number))),)


def concluded(view: View, note: str) -> str:
    who = say("区纪委监委") if view.appeal.confidential else say("营商办")
    return joined(
        say("您的诉求 {number}，{who}答复您：", number=view.appeal.number, who=who),
        say("{note}", note=shortened(note, NOTIFICATION_NOTE_CHARS)),
    )


def supplement_received(view: View) -> str:
    """The reply to whoever added something."""
    number = view.appeal.number
    if view.appeal.confidential:
        said = say("收到，补充到 {number} 里了，只有区纪委监委看得到。", number=number)
    elif view.progress.status is Status.ASSIGN:
        said = say("收到，补充到 {number} 里了，交办时承办单位会一起看到。", number=number)
    else:
        said = say("收到，补充到 {number} 里了，办理的人看得到。", number=number)
    is_first = view.appeal.urgent and view.progress.status in UNDER_WAY
    return joined(said, say("这件是<b>急件</b>，排在前面办。") if is_first else "")


def what_comes(view: View, rules: DeadlineRules, now: datetime) -> str:
    """By when the enterprise hears what, to whoever asks; "" once it is the enterprise's turn."""
    told, tasks = _COMES.get(view.progress.status), view.progress.tasks
    if told is not None and view.progress.paused:
        return say("正在等您补充材料，时限先停着。材料一到就接着办。")
    if told is None or not tasks:
        return ""
    due, who = due_in_words(tasks[0].due, rules), who_handles(view)
    if is_past(tasks[0].due, now, rules):
        return say("说好的 <b>{due}</b> 已经过了，对不起。{who}会收到催办。", due=due, who=who)
    return told(who, due)


def who_handles(view: View) -> str:
    """The unit, or the office as long as there is none."""
    return say("区纪委监委") if view.appeal.confidential else view.lead or say("营商办")


def denial_received(view: View) -> str:
    """The reply to whoever said that nobody called."""
    number = view.appeal.number
    if not view.lead:
        return say("对不起，让您等了。{number} 还没有交办到单位，我已经提醒营商办抓紧。", number=number)
    if view.appeal.confidential:
        return say("对不起，让您等了。我已经告诉区纪委监委，请他们马上联系您。")
    return say("对不起，让您等了。我已经同时告诉{unit}和营商办，请他们马上联系您。", unit=view.lead)


def dispute_received(view: View, phone: str, rules: DeadlineRules) -> str:
    """The reply to whoever said that it is not solved."""
    answer, is_secret = view.progress.deadlines.answer, view.appeal.confidential
    if view.progress.status is not Status.ANSWER or answer is None:
        return _handled_again(is_secret=is_secret)
    due = due_in_words(answer, rules)
    if is_secret:
        return say("真对不起，办了两次还没有解决。区纪委监委会在 <b>{due}</b> 前给您一个答复。", due=due)
    return say(
        "真对不起，办了两次还没有解决。营商办会在 <b>{due}</b> 前给您一个答复；您也可以现在就打 {phone}。",
        due=due,
        phone=phone,
    )


def _handled_again(*, is_secret: bool) -> str:
    if is_secret:
        return say("抱歉让您久等了。您的话已转给区纪委监委，请他们再办一次。")
    return say("抱歉让您久等了。您的话已转给承办单位，请它二次办理，营商办也会知道。")


def _quoted(note: str) -> str:
    return say("{note}", note=shortened(note, EXCERPT_CHARS)) if note else ""


def ask_what_happened() -> str:
    """For somebody who is angry and does not say about what."""
    return say("让您受累了，换了谁都会有气。出了什么事？用一句话告诉我，我马上找负责的人。")


def comfort(*, in_distress: bool) -> str:
    """A kind word before anything else, for somebody in distress or anger."""
    if in_distress:
        return say("听着就让人着急。您先别慌，我这就帮您找到负责的人。")
    return say("让您受累了，换了谁都会有气。我先帮您找到负责的人，盯着办。")


_COMES: Mapping[Status, Callable[[str, Markup], str]] = {
    Status.ASSIGN: lambda who, due: say("{who}会在 <b>{due}</b> 前交给承办单位，随后有人联系您。", who=who, due=due),
    Status.CONTACT: lambda who, due: say("{who}会在 <b>{due}</b> 前联系您。", who=who, due=due),
    Status.PATH: lambda who, due: say("{who}会在 <b>{due}</b> 前告诉您怎么解决。", who=who, due=due),
    Status.RESOLVE: lambda who, due: say("{who}最晚在 <b>{due}</b> 办结，办好了会请您确认。", who=who, due=due),
}
