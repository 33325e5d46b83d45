"""Off-the-shelf ways to search names: each returns the numbers of the keys, best first."""

import sqlite3
from collections.abc import Callable, Sequence

import tantivy
from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process, utils
from thefuzz import process as thefuzz_process  # type: ignore[import-untyped]  # it has no types

MOST = 40
Peer = Callable[[str], Sequence[int]]


def wratio(texts: Sequence[str]) -> Peer:
    def search(query: str) -> list[int]:
        found = process.extract(query, texts, scorer=fuzz.WRatio, processor=utils.default_process, limit=MOST)
        return [place for _, _, place in found]

    return search


def pinyin_wratio(texts: Sequence[str]) -> Peer:
    """Names and queries are converted to pinyin before they are compared."""
    spelt = [" ".join(lazy_pinyin(text)) for text in texts]

    def search(query: str) -> list[int]:
        found = process.extract(" ".join(lazy_pinyin(query)), spelt, scorer=fuzz.WRatio, limit=MOST)
        return [place for _, _, place in found]

    return search


def thefuzz(texts: Sequence[str]) -> Peer:
    numbered = dict(enumerate(texts))

    def search(query: str) -> list[int]:
        return [place for _, _, place in thefuzz_process.extract(query, numbered, limit=MOST)]

    return search


def fts5_trigram(texts: Sequence[str]) -> Peer:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE names USING fts5(name, tokenize='trigram')")
    database.executemany("INSERT INTO names(rowid, name) VALUES (?, ?)", enumerate(texts))

    def search(query: str) -> list[int]:
        pieces = {query[start : start + 3].replace('"', '""') for start in range(len(query) - 2)}
        if not pieces:
            return []
        wanted = " OR ".join(f'"{piece}"' for piece in sorted(pieces))
        sql = "SELECT rowid FROM names WHERE names MATCH ? ORDER BY rank LIMIT ?"
        return [row for (row,) in database.execute(sql, (wanted, MOST))]

    return search


def tantivy_grams(texts: Sequence[str]) -> Peer:
    """Single characters and pairs, ranked by BM25."""
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("name", tokenizer_name="grams")
    schema.add_unsigned_field("place", stored=True)
    index = tantivy.Index(schema.build())
    grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(1, 2)).filter(tantivy.Filter.lowercase()).build()
    index.register_tokenizer("grams", grams)
    writer = index.writer(num_threads=1)
    for place, text in enumerate(texts):
        writer.add_document(tantivy.Document(name=text, place=place))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(query: str) -> list[int]:
        terms = [*query, *(query[start : start + 2] for start in range(len(query) - 1))]
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "name", term.lower())) for term in terms
        ]
        hits = searcher.search(tantivy.Query.boolean_query(clauses), MOST).hits
        return [int(searcher.doc(address)["place"][0]) for _, address in hits]

    return search


PEERS: dict[str, Callable[[Sequence[str]], Peer]] = {
    "RapidFuzz WRatio": wratio,
    "pinyin + WRatio": pinyin_wratio,
    "thefuzz": thefuzz,
    "SQLite FTS5 trigram": fts5_trigram,
    "tantivy, 1- and 2-grams": tantivy_grams,
}
