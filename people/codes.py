"""One-time codes as people write and enter them."""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from texts.speech import say

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's alphabet: no I, L, O, U, which are misread or form words
CODE_LENGTH = 8
MAX_WRONG_TRIES = 5
WRONG_TRIES_WINDOW = timedelta(hours=1)

WRITTEN = re.compile(r"(?:[一-龥:, ]{0,12}码[一-龥:, ]{0,4})?[0-9A-Za-z]{4}[-—– ][0-9A-Za-z]{4}[。.!]?")

PRINTED = re.compile(rf"(?<![0-9A-Za-z-])[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}(?![0-9A-Za-z-])")

SPEAKS_OF_CODE = re.compile(r"码|\bcode\b", re.IGNORECASE)
MAX_SENTENCE_CHARS = 120
_READ_AS = str.maketrans("ILO", "110")


@dataclass(frozen=True, slots=True)
class Declined:
    """A code that has no effect, and the sentence that explains it.

    Returned, not raised: an exception would roll back the transaction, and with it the record of the wrong try.
    """

    text: str


def new_code() -> str:
    """In its written form, like K7QF-29XM; with a digit and a letter, so that it is no word and no number."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if not code.isdigit() and not code.isalpha():
            return f"{code[:4]}-{code[4:]}"


def digest(code: str) -> str:
    """The stored form of a code, however it was typed: lower case, spaces, dashes, O for 0, I or L for 1."""
    typed = unicodedata.normalize("NFKC", code).upper()
    plain = "".join(sign for sign in typed if sign.isascii() and sign.isalnum()).translate(_READ_AS)
    return sha256(plain.encode()).hexdigest()


def is_written(text: str) -> bool:
    """Whether the text is a code as it is written on screens, and says nothing else: K7QF-29XM, 回执码是 k7qf 29xm."""
    typed = unicodedata.normalize("NFKC", text).strip()
    has_letter = any(sign.isascii() and sign.isalpha() for sign in typed)
    return WRITTEN.fullmatch(typed) is not None and has_letter and any(map(str.isdigit, typed))


def code_within(text: str) -> str:
    """The code, written as on screens, in a text that speaks of a code; "" if there is none."""
    found = PRINTED.search(text) if len(text) <= MAX_SENTENCE_CHARS and SPEAKS_OF_CODE.search(text) else None
    return found[0] if found and is_written(found[0]) else ""


def says_so(text: str) -> bool:
    """Whether a text that looks like a code must be one: it is written as we print it, or says what it is."""
    return "码" in text or PRINTED.fullmatch(text.strip()) is not None


def unknown() -> str:
    """The same text for codes that never existed, were used or were replaced, so that it tells a guesser nothing."""
    return say(
        "这个码无法使用。请核对是否输错；如已用过，邀请码请联系营商办重新发一个，绑定码请在原来的聊天里重新取一个，"
        "回执码以最近一次给您的为准。"
    )
