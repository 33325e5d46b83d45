"""What was computed for the search is read again at the next start, and whatever cannot be read is computed anew."""

from pathlib import Path

import pytest

from directory import pronunciation, pronunciation_store
from directory.index import Index
from directory.keys import keys
from directory.load import load
from directory.pronunciation import Pronunciation, Text, pronounce

TEXTS = [Text("市场监管局", False), Text("单示例", True), Text("办营业执照", False), Text("shi监局", False)]
QUERIES = ("市监局", "shijianju", "scjgj", "单示例", "danshili", "营业执照")


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pronunciation, "_kept", {})


def forget() -> None:
    pronunciation._kept.clear()


def same(one: Pronunciation, other: Pronunciation) -> bool:
    columns = all(getattr(one, name) == getattr(other, name) for name in pronunciation_store.COLUMNS)
    arrays = one.grams.arrays()
    grams = all((arrays[name] == array).all() for name, array in other.grams.arrays().items())
    return columns and grams and one.texts.tolist() == other.texts.tolist()


def test_what_is_kept_is_read_again_as_it_was(tmp_path: Path) -> None:
    computed = pronounce(TEXTS)
    pronunciation_store.save(tmp_path)
    forget()
    pronunciation_store.load(tmp_path)
    (read,) = pronunciation.kept().values()
    assert same(read, computed)
    assert pronounce(TEXTS) is read  # nothing is computed again


def test_a_whole_directory_answers_the_same_from_disk(tmp_path: Path) -> None:
    every = keys(load().directory)
    computed = Index(every)
    pronunciation_store.save(tmp_path)
    forget()
    pronunciation_store.load(tmp_path)
    read = Index(every)
    for query in QUERIES:
        assert read.search(query, query) == computed.search(query, query)


def test_other_texts_find_nothing_and_take_the_place_of_what_was_kept(tmp_path: Path) -> None:
    pronounce(TEXTS)
    pronunciation_store.save(tmp_path)
    forget()
    pronunciation_store.load(tmp_path)
    pronounce(TEXTS[:2])
    pronunciation_store.save(tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.name.removesuffix(pronunciation_store.SUFFIX) == list(pronunciation.kept())[-1]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not an archive", b"\x93NUMPY\x01\x00"])
def test_a_damaged_file_is_computed_again_and_replaced(tmp_path: Path, content: bytes) -> None:
    computed = pronounce(TEXTS)
    pronunciation_store.save(tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for damaged in (content, whole[: len(whole) // 2], whole[:200] + bytes(50) + whole[250:]):
        file.write_bytes(damaged)
        forget()
        pronunciation_store.load(tmp_path)
        assert same(pronounce(TEXTS), computed)
        pronunciation_store.save(tmp_path)
        forget()
        pronunciation_store.load(tmp_path)
        assert len(pronunciation.kept()) == 1


def test_a_folder_that_cannot_be_written_to_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    pronounce(TEXTS)
    pronunciation_store.load(tmp_path / "cache")
    pronunciation_store.save(tmp_path / "cache")


def test_no_more_is_remembered_than_a_directory_and_the_one_before_it() -> None:
    for length in range(1, 5):
        pronounce(TEXTS[:length])
    assert len(pronunciation.kept()) == pronunciation.MAX_KEPT
