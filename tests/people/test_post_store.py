"""Posts have one owner: whatever is written of them is written by people."""

import re

from tests.project import ROOT, product_files

WRITING = re.compile(r"\b(?:insert|update|upsert|delete)\((?:session, )?PostRow\b|(?<!class )\bPostRow\(")


def test_posts_are_written_by_people_alone() -> None:
    writers = [str(file.relative_to(ROOT)) for file in product_files() if WRITING.search(file.read_text("utf-8"))]
    assert writers == ["people/post_store.py"]
