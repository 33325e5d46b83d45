"""The key by which two spellings of a name are the same: of units, people and enterprises."""

import re
from functools import lru_cache

from texts.folding import folded, without_invisible

MAX_NAME_CHARS = 2_000
SIGNS = re.compile(r"[\W_]+")
# "李示例（兼）" is 李示例; any other addition in brackets tells two people apart
REMARK = re.compile(r"[(【\[〔](?:兼|兼任|兼职|挂职|代|代理|借调|返聘|临时)[)】\]〕]")


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """Without blanks, invisible signs, brackets, dots and remarks on an office; width, case and script folded. "" if
    there is nothing else. Lists are typed by hand: the key says who is meant, the spelling is the office's."""
    return SIGNS.sub("", REMARK.sub("", folded(without_invisible(name), MAX_NAME_CHARS)))
