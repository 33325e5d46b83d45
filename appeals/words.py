"""The texts of messages about an appeal, mostly notifications: to the entrepreneur, the office, the unit."""

from datetime import date, datetime

from appeals.buttons import Act, data
from appeals.model import Stage
from appeals.phrases import EXCERPT_CHARS, NOTIFICATION_NOTE_CHARS, score_in_words, stage_in_words
from appeals.progress import Progress, Status
from appeals.reasons import in_place_of, why_you
from appeals.view import View
from directory.words import in_words
from outbox.model import Buttons
from people.model import Post
from people.words import written_phone
from texts.lines import joined, shortened
from texts.speech import Markup, say, translated
from workdays.deadline_rules import DeadlineRules, due_moment
from workdays.words import day_in_words, due_in_words, moment_in_words

# To the entrepreneur


def receipt(view: View, expected: Post | None, rules: DeadlineRules) -> str:
    """The receipt of an appeal: its number, the four dates in words, and who will call."""
    deadlines, is_secret = view.progress.deadlines, view.appeal.confidential
    if is_secret:
        who = say("区纪委监委会直接与您联系，内容对其他单位和营商办保密。")
    elif view.appeal.accused and expected is None:
        who = say("营商办会直接处理，再与您联系，不经过您反映的单位。")
    elif expected is not None:
        who = say("预计由{unit}的{name}与您联系。", unit=view.unit_name(expected.unit), name=expected.name)
    else:
        who = say("营商办会先确定承办单位，再由那里的为企服务专员与您联系。")
    return "\n".join(
        (
            say("收到了，您的诉求编号是 <b>{number}</b>。\n", number=view.appeal.number),
            _who_begins(due_in_words(deadlines.assign, rules), is_secret=is_secret),
            _who_calls(due_in_words(deadlines.contact, rules), is_secret=is_secret),
            say("• {due}前　告诉您解决的办法和时间", due=due_in_words(deadlines.path, rules)),
            say("• {due}前　办结", due=due_in_words(deadlines.resolve, rules)),
            "",
            who,
            *(
                [say("（有的日期所在年份还没有公布放假安排，先这样算，公布后会重新计算并告诉您。）")]
                if deadlines.provisional
                else []
            ),
            say("每一步有进展，我都会马上告诉您。"),
        )
    )


def _who_begins(due: Markup, *, is_secret: bool) -> str:
    return say("• {due}前　区纪委监委开始办理", due=due) if is_secret else say("• {due}前　交办到承办单位", due=due)


def _who_calls(due: Markup, *, is_secret: bool) -> str:
    return say("• {due}前　区纪委监委与您联系", due=due) if is_secret else say("• {due}前　专员与您联系", due=due)


def assigned(view: View, rules: DeadlineRules) -> str:
    due, number = due_in_words(view.progress.deadlines.contact, rules), view.appeal.number
    if view.appeal.confidential:
        return say(
            "您的诉求 {number} 已由{unit}办理，会在 <b>{due}</b> 前联系您。", number=number, unit=view.lead, due=due
        )
    return say(
        "您的诉求 {number} 已交办{unit}，专员会在 <b>{due}</b> 前联系您。", number=number, unit=view.lead, due=due
    )


def contacted(view: View, note: str) -> str:
    said = say("{unit}的{name}已登记与您对接。", unit=view.lead, name=_handler_name(view))
    how = say("对接情况：{note}", note=note) if note else ""
    return joined(said, how, say("诉求编号 {number}。如果没有联系到您，请告诉我。", number=view.appeal.number))


def path_given(view: View, note: str, until: date | None) -> str:
    by_when = say("预计 <b>{day}</b> 前办好。", day=day_in_words(until)) if until else ""
    return joined(
        say("您的诉求 {number} 有解决路径了（{unit}）：", number=view.appeal.number, unit=view.lead),
        say("{note}", note=shortened(note, NOTIFICATION_NOTE_CHARS)),
        by_when,
    )


def resolved(view: View, note: str) -> str:
    return joined(
        say("您的诉求 {number} 已由{unit}登记办结：", number=view.appeal.number, unit=view.lead),
        say("{note}", note=shortened(note, NOTIFICATION_NOTE_CHARS)),
        say("\n<b>您的问题解决了吗？</b>"),
    )


