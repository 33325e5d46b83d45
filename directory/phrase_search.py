"""Finds many words in a text at once: at each place only words are tried that begin with the two signs there."""

from collections.abc import Iterable, Iterator

GAP = 4  # signs that may part a word


class PhraseSearch:
    """Words of two signs and more."""

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
        """Every word and where it begins, overlapping ones too; at one place the longer first."""
        for start in range(len(text) - 1):
            for length in self._lengths.get(text[start : start + 2], ()):
                if (word := text[start : start + length]) in self._words:
                    yield start, word

    def parted(self, text: str) -> Iterator[tuple[int, str]]:
        """Words of four signs and more whose first two stand a little before the others («货车进城通行证»)."""
        for start in range(len(text) - 1):
            head = text[start : start + 2]
            for rest in self._rests.get(head, ()):
                found = text.find(rest, start + 3, start + 2 + GAP + len(rest))
                if found >= 0 and " " not in text[start:found]:
                    yield start, head + rest

    def longest(self, text: str) -> Iterator[tuple[int, str]]:
        """From left to right the longest word at each place, without overlaps."""
        free = 0
        for start, word in self.all(text):
            if start >= free:
                yield start, word
                free = start + len(word)
