"""Explains why this specialist handles an appeal, to the office that assigned it and to the specialist."""

from appeals.handler_choice import Choice, ChoiceReason
from people.model import Post
from texts.speech import Markup, say
from workdays.words import day_in_words


def assigned(unit: str, choice: Choice | None) -> str:
    """To the office after assigning: who handles the appeal now, and why."""
    if choice is None:
        return say("已交办{unit}。该单位还没有登记专员，请电话通知。", unit=unit)
    who = say("已交办{unit}，由{name}办理。企业也收到了消息。", unit=unit, name=choice.post.name)
    return who + "\n" + say("选择的理由：{why}。", why=Markup(why_chosen(choice)))


def assigned_in_short(unit: str, choice: Choice | None) -> str:
    """A shorter version, to fit above the button that was just tapped."""
    if choice is None:
        return assigned(unit, choice)
    name, why = choice.post.name, Markup(why_chosen(choice))
    return say("已交办{unit}，由{name}办理（{why}）。企业也收到了消息。", unit=unit, name=name, why=why)


def why_chosen(choice: Choice) -> str:
    """For the office, without a full stop."""
    why = _why(choice)
    if choice.away is None or choice.why in (ChoiceReason.SUBSTITUTE, ChoiceReason.ALL_AWAY):
        return why
    away = Markup(_away(choice.away))
    return say("{away}，改由{name}办理：{why}", away=away, name=choice.post.name, why=Markup(why))


def _why(choice: Choice) -> str:
    match choice.why:
        case ChoiceReason.OWN:
            return say("该企业的专员")
        case ChoiceReason.TOWNSHIP:
            return say("该企业在本辖区，联系的企业最少（{count} 家）", count=choice.count)
        case ChoiceReason.SUBSTITUTE:
            assert choice.away is not None
            return say("{away}，由{name}代办", away=Markup(_away(choice.away)), name=choice.post.name)
        case ChoiceReason.LEAST:
            return say("手上在办最少（{count} 件）", count=choice.count)
        case ChoiceReason.REACHABLE:
            return say("已绑定聊天，手上在办 {count} 件", count=choice.count)
        case ChoiceReason.NO_HANDLER:
            return say("本单位没有具办专员，由首席专员承办")
        case ChoiceReason.HANDLERS_AWAY:
            return say("具办专员都在休假，由首席专员承办")
        case ChoiceReason.ALL_AWAY:
            return say("本单位的专员都在休假")


def why_you(choice: Choice | None) -> str:
    """For the specialist, if there is more to say than that it was their turn; otherwise empty."""
    if choice is None:
        return ""
    match choice.why:
        case ChoiceReason.OWN:
            return say("您是这家企业的专员。")
        case ChoiceReason.TOWNSHIP:
            return say("这家企业在您的辖区，由您联系。")
        case ChoiceReason.SUBSTITUTE:
            assert choice.away is not None
            return say("{away}，由您代办。", away=Markup(_away(choice.away)))
        case _:
            return ""


def in_place_of(away: Post | None) -> str:
    """For the person notified in place of an absent handler; otherwise empty."""
    return say("承办的{away}，请您代办。", away=Markup(_away(away))) if away else ""


def _away(post: Post) -> str:
    """For example "李示例休假至11月30日"; the year is added if the leave ends in a different one."""
    assert post.leave is not None
    until = day_in_words(post.leave.last, post.leave.first.year)
    return say("{name}休假至{day}", name=post.name, day=until)
