"""EPUB files: a book is one article, and of a magazine each article is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.readers.conftest import ReadAs, read_one
from tests.helpers.office_making import make_epub, make_zip

TIDE = "The tide came in at noon."
LONG = f"{TIDE} " * 10
CHAPTERS = {"b.xhtml": f"<h1>First</h1><p>{TIDE}</p>", "a.xhtml": "<h1>Second</h1><p>It went.</p>"}
FACTS = (
    "<dc:title>High water</dc:title><dc:creator>Ada Marsh</dc:creator>"
    '<dc:creator opf:role="ill">Hugo Wend</dc:creator><dc:publisher>Marram Press</dc:publisher>'
    '<dc:date opf:event="modification">2020-01-01</dc:date><dc:date>2018-03</dc:date>'
)


def point(name: str, label: str, kind: str = "") -> str:
    return (
        f'<navPoint class="{kind}"><navLabel><text>{label}</text></navLabel>'
        f'<content src="{name}#top"/></navPoint>'
    )


def test_a_book_is_one_article_in_the_order_of_its_spine(read_as: ReadAs) -> None:
    assert read_as("a.epub", make_epub(CHAPTERS, facts=FACTS)) == [
        (
            "",
            "High water",
            "2018-03",
            "Marram Press",
            ("Ada Marsh",),
            f"First\n\n{TIDE}\n\nSecond\n\nIt went.",
        )
    ]


def test_contents_and_covers_are_left_out(tmp_path: Path) -> None:
    chapters = {"toc.xhtml": "<p>First, Second</p>", "cover.xhtml": "<p>Cover</p>", **CHAPTERS}
    guide = "".join(f'<reference type="{kind}" href="{kind}.xhtml"/>' for kind in ("toc", "cover"))
    content = make_epub(chapters, facts=FACTS, others=f"<guide>{guide}</guide>")

    assert read_one(tmp_path, "a.epub", content).text.startswith("First\n")


@pytest.mark.parametrize("date", ["2026-11-30T07:53:00Z", "0101-01-01T00:00:00+00:00"])
def test_the_day_a_file_was_made_is_not_when_it_was_published(tmp_path: Path, date: str) -> None:
    facts = (
        f'<dc:date>{date}</dc:date><meta property="dcterms:modified">2026-11-30T08:00:00Z</meta>'
    )

    assert read_one(tmp_path, "a.epub", make_epub(CHAPTERS, facts=facts)).date is None


def test_each_article_of_a_magazine_is_one(read_as: ReadAs) -> None:
    contents = point("c.xhtml", "News", "section") + "".join(
        point(name, label, "article")
        for name, label in {"b.xhtml": "First", "a.xhtml": "Second"}.items()
    )
    facts = "<dc:title>The Marram Post [14 Mar 2018]</dc:title><dc:date>2018-03-14</dc:date>"
    content = make_epub({"c.xhtml": "<p>News</p>", **CHAPTERS}, facts=facts, contents=contents)

    assert read_as("a.epub", content) == [
        ("#book/b.xhtml", "First", "2018-03-14", "The Marram Post", (), TIDE),
        ("#book/a.xhtml", "Second", "2018-03-14", "The Marram Post", (), "It went."),
    ]


def test_chapters_with_a_byline_or_a_day_beneath_their_headlines_are_articles(
    read_as: ReadAs,
) -> None:
    heads = {"One": "By Ada Marsh", "Two": "14 March 2018", "Three": "By Hugo Wend"}
    chapters = {
        f"{title}.xhtml": f"<h1>{title}</h1><p>{line}</p><p>{LONG}</p>"
        for title, line in heads.items()
    }

    assert [facts[:5] for facts in read_as("a.epub", make_epub(chapters))] == [
        ("#book/One.xhtml", "One", None, None, ("Ada Marsh",)),
        ("#book/Two.xhtml", "Two", "2018-03-14", None, ()),
        ("#book/Three.xhtml", "Three", None, None, ("Hugo Wend",)),
    ]


def test_chapters_of_a_book_are_not_articles(tmp_path: Path) -> None:
    chapters = {f"{n}.xhtml": f"<h1>Chapter {n}</h1><p>{LONG}</p>" for n in range(5)}

    assert read_one(tmp_path, "a.epub", make_epub(chapters, facts=FACTS)).title == "High water"


LOCK = '<e><EncryptionMethod Algorithm="x"/><CipherReference URI="book/b.xhtml"/></e>'
PARTS = {
    "META-INF/container.xml": '<container><rootfile full-path="book/content.opf"/></container>',
    "META-INF/encryption.xml": LOCK,
    "book/content.opf": '<package><manifest><item id="b" href="b.xhtml"'
    ' media-type="application/xhtml+xml"/></manifest><spine><itemref idref="b"/></spine></package>',
    "book/b.xhtml": TIDE,
}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (make_zip({"a.txt": "High water"}), "is not an EPUB file, but something else"),
        (make_zip(PARTS), "is encrypted (DRM)"),
        (make_epub({}), "has no text"),
        (make_epub(CHAPTERS, others="<package>"), "is not valid EPUB, line 1"),
    ],
)
def test_what_is_no_article_is_one_line(read_as: ReadAs, content: bytes, reason: str) -> None:
    assert read_as("a.epub", content) == [f"a.epub: {reason}"]
