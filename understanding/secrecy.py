"""The wish that an appeal be kept secret: said by itself while the appeal is written, or within what it tells."""

import re

from texts.folding import folded

MAX_TOLD_CHARS = 2000  # characters of a text that are looked at
MAX_WISH_CHARS = 40  # characters of a wish; a longer text tells more of the matter
MAX_BARE_WISH_CHARS = 16  # a longer wish says something of the matter, too
KEPT = "保密(?!协议|合同|资料|局|单位|柜|室|箱|要求|制度|工作|资格)"
WISH = re.compile(
    f"{KEPT}|(?:找|交|给|去|报|让|由|只|请)(?:给|到|让)?纪委|纪委.{{0,4}}(?:来|管|办|看)|"
    "(?<!他们)(?<!她们)(?<![他她])(?:不能|不要|不想|别)(?:让|给|叫)(?![我俺咱]).{1,10}(?:知道|看到|看见|晓得)|"
    "\\bconfidential(?:ly)?\\b|^(?:please |pls |but )?(?:do not|don.?t) (?:let|tell|show)(?! me| us)\\b"
)
NOT_TO_TELL = re.compile(
    "(?:别|不要|不能)再?(?:告诉|说给|(?:让|给)(?=.{1,8}(?:知道|看))|[跟和对](?=.{1,8}[说讲提]))(?![我俺咱])|"
    "(?:do not|don.?t) (?:tell|let|show)\\b(?! me| us)"
)
ASKS = re.compile("[?？吗么]|行不行|[可会能是][不没][可会能是]|看得到|能看到|谁|怎么|什么|为啥")
SAID_BY_OTHERS = re.compile(
    "(?:不(?:需要|用|要|必|想)?|没必要|别)(?:再)?(?:找|交|给|让|叫|去)?(?:给)?(?:保密|匿名|纪委)|纪委.{0,3}一伙|"
    "纪委.{0,4}(?:反映|举报|说|投诉|告|找|去|报)过|纪委.{0,8}(?:没|不)(?:用|管|理|受理|回)|"
    "(?:窗口|他们?|她们?|对方|人家|^)(?:都|也)?说.{0,10}保密|保密.{0,4}不(?:让|给|能|告诉)|看到(?:合同|图纸|配方)"
)
TOLD = re.compile(
    f"(?:请|希望|要求|能否|能不能|务必|麻烦|帮我们?|替我们?|为我们?|给我们?)(?:一定|务必|你们?|您)*(?:帮|替|为|给|对)?(?:我们?)?{KEPT}|"
    "(?<!他们)(?<!她们)(?<![他她])(?:不能|不要|不想|别)(?:让|给|叫)(?![我俺咱]).{1,10}(?:知道|晓得|看出)|"
    "只(?:能|许)?(?:让|给|由|交|交给|找)?(?:区)?纪委|"
    "\\bkeep (?:this|it|my name) (?:secret|confidential|private)\\b|"
    "\\b(?:do not|don.?t) (?:let|tell) .{1,24}(?:it was me|who (?:i am|complained|told)|my name)"
)


def is_wish(said: str) -> bool:
    """Whether a folded text that is said by itself asks for secrecy."""
    return len(said) <= MAX_WISH_CHARS and WISH.search(said) is not None and SAID_BY_OTHERS.search(said) is None


def is_chosen(said: str) -> bool:
    """Whether a folded text chooses secrecy where that is asked, and says more: "保密交纪委。不过所长姓孙"."""
    return is_wish(said) and ASKS.search(said) is None


def keeps_from(text: str) -> bool:
    """Whether something told on the way is to be kept from somebody: "挺好的，就是这事别告诉老张"."""
    said = folded(text, MAX_TOLD_CHARS)
    return TOLD.search(said) is not None or NOT_TO_TELL.search(said) is not None


def is_bare(said: str) -> bool:
    return len(said) <= MAX_BARE_WISH_CHARS


def is_told(text: str) -> bool:
    """Whether what somebody tells asks for secrecy on the way."""
    return TOLD.search(folded(text, MAX_TOLD_CHARS)) is not None