def ask_confirmation(view: View) -> Buttons:
    number = view.appeal.id
    return (
        ((translated("解决了"), data(Act.SOLVED, number)), (translated("还没解决"), data(Act.UNSOLVED, number))),
        ((translated("查看详情"), data(Act.MINE, number)),),
    )


def no_buttons(_: View) -> Buttons:
    return ()


def look_at_mine(view: View) -> Buttons:
    return (((translated("查看进度"), data(Act.MINE, view.appeal.id)),),)


# To the office


def filed_for_office(view: View) -> str:
    if view.appeal.confidential:
        return say("收到一件保密诉求 {number}，由区纪委监委办理。营商办只看编号和时限。", number=view.appeal.number)
    number, enterprise = view.appeal.number, view.appeal.enterprise_name
    said = say("新诉求 <b>{number}</b>　{enterprise}", number=number, enterprise=enterprise)
    if view.appeal.urgent:
        said += "　" + say("<b>急，已排在前面</b>")
    excerpt = say("{text}", text=shortened(view.text, EXCERPT_CHARS))
    return joined(said, excerpt, attached(view), _destination(view), why_proposed(view))


def _destination(view: View) -> str:
    unit = view.unit_name(view.appeal.suggested)
    if view.appeal.accused:
        accused = "、".join(view.unit_name(one) for one in view.appeal.accused)
        return say("反映的是{accused}，请勿交给该单位。", accused=accused)
    return say("建议交办：{unit}", unit=unit) if unit else say("没有把握，请您判断承办单位。")


def proposed(view: View) -> str:
    """For the office's window: the suggested unit and why, or which units come into question."""
    if view.appeal.suggested is None:
        return why_proposed(view)
    return joined(say("建议交办：{unit}", unit=view.unit_name(view.appeal.suggested)), why_proposed(view))


def why_proposed(view: View) -> str:
    """Why the unit is suggested, or which units are possible."""
    proposed, suggested = view.appeal.proposed, view.appeal.suggested
    if suggested is None:
        whys = [(one.name, Markup(in_words(one.reason))) for one in proposed]
        return joined(*(say("• 可能是{unit}：{why}", unit=unit, why=why) for unit, why in whys))
    return next((in_words(one.reason) for one in proposed if one.unit == suggested), say("企业自己选的单位"))


def offer_assignment(view: View) -> Buttons:
    number, suggested = view.appeal.id, view.appeal.suggested
    look = ((translated("查看 / 选其他单位"), data(Act.TRIAGE, number)),)
    if suggested is None or view.appeal.confidential:
        return (look,)
    label = translated("交办给 {unit}").format(unit=view.unit_name(suggested))
    return (((label, data(Act.ASSIGN, number, suggested)),), look)


def reopened_for_office(view: View, note: str) -> str:
    return joined(
        say("诉求 {number} 企业反映<b>没有解决</b>，已转{unit}二次办理。", number=view.appeal.number, unit=view.lead),
        _quoted_for_office(view, note),
    )


def _quoted_for_office(view: View, note: str) -> str:
    """The office reads no word of a confidential appeal."""
    return say("{note}", note=shortened(note, EXCERPT_CHARS)) if note and not view.appeal.confidential else ""


def look_at_triage(view: View) -> Buttons:
    return (((translated("查看"), data(Act.TRIAGE, view.appeal.id)),),)


def nobody_bound(view: View) -> str:
    about = {"number": view.appeal.number, "unit": view.lead}
    if view.handler is not None:
        return say(
            "诉求 {number} 已交办{unit}，但承办的{name}还没有绑定聊天，收不到提醒。请电话通知，并请尽快绑定。",
            name=view.handler.name,
            **about,
        )
    return say(
        "诉求 {number} 已交办{unit}，但该单位还没有人绑定聊天，收不到提醒。请电话通知，并请他们尽快绑定。", **about
    )


# To the unit


