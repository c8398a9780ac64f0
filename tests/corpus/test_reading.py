"""Files to articles: every format, where each fact came from, and bad files."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import UTF_8, Article, ArticleDate, Origin, Origins
from searchkit.corpus import read, walk
from searchkit.errors import UnreadableFileError
from searchkit.notes import Remark
from tests.corpus.conftest import LOOKED_FOR, PROSE, ReadFile, facts, only


def test_a_header_gives_the_date_and_the_first_sentence_the_title(read_file: ReadFile) -> None:
    text = "Otters swim. They also run.\n\nNobody knows why."

    assert read_file("2019/10/28/otters.txt", f" date 2019-10-25 {text}\n") == [
        Article(
            key="2019/10/28/otters.txt",
            title="Otters swim.",
            text=text,
            path="2019/10/28/otters.txt",
            date=ArticleDate.of_day(date(2019, 10, 25)),
            origins=Origins(title=Origin.FIRST_SENTENCE, date=Origin.HEADER, encoding=UTF_8),
        )
    ]


def test_a_day_in_the_story_or_an_impossible_header_is_no_date(read_file: ReadFile) -> None:
    assert facts(only(read_file("a.txt", "On 2021-03-14 the tide came. It went."))) == (
        "a.txt",
        "On 2021-03-14 the tide came.",
        None,
        None,
    )
    assert only(read_file("a.txt", " date 2021-02-30 The tide came.")).text == (
        "date 2021-02-30 The tide came."
    )


def test_the_source_may_be_how_the_article_speaks_of_its_own_paper(read_file: ReadFile) -> None:
    article = only(read_file("a.txt", f"{PROSE}\n“Never,” she told Us Weekly exclusively."))

    assert (article.source, article.origins.source) == ("Us Weekly", Origin.TEXT)


@pytest.mark.parametrize(
    ("name", "field", "date", "origin"),
    [
        ("a.md", "permalink: /2018/03/14/tides/", "2018-03-14", Origin.URL),
        ("a.md", "slug: 2018-03-14-tides", "2018-03-14", Origin.URL),
        ("a.md", "path: posts/2018/03/tides", "2018-03", Origin.URL),
        ("a.md", "url: https://a.example/blog/2018-03-14-tides", "2018-03-14", Origin.URL),
        ("a.md", "url: https://a.example/tides-18021210", "None", Origin.NONE),
        ("2018-03-14.md", "permalink: /2018/03/tides", "2018-03-14", Origin.PATH),
        ("2018-03-10.md", "permalink: /2018/03/14/tides", "2018-03-14", Origin.URL),
        ("a.md", "slug: 2018-03-14\ndate: 2019-01-02", "2019-01-02", Origin.FRONT_MATTER),
    ],
)
def test_an_address_may_hold_the_date(
    read_file: ReadFile, name: str, field: str, date: str, origin: Origin
) -> None:
    article = only(read_file(name, f"---\ntitle: Tides\n{field}\n---\n{PROSE}"))

    assert (str(article.date), article.origins.date) == (date, origin)


def test_an_object_of_json_is_one_article_named_by_its_path(read_file: ReadFile) -> None:
    record = {
        "id": 7,
        "headline": " The\nmoon ",
        "body": [PROSE, "", "It fell."],
        "pub_date": "2021-03",
        "published": None,
        "publisher": {"name": "Quayside Weekly"},
        "authors": [{"name": "Ada Marsh"}, "Hugo O'Brien & Ada Marsh"],
        "link": "https://a.example/moon",
        "language": "English",
    }

    assert read_file("moon.json", json.dumps(record)) == [
        Article(
            key="moon.json",
            title="The moon",
            text=f"{PROSE}\n\nIt fell.",
            path="moon.json",
            date=ArticleDate.of_month(2021, 3),
            source="Quayside Weekly",
            authors=("Ada Marsh", "Hugo O'Brien"),
            url="https://a.example/moon",
            language="en",
            origins=Origins(
                title=Origin.JSON,
                date=Origin.JSON,
                source=Origin.JSON,
                language=Origin.JSON,
                encoding=UTF_8,
            ),
        )
    ]


def test_a_record_without_a_source_is_from_the_domain_of_its_address(read_file: ReadFile) -> None:
    article = only(
        read_file("a.json", json.dumps({"text": PROSE, "url": "http://www.a.example/x"}))
    )

    assert (article.source, article.origins.source) == ("a.example", Origin.URL)


def test_the_articles_of_a_container_have_keys_of_their_own(read_file: ReadFile) -> None:
    records = [
        {"id": name, "text": PROSE} for name in ("a", "a", "a~2", 4, None, "x\ny", "9" * 300)
    ]

    assert [
        facts(found)[0] for found in read_file("c.json", json.dumps({"articles": records}))
    ] == [
        "c.json#a",
        "c.json#a~2",
        "c.json#a~2~2",
        "c.json#4",
        "c.json#5",
        "c.json#x\\x0ay",
        "c.json#7",
    ]


TRUNCATED = gzip.compress(PROSE.encode() * 100, mtime=0)[:-20]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", "", "a.txt: is empty"),
        ("a.md", " \n\n", "a.md: is empty"),
        ("a.json", "", "a.json: is empty"),
        ("a.jsonl", "", "a.jsonl: is empty"),
        ("a.jsonl", "\n \n", "a.jsonl: is empty"),
        ("a.txt.gz", gzip.compress(b"", mtime=0), "a.txt.gz: is empty"),
        ("a.txt", b"GIF89a\x00\x01", "a.txt: is binary, not text"),
        ("a.md", b"\x89PNG\r\n\x1a\n\x00", "a.md: is binary, not text"),
        ("a.json", b"\x00\x01", "a.json: is binary, not text"),
        ("a.jsonl", b"\xff\x00\x01\n", "a.jsonl: line 1: is binary, not text"),
        ("a.md", "---\ntitle: T\n---\n", "a.md: has no text"),
        ("a.md", "<!-- only a comment -->", "a.md: has no text"),
        (
            "a.json",
            '{"text": "Ti',
            "a.json: is not valid JSON: Unterminated string starting at line 1 column 10",
        ),
        (
            "a.json",
            '{"text":\n"Tide" x',
            "a.json: is not valid JSON: Expecting ',' delimiter at line 2 column 8",
        ),
        ("a.json", "[" * 100_000, "a.json: is not valid JSON: it is nested too deeply"),
        ("a.json", "1" * 5000, "a.json: is not valid JSON: it has a number that is too long"),
        (
            "a.json",
            "7",
            "a.json: is not an article: an object with a text, or a list of such, is needed",
        ),
        ("a.json", "[]", "a.json: has no articles in it"),
        (
            "a.json",
            '{"title": "T"}',
            f"a.json: has no text: {LOOKED_FOR}title",
        ),
        (
            "a.json",
            '[{"title": "T"}]',
            f"a.json: record 1: has no text: {LOOKED_FOR}title",
        ),
        ("a.json", '[{"text": " "}]', "a.json: record 1: has no text: nothing to read in text"),
        ("a.json", "[7]", "a.json: record 1: is not an object"),
        ("a.txt.gz", b"no gzip", "a.txt.gz: is not a valid gzip file"),
        ("a.txt.gz", TRUNCATED, "a.txt.gz: is a truncated gzip file"),
        ("a.jsonl.gz", b"no gzip", "a.jsonl.gz: is not a valid gzip file"),
        ("a.jsonl.gz", TRUNCATED, "a.jsonl.gz: is a truncated gzip file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_in_one_line(
    read_file: ReadFile, name: str, content: str | bytes, message: str
) -> None:
    assert read_file(name, content) == [message]


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_file_that_is_gone_since_it_was_listed_is_reported(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PROSE)
    listed = walk(tmp_path).files
    (tmp_path / name).unlink()

    assert [str(found) for found in read(tmp_path, listed[0])] == [
        f"{name}: cannot be read: No such file or directory"
    ]


def test_an_article_of_fifty_megabytes_is_read(read_file: ReadFile) -> None:
    sentence = "The tide came in twice, and nobody was told. "
    article = only(read_file("a.txt", "High water\n\n" + sentence * 1_150_000))

    assert article.title == "High water"
    assert len(article.text) == len(sentence) * 1_150_000 - 1


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "iso-8859-1"]
)
def test_text_is_read_in_the_encoding_that_it_has(read_file: ReadFile, encoding: str) -> None:
    text = "Les marées de l'été sont passées, et le café du port est resté fermé. " * 5

    assert only(read_file("a.txt", text.encode(encoding))).text == text.strip()


suffixes = st.sampled_from(["txt", "md", "json", "jsonl", "txt.gz", "md.gz", "json.gz", "jsonl.gz"])
fields = st.sampled_from(["title", "text", "date", "source", "author", "url", "id", "lang", "body"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(fields, inner, max_size=3),
    max_leaves=8,
)
contents = (
    st.binary()
    | st.text().map(str.encode)
    | st.builds(lambda block, text: f"---\n{block}\n---\n{text}".encode(), st.text(), st.text())
    | st.builds(lambda block, text: f"+++\n{block}\n+++\n{text}".encode(), st.text(), st.text())
    | st.lists(st.dictionaries(fields, values), max_size=3).map(
        lambda value: json.dumps(value).encode()
    )
    | st.dictionaries(fields, values).map(
        lambda value: f"---\n{json.dumps(value)}\n---\nT".encode()
    )
)


@given(suffix=suffixes, content=contents, packed=st.booleans())
def test_whatever_a_file_holds_articles_remarks_and_errors_come_out(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, content: bytes, packed: bool
) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / f"a.{suffix}").write_bytes(gzip.compress(content, mtime=0) if packed else content)

    for found in read(folder, walk(folder).files[0]):
        if isinstance(found, Article):
            assert found.title
            assert found.text == found.text.strip() != ""
            assert "\n" not in found.key + found.title + (found.source or "")
            json.dumps([found.key, found.title, found.text, found.source, found.authors]).encode()
            "".join([found.key, found.title, found.text, *found.authors]).encode()
        else:
            assert isinstance(found, (UnreadableFileError, Remark))
            assert "\n" not in str(found)
