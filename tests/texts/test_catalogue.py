"""The English catalogue: complete, with matching placeholders, and maintained by a tool that loses nothing."""

import ast
import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, nodes

from texts.catalogue import (
    ENGLISH,
    ROOT,
    Spoken,
    calls,
    fields,
    gathered,
    in_page,
    in_python,
    read,
    sentences,
    updated,
    write,
)  # fmt: skip

FOUND = sentences()
TRANSLATED = {str(entry.id): str(entry.string) for entry in read(ENGLISH) if entry.id}

TAG = re.compile(r"</?\w+[^>]*>")
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
# Whoever cannot read English must find the way out of it.
IN_BOTH = {"语言 Language", "语言 / Language", "请选择语言。Please choose your language."}
OWN_NAMES = {"中文", "中", "切换到中文"}

WEBCHAT = ROOT / "bot" / "channels" / "webchat"


def test_every_sentence_has_an_english_translation() -> None:
    assert [sentence for sentence in FOUND if not TRANSLATED.get(sentence)] == []


def test_no_translation_is_kept_of_what_nobody_says_any_more() -> None:
    assert sorted(TRANSLATED.keys() - FOUND.keys()) == []


def test_a_translation_uses_only_values_that_are_given_wherever_it_is_said() -> None:
    assert {s: fields(TRANSLATED[s]) - FOUND[s].fields for s in FOUND if fields(TRANSLATED[s]) - FOUND[s].fields} == {}


def test_a_translation_has_the_tags_of_its_sentence() -> None:
    assert [s for s, english in TRANSLATED.items() if Counter(TAG.findall(s)) != Counter(TAG.findall(english))] == []


def test_a_translation_has_the_line_breaks_around_it_and_the_commands_in_it() -> None:
    def shape(text: str) -> tuple[str, str, int, list[str]]:
        return text[: -len(text.lstrip())], text[len(text.rstrip()) :], text.count("\n"), re.findall(r"/[a-z]+\b", text)

    assert [s for s, english in TRANSLATED.items() if shape(TAG.sub("", s)) != shape(TAG.sub("", english))] == []


def test_english_holds_no_chinese_but_where_a_language_is_chosen() -> None:
    assert {s for s, english in TRANSLATED.items() if CHINESE.search(english)} == IN_BOTH


def test_what_is_said_is_a_literal_that_the_catalogue_can_find() -> None:
    assert [place for file in sources("*.py") for place in _without_literal(file)] == []


def test_pages_and_scripts_say_nothing_past_the_catalogue() -> None:
    assert {run for file in sources("*.html") for run in _unsaid(file.read_text("utf-8"))} <= OWN_NAMES
    assert [file.name for file in (WEBCHAT / "static").rglob("*.js") if CHINESE.search(file.read_text("utf-8"))] == []


def test_a_sentence_deep_inside_the_values_of_another_is_found() -> None:
    source = 'say("甲{name}", name=person.name or Markup(say("乙")), other=1)\nLabel("丙{x}", when="x")\nsay(variable)'
    assert list(in_python(source)) == [
        ("甲{name}", {"name", "other"}),
        ("乙", frozenset()),
        ("丙{x}", frozenset()),
    ]


def test_labels_handed_on_and_tables_are_found() -> None:
    found = [
        text for text, _ in in_python('ways.home("甲")\nTABLE = (sentence("乙"),)\nother.home("丙")\nchats.say("丁")')
    ]
    assert found == ["甲", "乙"]


def test_sentences_of_a_page_are_found_wherever_they_stand() -> None:
    page = """<p title="{{ say('甲') }}">{% for a, b in [(say("乙"), 1)] %}{{ say("{n} 丙", n=b) }}{% endfor %}</p>"""
    assert dict(in_page(page)) == {"甲": frozenset(), "乙": frozenset(), "{n} 丙": {"n"}}


def test_a_sentence_said_in_two_places_has_only_the_values_given_in_both() -> None:
    said = [("a.py", "{n} 件", {"n", "name"}), ("b.py", "{n} 件", {"n", "unit"}), ("a.py", "{n} 件", {"name"})]
    assert gathered((place, sentence, frozenset(values)) for place, sentence, values in said) == {
        "{n} 件": Spoken(("a.py", "b.py"), frozenset({"n"}))
    }


@pytest.mark.parametrize("bare", ["{note}", "\n<b>{left}</b>", "{item[1]}"])
def test_what_is_one_field_only_needs_no_translation(bare: str) -> None:
    assert gathered([("a.py", bare, frozenset())]) == {}


def test_the_tool_keeps_what_is_translated_adds_what_is_new_and_drops_what_is_gone() -> None:
    old = Catalog()
    old.add("留", "stays")
    old.add("去", "goes")
    new = updated(old, {"留": Spoken(("a.py",), frozenset()), "新": Spoken(("b.py", "c.py"), frozenset())})
    assert {entry.id: entry.string for entry in new if entry.id} == {"留": "stays", "新": ""}
    added = new.get("新")
    assert added is not None
    assert [place for place, _ in added.locations] == ["b.py", "c.py"]


def test_the_file_is_as_the_tool_writes_it(tmp_path: Path) -> None:
    write(tmp_path / "now.po", updated(read(ENGLISH), FOUND))
    assert ENGLISH.read_text("utf-8") == (tmp_path / "now.po").read_text("utf-8"), "run python -m texts.catalogue"


def test_bringing_the_file_in_line_twice_changes_nothing_more(tmp_path: Path) -> None:
    write(tmp_path / "once.po", updated(read(ENGLISH), FOUND))
    write(tmp_path / "twice.po", updated(read(tmp_path / "once.po"), FOUND))
    assert (tmp_path / "twice.po").read_bytes() == (tmp_path / "once.po").read_bytes()
    assert b"charset=utf-8" in (tmp_path / "once.po").read_bytes()  # translators' editors ask for it


@given(
    st.dictionaries(st.text("办A1 {}<>/\"'\\%\n，", min_size=1, max_size=40).filter(str.strip), st.text('aB "\\\n%{}'))
)
def test_whatever_is_written_is_read_again(entries: dict[str, str]) -> None:
    catalogue = Catalog()
    for sentence, english in entries.items():
        catalogue.add(sentence, english)
    with TemporaryDirectory() as folder:
        write(Path(folder) / "any.po", catalogue)
        assert {entry.id: entry.string for entry in read(Path(folder) / "any.po") if entry.id} == entries


def sources(pattern: str) -> list[Path]:
    return [file for init in ROOT.glob("*/__init__.py") for file in init.parent.rglob(pattern)]


def _without_literal(file: Path) -> list[str]:
    """`bot/dialogs/widgets.py` passes on what windows were given, and `translated` what tables contain."""
    if file == ROOT / "bot" / "dialogs" / "widgets.py":
        return []
    said = [
        call for call in calls(file.read_text("utf-8")) if ast.unparse(call.func) in ("say", "Say", "Label", "sentence")
    ]
    return [f"{file.name}:{call.lineno}" for call in said if not _is_literal(call)]


def _is_literal(call: ast.Call) -> bool:
    if ast.unparse(call) in ("Label(label)",):
        return True  # bot/dialogs/ways.py: a label that its callers say, found there
    return bool(call.args) and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)


def _unsaid(page: str) -> list[str]:
    tree, said = Environment(autoescape=True).parse(page), {sentence for sentence, _ in in_page(page)}
    strings = [str(node.value) for node in tree.find_all(nodes.Const)]
    strings += [str(node.data) for node in tree.find_all(nodes.TemplateData)]
    return [run for text in strings if text not in said for run in CHINESE.findall(text)]
