"""What other bots do with a text: the first keyword decides, or every text is a new appeal."""

from understanding.model import Context, Kind, Meaning

WORDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.WITHDRAW, ("撤回", "撤销", "取消诉求")),
    (Kind.PROGRESS, ("进度", "进展", "到哪", "怎么样了")),
    (Kind.NO_CONTACT, ("没人联系", "没有联系", "没联系")),
    (Kind.NOT_SOLVED, ("没解决", "没有解决", "未解决")),
    (Kind.SOLVED, ("解决了", "办好了")),
    (Kind.SUPPLEMENT, ("补充", "忘了说")),
    (Kind.HUMAN, ("人工", "客服")),
    (Kind.CONTACT_OF, ("电话", "地址")),
    (Kind.MESSAGE, ("转告", "告诉")),
    (Kind.WISH, ("待办", "首页", "返回", "取消", "帮助", "语言")),
    (Kind.LOOKUP, ("SQ-", "sq-", "查")),
    (Kind.QUESTION, ("怎么办理", "什么材料", "请问", "吗", "?", "？")),
    (Kind.THANKS, ("谢谢", "你好", "您好", "辛苦")),
)
GREETINGS = {"你好", "您好", "在吗", "谢谢", "好的", "收到", "hello", "hi", "ok", "thanks"}


def by_keyword(text: str, context: Context) -> Meaning:
    kind = next((kind for kind, words in WORDS if any(word in text for word in words)), None)
    if kind is None:
        kind = Kind.ANSWER if context.asked else Kind.NEW
    return Meaning(kind, context.showing or context.spoken_of)


def every_text_is_new(text: str, _: Context) -> Meaning:
    greets = len(text) < 4 or text.lower().strip("!！。.~？? ") in GREETINGS
    return Meaning(Kind.THANKS if greets else Kind.NEW)