def task(view: View, rules: DeadlineRules, away: Post | None = None) -> str:
    """A new task for its handling specialist: what, who, by when; ``away`` is the absent colleague it was meant for."""
    enterprise = view.appeal.enterprise_name
    head = say("<b>新交办</b>　{number}　{enterprise}", number=view.appeal.number, enterprise=enterprise)
    return joined(
        head + (f"　<b>{say('急')}</b>" if view.appeal.urgent else ""),
        say("{text}", text=shortened(view.text, EXCERPT_CHARS)),
        attached(view),
        contact(view),
        in_place_of(away) or why_you(view.choice),
        say("请在 <b>{due}</b> 前与企业对接。", due=moment_in_words(_next_due(view.progress, rules))),
    )


def attached(view: View) -> str:
    return say("附件：{count} 个", count=len(view.files)) if view.files else ""


def contact(view: View) -> str:
    if view.contact is None:
        return ""
    if not view.contact.phone:
        return say("联系人：{name}（没有留电话，请在这里回复）", name=view.contact.name)
    hours = "　" + say("方便接听：{hours}", hours=view.contact.hours) if view.contact.hours else ""
    phone = written_phone(view.contact.phone)
    return say("联系人：{name}　{phone}{hours}", name=view.contact.name, phone=phone, hours=Markup(hours))


def work_on(view: View) -> Buttons:
    """Buttons for the next step and for opening the whole appeal."""
    number = view.appeal.id
    steps = {
        Status.CONTACT: (translated("已对接"), data(Act.CONTACTED, number)),
        Status.PATH: (translated("反馈路径"), data(Act.PATH, number)),
        Status.RESOLVE: (translated("办结"), data(Act.RESOLVED, number)),
    }
    step = steps.get(view.progress.status)
    look = (translated("查看"), data(Act.TASK, number))
    return ((step, look),) if step else ((look,),)


def look_at_task(view: View) -> Buttons:
    return (((translated("查看"), data(Act.TASK, view.appeal.id)),),)


def confirmed_for_unit(view: View) -> str:
    return say("诉求 {number} 企业已确认解决，辛苦了。", number=view.appeal.number)


def rated_for_unit(view: View, score: int, comment: str) -> str:
    said = say("诉求 {number} 企业评价：{score}", number=view.appeal.number, score=score_in_words(score))
    return joined(said, say("{comment}", comment=shortened(comment, EXCERPT_CHARS)) if comment else "")


def reopened_for_unit(view: View, note: str, rules: DeadlineRules, away: Post | None = None) -> str:
    return joined(
        say("诉求 {number} 企业表示<b>还没有解决</b>，请二次办理。", number=view.appeal.number),
        say("{note}", note=shortened(note, EXCERPT_CHARS)) if note else "",
        in_place_of(away),
        say("请在 <b>{due}</b> 前办结。", due=due_in_words(view.progress.resolve_due, rules)),
    )


def withdrawn(view: View) -> str:
    return say("诉求 {number} 已由企业撤回，不用再办。", number=view.appeal.number)


# Reminders


def reminder(view: View, stage: Stage, words: str, due: datetime, away: Post | None = None) -> str:
    """One reminder of the ladder; ``away`` is the absent colleague in whose place it is sent."""
    return joined(_rung(view, stage, words, due), in_place_of(away))


def _rung(view: View, stage: Stage, words: str, due: datetime) -> str:
    """The reminder's wording: before the due time, after it, or on the day of receipt."""
    enterprise = say("保密") if view.appeal.confidential else view.appeal.enterprise_name
    number = view.appeal.number
    when = moment_in_words(due)
    if words == "today":
        return say(
            "今天收到的诉求 {number}（{enterprise}）还没有交办，争取不过夜。", number=number, enterprise=enterprise
        )
    step = stage_in_words(stage)
    if words == "late":
        return say(
            "<b>已超时</b>：诉求 {number}（{enterprise}）的「{step}」应在 {when} 前完成，请马上处理。",
            number=number,
            enterprise=enterprise,
            step=step,
            when=when,
        )
    return say(
        "提醒：诉求 {number}（{enterprise}）的「{step}」请在 <b>{when}</b> 前完成。",
        number=number,
        enterprise=enterprise,
        step=step,
        when=when,
    )


def _next_due(progress: Progress, rules: DeadlineRules) -> datetime:
    return progress.next_due or due_moment(progress.deadlines.contact, rules)


def _handler_name(view: View) -> str:
    return view.handler.name if view.handler else say("专员")
