"""Fields of Office documents: instructions that start a program, or fetch something, when the document is opened."""

import re
from collections.abc import Mapping
from typing import IO
from xml.parsers import expat

from bot.files import refusals

COMMANDS = re.compile(
    r"\bDDE(?:AUTO)?\s|\bINCLUDE(?:PICTURE|TEXT)\s+[^A-Za-z]{0,8}(?:https?:|file:|[\\]{2})", re.IGNORECASE
)
OLD_COMMANDS = re.compile(
    rb"\x13\s*(?:DDE(?:AUTO)?\s|INCLUDE(?:PICTURE|TEXT)\s+\W{0,8}(?:https?:|file:|[\\]{2}))", re.I
)


def check(part: IO[bytes]) -> None:
    """Raises ``FileRefused`` for an XML part with such a field, and ``expat.ExpatError`` if it is not XML."""
    instructions = _Instructions()
    instructions.read(part)
    if COMMANDS.search("".join(instructions.text)):
        raise refusals.linked()


def check_old(document: bytes) -> None:
    """The same for the text of a Word file of Office 97 to 2003: a field begins with the character 13h there."""
    if OLD_COMMANDS.search(document.replace(b"\0", b"")):  # half of the text may be in UTF-16
        raise refusals.linked()


class _Instructions:
    """The text of all fields of a part; one field may be written in several pieces."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end

    def read(self, part: IO[bytes]) -> None:
        self._parser.ParseFile(part)

    def _begin(self, element: str, attributes: Mapping[str, str]) -> None:
        match _local(element):
            case "instrText":
                self._parser.CharacterDataHandler = self.text.append
            case "fldSimple":
                self.text += [f" {text} " for name, text in attributes.items() if _local(name) == "instr"]
            case "ddeLink":
                raise refusals.linked()

    def _end(self, element: str) -> None:
        if _local(element) == "instrText":
            self._parser.CharacterDataHandler = None


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
