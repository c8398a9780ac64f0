"""Files to articles: every format, where each fact came from, and bad files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import UTF_8, Article, ArticleDate, Origin, Origins
from searchkit.corpus import read, walk
from searchkit.corpus.facts.field_names import TEXT_NAMES
from searchkit.errors import UnreadableFileError
from searchkit.notes import Remark

ReadFile = Callable[[str, str | bytes], list[Article | str]]
PROSE = "The tide came in at noon, and the harbour master shut the gates."

LOOKED_FOR = f"looked for text, body, content and {len(TEXT_NAMES) - 3} other names, found only "


@pytest.fixture
def read_file(tmp_path: Path) -> ReadFile:
    """Write one file and read it; errors come as their whole messages."""

    def read_it(name: str, content: str | bytes) -> list[Article | str]:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return [
            found if isinstance(found, Article) else str(found)
            for listed in walk(tmp_path).files
            for found in read(tmp_path, listed)
        ]

    return read_it


def facts(found: Article | str) -> tuple[str, str, str | None, str | None]:
    """The key, the title, the date and the source of what was read."""
    assert isinstance(found, Article), found
    return found.key, found.title, str(found.date) if found.date else None, found.source


def only(found: list[Article | str]) -> Article:
    """The one article that was read."""
    assert len(found) == 1
    assert isinstance(found[0], Article), found[0]
    return found[0]


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


def test_a_first_line_that_stands_alone_is_the_title_and_leaves_the_text(
    read_file: ReadFile,
) -> None:
    article = only(read_file("Us Weekly/a.txt", f"\n\nWhy the tide came\n\n{PROSE}\nRead more\n"))

    assert article == Article(
        key="Us Weekly/a.txt",
        title="Why the tide came",
        text=f"{PROSE}\nRead more",
        path="Us Weekly/a.txt",
        source="Us Weekly",
        furniture=article.furniture,
        origins=Origins(title=Origin.FIRST_LINE, source=Origin.PATH, encoding=UTF_8),
    )
    assert [article.text[start:end] for start, end in article.furniture] == ["Read more"]


def test_a_headline_may_be_followed_by_a_single_line_end(read_file: ReadFile) -> None:
    assert only(read_file("a.text", f"Why, O'Brien?\nPhoto: Ada\n{PROSE}")).title == "Why, O'Brien?"


def test_furniture_at_the_head_is_no_title(read_file: ReadFile) -> None:
    article = only(read_file("a.txt", f"Advertisement\n\nWhy the tide came\n\n{PROSE}"))

    assert (article.title, article.origins.title) == ("Why the tide came", Origin.FIRST_SENTENCE)
    assert [article.text[start:end] for start, end in article.furniture] == ["Advertisement"]


def test_a_long_first_sentence_is_cut_between_words(read_file: ReadFile) -> None:
    title = only(read_file("a.txt", "Water rises and " * 40 + "falls. It stops.")).title

    assert title == "Water rises and " * 9 + "Water rises and…"


def test_a_first_sentence_does_not_end_at_an_abbreviation(read_file: ReadFile) -> None:
    assert only(
        read_file("a.txt", "Dr. Winther left the U.S. Navy at 9 p.m. on Friday. She slept.")
    ).title == ("Dr. Winther left the U.S. Navy at 9 p.m. on Friday.")


def test_the_source_may_be_how_the_article_speaks_of_its_own_paper(read_file: ReadFile) -> None:
    article = only(read_file("a.txt", f"{PROSE}\n“Never,” she told Us Weekly exclusively."))

    assert (article.source, article.origins.source) == ("Us Weekly", Origin.TEXT)


def test_yaml_front_matter_declares_the_facts(read_file: ReadFile) -> None:
    content = (
        "---\ntitle: The *moon* and the sea\nDate: 2021-03-14\nsite_name: Quayside Weekly\n"
        "author: By Ada Marsh and Hugo O'Brien\ncanonical-url: https://a.example/moon\n"
        "lang: en-GB\n---\n"
        "# The moon and the sea\n\nIt [pulls](http://b.example).\n"
    )

    assert read_file("moon.md", content) == [
        Article(
            key="moon.md",
            title="The moon and the sea",
            text="It pulls.",
            path="moon.md",
            date=ArticleDate.of_day(date(2021, 3, 14)),
            source="Quayside Weekly",
            authors=("Ada Marsh", "Hugo O'Brien"),
            url="https://a.example/moon",
            language="en",
            origins=Origins(
                title=Origin.FRONT_MATTER,
                date=Origin.FRONT_MATTER,
                source=Origin.FRONT_MATTER,
                encoding=UTF_8,
                language=Origin.FRONT_MATTER,
            ),
        )
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            '+++\ntitle = "Moon"\ndate = 2021-03-14T09:30:00Z\n+++\n' + PROSE,
            ("Moon", "2021-03-14T09:30:00Z"),
        ),
        ("Title: Moon\nDate: March 2021\n\n" + PROSE, ("Moon", "2021-03")),
        ("---\ntitle: Moon\ndate: soon\n---\n" + PROSE, ("Moon", None)),
        ("---\n---\n# Moon\n\n" + PROSE, ("Moon", None)),
        ("# Moon\n" + PROSE, ("Moon", None)),
        ("---\n\nMoon\n\n---\n\n" + PROSE, ("Moon", None)),
        (PROSE, (PROSE, None)),
    ],
)
def test_front_matter_is_yaml_or_toml_or_bare_lines_or_none(
    read_file: ReadFile, content: str, expected: tuple[str, str | None]
) -> None:
    assert facts(only(read_file("moon.md", content)))[1:3] == expected


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


def test_what_is_ignored_of_a_head_follows_its_article(read_file: ReadFile) -> None:
    article, *remarks = read_file(
        "a.md",
        "---\ntitle: Low: tide\nno field at all\ndate: 2019-02-30\ntitle: High\n"
        "source: {{source}}\n---\n" + PROSE,
    )

    assert facts(article) == ("a.md", "Low: tide", None, None)
    assert remarks == [
        "a.md: ignored line 3 of the front matter: “no field at all” is not a field",
        "a.md: ignored line 4 of the front matter: “2019-02-30” is not a date",
        "a.md: ignored line 5 of the front matter: title is given twice",
        "a.md: ignored line 6 of the front matter: source has not been filled in",
    ]


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


def test_lines_of_json_are_read_past_those_that_are_not(read_file: ReadFile) -> None:
    lines = [
        '{"id": "a", "text": "One."}',
        "",
        '{"text": "Two',
        "[]",
        '{"title": "T"}',
        '{"text": "Three."}',
    ]

    found = read_file("c.jsonl.gz", gzip.compress("\r\n".join(lines).encode()))

    assert [part if isinstance(part, str) else facts(part)[:2] for part in found] == [
        ("c.jsonl.gz#a", "One."),
        "c.jsonl.gz: line 3: is not valid JSON: Unterminated string starting at column 10",
        "c.jsonl.gz: line 4: has no articles in it",
        f"c.jsonl.gz: line 5: has no text: {LOOKED_FOR}title",
        ("c.jsonl.gz#6", "Three."),
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


def test_of_hundreds_of_accents_upon_one_letter_thirty_are_kept(read_file: ReadFile) -> None:
    accents = "\u0301\u0316"
    record = {
        "title": f"Ti{accents * 10_000}de",
        "text": f"The ti{accents * 10_000}de. {f'A{accents} ' * 200}end",
    }

    article = only(read_file("a.json", json.dumps(record)))

    assert article.title == normalize("NFC", f"Ti{accents * 15}de")
    assert article.text == normalize("NFC", f"The ti{accents * 15}de. {f'A{accents} ' * 200}end")


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


def test_line_ends_and_composed_letters_are_made_one(read_file: ReadFile) -> None:
    content = "naïve caf\u0065\u0301.\r\nTwo.\rThree.\u2028Four.\ufeff\n"

    assert only(read_file("a.txt", content)).text == "naïve café.\nTwo.\nThree.\nFour."


def test_escapes_in_json_that_are_no_characters_do_no_harm(read_file: ReadFile) -> None:
    article = only(
        read_file("a.json", '{"text": "A\\ud800B\\u0000C. Dé\\ud83d\\ude00", "title": "\\udc80"}')
    )

    assert article.text.encode().decode() == "A\ufffd\ufffd\ufffdBC. Dé\U0001f600"
    assert article.title.encode().decode() == "\ufffd\ufffd\ufffd"


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


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("packed", [False, True])
def test_json_lines_may_be_of_wide_units(read_file: ReadFile, codec: str, *, packed: bool) -> None:
    lines = "".join(
        json.dumps({"id": number, "text": f"Möwe {number}. {PROSE}"}, ensure_ascii=False) + "\r\n"
        for number in range(1, 3_000)
    )
    content = lines.encode(codec)

    found = (
        read_file("a.jsonl.gz", gzip.compress(content)) if packed else read_file("a.jsonl", content)
    )

    assert [article.text for article in found if isinstance(article, Article)] == [
        f"Möwe {number}. {PROSE}" for number in range(1, 3_000)
    ]


def test_a_line_of_json_may_hold_a_line_separator(read_file: ReadFile) -> None:
    line = json.dumps({"text": f"{PROSE}\u2028It fell.\x85"}, ensure_ascii=False)

    read_file("a.json", line)

    assert [
        article.text for article in read_file("a.jsonl", line) if isinstance(article, Article)
    ] == [f"{PROSE}\nIt fell."] * 2
