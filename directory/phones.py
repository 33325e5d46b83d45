"""Telephone numbers as found in a directory: mobile, fixed line with its area code, service numbers."""

import re
import unicodedata

import phonenumbers

SERVICE = re.compile(r"1[12]\d|12\d{3}|9[56]\d{3}")  # 110, 12345, 95598
EXTENSION = re.compile(r"(?:转|-)(\d{1,6})$")


def is_phone(text: str) -> bool:
    """Whether ``text`` is one valid Chinese telephone number; a fixed line may have an extension ("转801")."""
    number = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text))
    return bool(SERVICE.fullmatch(number)) or _valid(number) or _valid(EXTENSION.sub("", number))


def digits(text: str) -> str:
    """The digits in ``text`` as ASCII, full-width ones included."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))


def _valid(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, "CN"))
    except phonenumbers.NumberParseException:
        return False
