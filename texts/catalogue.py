"""Maintains the translation catalogue: collects the sentences in code and pages, and updates the .po file to match.

``python -m texts.catalogue`` keeps every translation that is still used, adds new sentences without one, removes those
no longer used, and lists what is left to translate. The product itself never imports this file.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from texts.speech import CATALOGUES

ROOT = Path(__file__).parent.parent
ENGLISH = CATALOGUES / "en" / "LC_MESSAGES" / "qinqing.po"

# Calls whose first argument is a sentence. `ways.home` and `ways.cancel` pass theirs on to a `Label`.
MARKS = {"say", "Say", "Label", "translated", "sentence", "ways.home", "ways.cancel"}
# A single field and nothing else, bold or not, is the same in every language.
BARE = re.compile(r"\s*(<\w+>)*\{[^{}]*\}(</\w+>)*\s*")

HEADER = r"""# What is said to people, in English. `python -m texts.catalogue` keeps this file in line with the code.
msgid ""
msgstr ""
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where a sentence is used, and the fields that a translation may use: those that have a value in every place."""

    places: tuple[str, ...]
    fields: frozenset[str]


def main() -> None:
    found, old = sentences(), read(ENGLISH)
    new = updated(old, found)
    write(ENGLISH, new)
    gone = sorted({str(entry.id) for entry in old if entry.id} - found.keys())
    missing = [str(entry.id) for entry in new if entry.id and not entry.string]
    print(f"{ENGLISH.relative_to(ROOT)}: {len(found)} sentences, {len(gone)} dropped, {len(missing)} to translate")
    for sentence in gone:
        print(f"  dropped: {sentence!r}")
    for sentence in missing:
        print(f"  to translate: {sentence!r} ({', '.join(found[sentence].places)})")


def sentences() -> dict[str, Spoken]:
    """All sentences in the code and the pages, in the order of the files."""
    return gathered(
        (file.relative_to(ROOT).as_posix(), sentence, values)
        for file in _sources()
        for sentence, values in (in_page if file.suffix == ".html" else in_python)(file.read_text("utf-8"))
    )


def gathered(said: Iterable[tuple[str, str, frozenset[str]]]) -> dict[str, Spoken]:
    """From (place, sentence, names of its values); leaves out sentences that need no translation."""
    found: dict[str, Spoken] = {}
    for place, sentence, values in said:
        if BARE.fullmatch(sentence):
            continue
        here = fields(sentence) | values
        before = found.get(sentence, Spoken((), here))
        found[sentence] = Spoken(tuple(dict.fromkeys((*before.places, place))), before.fields & here)
    return found


def in_python(source: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Sentences with the names of the values passed with them.

    Babel's own extractor reads tokens and misses a ``say`` nested deep in the arguments of another.
    """
    for call in calls(source):
        match call.args:
            case [ast.Constant(value=str(sentence)), *_]:
                given = call.keywords if _name(call.func) == "say" else []
                yield sentence, frozenset(keyword.arg for keyword in given if keyword.arg)


def calls(source: str) -> list[ast.Call]:
    """Every call that takes a sentence, in source order."""
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _name(node.func) in MARKS]
    return sorted(found, key=lambda call: (call.lineno, call.col_offset))


def in_page(source: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The same for a Jinja2 template; sentences for the page's script are passed in by ``page.words``."""
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        match call.node, call.args:
            case nodes.Name(name="say"), [nodes.Const(value=str(sentence)), *_]:
                yield sentence, frozenset(keyword.key for keyword in call.kwargs)


def fields(sentence: str) -> frozenset[str]:
    """The field names in a sentence; "{item[1]}" counts as "item"."""
    names = (name for _, name, _, _ in Formatter().parse(sentence) if name is not None)
    return frozenset(re.split(r"[.\[]", name)[0] for name in names)


def updated(old: Catalog, found: dict[str, Spoken]) -> Catalog:
    new = Catalog()
    for sentence, spoken in found.items():
        before = old.get(sentence)
        new.add(sentence, before.string if before else "", locations=[(place, 0) for place in spoken.places])
    return new


def read(file: Path) -> Catalog:
    if not file.exists():
        return Catalog()
    with file.open("rb") as source:
        return read_po(source)


def write(file: Path, catalogue: Catalog) -> None:
    """Without dates and line numbers, so that the file changes only with its sentences and changes can be reviewed."""
    with file.open("wb") as target:
        target.write(HEADER.encode())
        write_po(target, catalogue, width=0, include_lineno=False, omit_header=True)


def _sources() -> Iterator[Path]:
    for package in sorted(init.parent for init in ROOT.glob("*/__init__.py")):
        yield from sorted(package.rglob("*.py"))
        yield from sorted(package.rglob("*.html"))


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            return f"{module}.{name}"
    return ""


if __name__ == "__main__":
    main()
