"""What is said when an appeal's handler is no longer in the directory."""

from collections.abc import Sequence

from appeals.phrases import EXCERPT_CHARS
from appeals.view import View
from appeals.words import attached, contact
from people.model import Post
from people.words import needs_invitation, post_in_words
from texts.lines import joined, shortened
from texts.speech import Markup, say
from workdays.deadline_rules import DeadlineRules, due_moment
from workdays.words import moment_in_words


def post_lost(post: Post, unit: str) -> str:
    """For whoever held it."""
    return say(
        "名录更新了：{post}不再由您担任，您这边不再看到和办理它的事，也不再收到提醒。如果弄错了，请联系营商办。",
        post=post_in_words(post, unit),
    )


def posts_lost(lost: Sequence[tuple[Post, str]], kept: Sequence[tuple[Post, str]]) -> str:
    """For the office. ``kept``: what those people still hold."""
    listed = Markup("、".join(post_in_words(*one) for one in lost))
    told = say("名录更新了，这些岗位的人不能再查看和办理，本人也收到了通知：{posts}。", posts=listed)
    return joined(told, needs_invitation(kept))


def passed_on(view: View) -> str:
    """For the enterprise."""
    name = view.handler.name if view.handler else say("专员")
    return say(
        "您的诉求 {number} 改由{unit}的{name}继续办理，时限不变。",
        number=view.appeal.number,
        unit=view.lead,
        name=name,
    )


def task_passed_on(view: View, rules: DeadlineRules) -> str:
    """For the specialist who takes it over."""
    due = view.progress.next_due or due_moment(view.progress.resolve_due, rules)
    number, enterprise = view.appeal.number, view.appeal.enterprise_name
    return joined(
        say("<b>转给您办理</b>　{number}　{enterprise}", number=number, enterprise=enterprise),
        say("{text}", text=shortened(view.text, EXCERPT_CHARS)),
        attached(view),
        contact(view),
        say("原来的承办人已不在名录中。下一步请在 <b>{due}</b> 前办好。", due=moment_in_words(due)),
    )


def returned(view: View) -> str:
    """For the office."""
    return say("诉求 {number} 的承办单位里没有人可以接手，请重新交办。", number=view.appeal.number)


def stranded(view: View) -> str:
    """For the office: the path has been announced to the enterprise, so the appeal stays with its unit."""
    about = {"number": view.appeal.number, "unit": view.lead}
    return say("诉求 {number} 由{unit}办理，但那里没有人可以接手了。请与该单位联系，并更新名录。", **about)
