from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus import FILE, Article, Corpus, line, parse, read, write

if TYPE_CHECKING:
    from pathlib import Path

names = st.one_of(st.none(), st.text(min_size=1))


@given(
    article=st.builds(
        Article,
        id=st.text(min_size=1),
        title=st.text(),
        text=st.text(),
        date=st.one_of(st.none(), st.dates().map(str)),
        source=names,
    )
)
def test_a_line_holds_the_whole_article(article: Article) -> None:
    assert parse(line(article)) == article


def test_a_gzipped_corpus_is_written_out_plain_up_to_the_limit(tmp_path: Path) -> None:
    articles = [Article(str(n), "Tïde", "Low water.", None, "Tide") for n in range(5)]
    (tmp_path / "given.jsonl.gz").write_bytes(gzip.compress("".join(map(line, articles)).encode()))
    made = write(read(tmp_path / "given.jsonl.gz"), tmp_path / "made", limit=3)

    assert made == Corpus(tmp_path / "made", articles=3, size=3 * (5 + 10))
    assert list(read(tmp_path / "made" / FILE)) == articles[:3]
