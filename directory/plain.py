"""Text as it is compared: one width, one case, without signs and filler words. Any string goes in, none raises."""

import re
import unicodedata

LONGEST_QUERY = 200
LONGEST_TEXT = 6_000

FILLERS = re.compile(
    "请问一下|请问|你们好|您好|你好|麻烦|谢谢|帮忙|帮我|我们|我想|我要|想要|想问|咨询一下|请教|那个|这个|哪个|哪里|在哪|什么|怎么办理|怎么办|怎么|如何|"
    "的电话|电话是多少|电话号码|电话|联系方式|地址|负责人|负责|归谁|找谁|谁管|部门|单位|在不在|是多少|一下|[吗呢吧啊呀的了我找去要]"
)
AROUND = re.compile("^是?管(?![理网委])|^是|是$")  # «管环保的是», not «管委会»
STOPS = re.compile(r"[,.;:!?。、\n\r…]+")
SIGNS = re.compile(r"[\W_]+")
ADMINISTRATION = re.compile("^[^省市区县旗局]{0,8}[省市区县旗](?!场|政|管理|容|监|志)(?=.{3})")


def plain(text: str, limit: int = LONGEST_QUERY) -> str:
    """NFKC, lower case, letters and digits only."""
    return SIGNS.sub("", folded(text, limit))


def query(text: str) -> str:
    """``plain`` without filler words, unless nothing else is left."""
    whole = plain(text)
    return AROUND.sub("", FILLERS.sub("", whole)) or whole


def clauses(text: str) -> list[str]:
    """The clauses of a longer text, each plain: what stands between two stops or commas."""
    parts = (SIGNS.sub("", part) for part in STOPS.split(folded(text, LONGEST_TEXT)))
    return [part for part in parts if part]


def folded(text: str, limit: int) -> str:
    """NFKC and lower case; at most ``limit`` characters, also where one character becomes many («ﷺ»)."""
    return unicodedata.normalize("NFKC", text[:limit])[:limit].lower()


def core(name: str) -> str:
    """An official name without the districts in front of it («示例区卫生健康局» → «卫生健康局»)."""
    shorter = ADMINISTRATION.sub("", name)
    return ADMINISTRATION.sub("", shorter) if shorter != name else name
