"""An appeal's state in words, for notifications and windows: its header, its timeline, its dates."""

from datetime import datetime

from appeals import categories
from appeals.model import Fact, FactKind, Stage
from appeals.progress import Progress, StageRecord, Status
from appeals.view import Line, View
from texts.lines import joined, shortened
from texts.speech import Markup, say
from workdays.deadline_rules import DeadlineRules
from workdays.words import day_in_words, due_in_words, moment_in_words, time_left_in_words

EXCERPT_CHARS = 120  # characters of an appeal's text in a notification; the full text is one tap away
WINDOW_CHARS = 1500  # of an appeal's text in a window, which has more to show; 「看全文」 shows the rest
NOTE_CHARS = 240  # characters of a note in a timeline
NOTIFICATION_NOTE_CHARS = 3000  # characters of a note in a notification about it
MESSAGE_CHARS = 3500  # characters of a message that contains nothing else: below the limit of 4,096 per message


WORDS_ONLY = (FactKind.SUPPLEMENTED, FactKind.MESSAGED)  # move no clock, and are none of those who only see that


def timeline(view: View, rules: DeadlineRules) -> str:
    """All facts in order, one per line, then the stages still to come with their due dates."""
    hidden = () if view.text else WORDS_ONLY
    done = [_fact_line(view, fact) for fact in view.appeal.facts if fact.kind not in hidden]
    coming = [
        say("○ {step}：{due}前", step=stage_in_words(step.stage), due=due_in_words(step.due, rules))
        for step in _stages_to_come(view.progress)
    ]
    return "\n".join((*done, *coming))


def details(view: View) -> str:
    """Number, enterprise, category, place, text: the header of every window about one appeal."""
    appeal = view.appeal
    lines = [say("<b>{number}</b>　{open}", number=appeal.number, open=status_in_words(view.progress))]
    if not view.text:
        return "\n".join((*lines, say("这是保密诉求，内容不在这里显示。")))
    kind = categories.label(appeal.category)
    place = f"　{appeal.place}" if appeal.place else ""
    lines.append(say("{enterprise}　{kind}{place}", enterprise=appeal.enterprise_name, kind=kind, place=place))
    return "\n".join((*lines, "", say("{text}", text=shortened(view.text, WINDOW_CHARS))))


def is_shortened(view: View) -> bool:
    """Whether a window shows only part of the text or of a note."""
    return len(view.text) > WINDOW_CHARS or any(len(note) > NOTE_CHARS for note in view.notes.values())


def full_text_messages(view: View) -> list[str]:
    """The full text and notes that a window shortens, split into pieces that fit into messages."""
    texts = [view.text] if len(view.text) > WINDOW_CHARS else []
    texts += [note for _, note in sorted(view.notes.items()) if len(note) > NOTE_CHARS]
    return [
        say("{text}", text=text[start : start + MESSAGE_CHARS])
        for text in texts
        for start in range(0, len(text), MESSAGE_CHARS)
    ]


def time_left_phrase(progress: Progress, now: datetime) -> str:
    """The time left, like "剩 3 小时", "剩 5 天" or "已超 2 天"; empty if nothing is due."""
    if progress.next_due is None:
        return ""
    return time_left_in_words(progress.next_due, now)


def stage_in_words(stage: Stage) -> str:
    return {
        Stage.ASSIGN: say("交办"),
        Stage.CONTACT: say("对接企业"),
        Stage.PATH: say("反馈解决路径"),
        Stage.RESOLVE: say("办结"),
        Stage.ANSWER: say("营商办答复"),
    }[stage]


def status_in_words(progress: Progress) -> str:
    if progress.withdrawn:
        return say("已撤回")
    return {
        Status.ASSIGN: say("待交办"),
        Status.CONTACT: say("待对接"),
        Status.PATH: say("待反馈路径"),
        Status.RESOLVE: say("办理中") if progress.second is None else say("二次办理中"),
        Status.CONFIRM: say("待企业确认"),
        Status.RATE: say("待评价"),
        Status.ANSWER: say("待营商办答复"),
        Status.CLOSED: say("已办结"),
    }[progress.status]


def score_in_words(score: int) -> str:
    return (say("很不满意"), say("不满意"), say("基本满意"), say("满意"), say("很满意"))[score - 1]


def _fact_line(view: View, fact: Fact) -> str:
    when = moment_in_words(fact.at)
    note = view.notes.get(fact.note or 0, "")
    line = say("● {when}　{what}", when=when, what=Markup(_what_happened(view, fact)))
    return joined(line, say("　　{note}", note=shortened(note, NOTE_CHARS)) if note else "")


def _what_happened(view: View, fact: Fact) -> str:
    match fact.kind:
        case FactKind.ASSIGNED:
            return say("交办给{unit}", unit=view.unit_name(fact.unit))
        case FactKind.RATED:
            return say("企业评价：{score}", score=Markup(score_in_words(fact.score or 1)))
        case FactKind.EXTENDED:
            return say("同意延期 {days} 个工作日", days=fact.days)
        case FactKind.PATH_GIVEN if fact.until:
            return say("反馈解决路径，预计 {day} 前办好", day=day_in_words(fact.until))
        case _:
            return _HAPPENED[fact.kind]()


_HAPPENED = {
    FactKind.FILED: lambda: say("收到诉求"),
    FactKind.HANDED_OVER: lambda: say("单位内转办"),
    FactKind.CONTACTED: lambda: say("已与企业对接"),
    FactKind.PATH_GIVEN: lambda: say("反馈解决路径"),
    FactKind.RESOLVED: lambda: say("登记办结"),
    FactKind.CONFIRMED: lambda: say("企业确认已解决"),
    FactKind.REOPENED: lambda: say("企业表示没有解决，二次办理"),
    FactKind.RETURNED: lambda: say("承办单位退回，重新交办"),
    FactKind.PAUSED: lambda: say("等待企业补充材料，暂停计时"),
    FactKind.RESUMED: lambda: say("恢复计时"),
    FactKind.WITHDRAWN: lambda: say("企业撤回"),
    FactKind.SUPPLEMENTED: lambda: say("企业补充"),
    FactKind.CONTACT_DENIED: lambda: say("企业反映还没有人联系"),
    FactKind.STILL_UNSOLVED: lambda: say("企业表示仍没有解决，由营商办跟进答复"),
    FactKind.CONCLUDED: lambda: say("营商办答复并结案"),
    FactKind.MESSAGED: lambda: say("承办单位给企业留言"),
}


def _stages_to_come(progress: Progress) -> list[StageRecord]:
    if progress.answer is not None:
        return [progress.answer] if progress.answer.met is None else []
    if progress.second is not None:
        return [progress.second] if progress.second.met is None else []
    return [] if progress.withdrawn else [step for step in progress.steps if step.met is None]


def status_of_line(line: Line) -> str:
    """An appeal's state in a list, in one or two words."""
    return status_in_words(line.progress)


def task_line(line: Line, now: datetime) -> str:
    """For example "剩 3 小时｜示例食品有限公司｜办环评…"."""
    urgent = say("急") if line.urgent else ""
    left = time_left_phrase(line.progress, now) or status_in_words(line.progress)
    return "｜".join(part for part in (urgent, left, line.enterprise or line.number, line.head) if part)
