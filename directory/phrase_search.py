"""Finds many words in a text in one pass: each place is only tried for words that begin with its two characters."""

from collections.abc import Iterable, Iterator

MAX_GAP_CHARS = 4  # maximum number of characters between the parts of a split word


class PhraseSearch:
    """Searches for words of two or more characters."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {word for word in words if len(word) > 1}
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}
        self._rests: dict[str, list[str]] = {}
        for word in sorted(self._words):
            if len(word) > 3:
                self._rests.setdefault(word[:2], []).append(word[2:])

    def all(self, text: str) -> Iterator[tuple[int, str]]:
        """Every word with its start, including overlapping ones; longer ones first at the same start."""
        for start in range(len(text) - 1):
            for length in self._lengths.get(text[start : start + 2], ()):
                if (word := text[start : start + length]) in self._words:
                    yield start, word

    def parted(self, text: str) -> Iterator[tuple[int, str]]:
        """Words of four or more characters whose first two come a little before the others ("货车进城通行证")."""
        for start in range(len(text) - 1):
            head = text[start : start + 2]
            for rest in self._rests.get(head, ()):
                found = text.find(rest, start + 3, start + 2 + MAX_GAP_CHARS + len(rest))
                if found >= 0 and " " not in text[start:found]:
                    yield start, head + rest

    def longest(self, text: str) -> Iterator[tuple[int, str]]:
        """The longest word at each place from left to right, without overlaps."""
        free = 0
        for start, word in self.all(text):
            if start >= free:
                yield start, word
                free = start + len(word)
