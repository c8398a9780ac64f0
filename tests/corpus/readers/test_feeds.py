"""Feeds: what is an article's own, what is the feed's, and what is not well made."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Origin
from searchkit.corpus.readers.feeds import _harmless
from tests.corpus.conftest import ReadFile, only
from tests.corpus.readers.conftest import ReadAs

ITEM = (
    "<title>Low &amp; high tide</title><link>https://post.example/2020/05/low</link>"
    "<pubDate>Mon, 04 May 2020 12:30:00 GMT</pubDate>"
)
LOW = ("#https://post.example/2020/05/low", "Low & high tide", "2020-05-04T12:30:00Z")


def rss(*items: str, head: str = "<title>The Marram Post</title>") -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel>{head}{inner}</channel></rss>"
    )


def atom(entry: str, head: str = "<title>Marram</title>") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}<entry>{entry}</entry></feed>'


def test_the_whole_content_of_an_entry_counts_before_the_summary(read_as: ReadAs) -> None:
    item = (
        f"{ITEM}<description>In short.</description><dc:creator>Ann Author</dc:creator>"
        "<content:encoded><![CDATA[<p>One.</p><p>Two&nbsp;three.</p>]]></content:encoded>"
    )

    found = read_as("a.rss", rss(item))

    assert found == [(*LOW, "The Marram Post", ("Ann Author",), "One.\n\nTwo three.")]


def test_what_an_entry_says_comes_from_the_feed(read_file: ReadFile) -> None:
    article = only(read_file("a.rss", rss(ITEM, head="<title>M</title><language>de-DE</language>")))

    assert (article.url, article.language) == ("https://post.example/2020/05/low", "de")
    origins = article.origins
    assert (origins.title, origins.date, origins.source) == (Origin.FEED,) * 3


# A planet, where the outlet is the one that the entry names; an entry that says no more than when
# it was changed, whose author is the feed's; two contents, of which the longer one counts.
ENTRIES = {
    (
        "<title>A</title><id>u:1</id><published>2020-01-02T03:04:05Z</published>"
        "<updated>2021-01-01T00:00:00Z</updated><summary>short</summary>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p>'
        "<p>Two <i>it</i>.</p></div></content><source><title>Member</title>"
        "<author><name>Bo</name></author></source>"
    ): ("#u:1", "A", "2020-01-02T03:04:05Z", "Member", ("Bo",), "One.\n\nTwo it."),
    (
        "<title>A</title><id>u:1</id><updated>2021-01-01T12:00:00Z</updated>"
        "<summary>Short.</summary>"
    ): ("#u:1", "A", "2021-01-01T12:00:00Z", "Marram", ("Ed",), "Short."),
    (
        "<title>A</title><id>u:1</id><content>One.</content>"
        '<content type="html">&lt;p&gt;One and two.&lt;/p&gt;</content>'
    ): ("#u:1", "A", None, "Marram", ("Ed",), "One and two."),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_of_atom_is_read(read_as: ReadAs, entry: str) -> None:
    head = "<title>Marram</title><author><name>Ed</name></author>"

    assert read_as("a.atom", atom(entry, head)) == [ENTRIES[entry]]


def test_rdf_and_the_first_atom_are_read(read_as: ReadAs) -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="x"><title>Paper</title></channel><item rdf:about="a">'
        "<title>One</title><link>http://a.example</link><description>Text.</description>"
        "<dc:date>2003-04-05T10:00:00Z</dc:date><dc:creator>Bo</dc:creator></item></rdf:RDF>"
    )
    old = (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old</title><entry>'
        "<title>One</title><issued>2004-02-03T10:00:00Z</issued>"
        "<modified>2005-01-01T00:00:00Z</modified>"
        '<content type="text/html" mode="escaped">&lt;p&gt;Body&lt;/p&gt;</content></entry></feed>'
    )

    assert read_as("a.rdf", rdf) == [
        ("#a", "One", "2003-04-05T10:00:00Z", "Paper", ("Bo",), "Text.")
    ]
    assert read_as("a.rdf", old) == [("#One", "One", "2004-02-03T10:00:00Z", "Old", (), "Body")]


def test_an_address_within_a_site_is_whole(read_file: ReadFile) -> None:
    head = "<title>M</title><link>https://post.example/news/</link>"
    item = "<title>Low</title><link>/2020/low?a=1</link>"

    assert only(read_file("a.rss", rss(item, head=head))).url == "https://post.example/2020/low?a=1"
    assert only(read_file("a.rss", rss(item))).url is None


def test_entries_keep_their_keys_when_others_come_before_them(read_as: ReadAs) -> None:
    low, high = f"{ITEM}<guid>low</guid>", "<title>High</title><guid>high</guid>"
    keys = [found[0] for found in read_as("a.rss", rss(low))]

    assert keys == ["#low"]
    assert [found[0] for found in read_as("a.rss", rss(high, low))] == ["#high", "#low"]


def test_an_entry_is_called_by_its_address_its_title_or_its_number(read_as: ReadAs) -> None:
    long = "https://post.example/" + "a" * 300
    items = (ITEM, "<title>High</title>", "<description>No title.</description>", ITEM)

    found = read_as("a.rss", rss(*items, f"<title>L</title><link>{long}</link>"))

    assert [each[0] for each in found] == [
        "#https://post.example/2020/05/low",
        "#High",
        "#3",
        "#https://post.example/2020/05/low~2",
        "#44f567b9c8ffae48",
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A &amp; B", "A & B"),
        ("A &amp;amp; B", "A & B"),
        ("<![CDATA[A &#8217;s <b>tide</b>]]>", "A ’s tide"),
        ("Q&A and R & D", "Q&A and R & D"),
        ("Sum&nbsp;up &mdash; now", "Sum up — now"),
        ("wrap it in &lt;b&gt; and &lt;/b&gt;", "wrap it in <b> and </b>"),
    ],
)
def test_a_title_is_read_however_it_was_escaped(read_as: ReadAs, title: str, expected: str) -> None:
    found = read_as("a.rss", rss(f"<title>{title}</title><description>Text.</description>"))

    assert [each[1] for each in found] == [expected]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mon, 04 May 2020 12:30:00 GMT", "2020-05-04T12:30:00Z"),
        ("04 May 20 12:30 GMT", "2020-05-04T12:30:00Z"),
        ("lun., 04 mai 2020 12:30:00 GMT", "2020-05-04T12:30:00Z"),
        ("2020-05-04", "2020-05-04"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("soon", None),
    ],
)
def test_a_date_is_read_however_it_was_written(
    read_as: ReadAs, written: str, expected: str | None
) -> None:
    found = read_as("a.rss", rss(f"<title>A</title><pubDate>{written}</pubDate>"))

    assert [each[2] for each in found] == [expected]


@pytest.mark.parametrize(
    ("feed", "text"),
    [
        (rss(f"{ITEM}<description>Ebb \x0b& <i>flow</description>"), "Ebb & flow"),
        ("\ufeff\n  " + rss(f"{ITEM}<description>Ebb</description>"), "Ebb"),
        (rss(f"{ITEM}<description>Ebb</description>")[:-20], "Ebb"),
        (rss(f"{ITEM}<description>Ebb <b>flow</description>"), "Ebb flow"),
        (rss(f"{ITEM}<description>&amp;lt;p&amp;gt;Ebb&amp;lt;/p&amp;gt;</description>"), "Ebb"),
        (rss(f"{ITEM}<content:encoded> </content:encoded><description>Ebb</description>"), "Ebb"),
        (rss(f"{ITEM}<unknown:x>y</unknown:x><description>Ebb</description>"), "Ebb"),
        (rss(ITEM), "Low & high tide"),
    ],
)
def test_a_feed_that_is_not_well_made_is_read(read_as: ReadAs, feed: str, text: str) -> None:
    assert read_as("a.xml", feed) == [(*LOW, "The Marram Post", (), text)]


def test_the_encoding_that_a_feed_is_in_counts_and_not_the_one_that_it_names(
    read_as: ReadAs,
) -> None:
    feed = rss(f"{ITEM}<description>Am Hafen war es während der Ebbe still, schön.</description>")

    texts = [
        read_as("a.rss", feed.encode("cp1252"))[0][-1],
        read_as("a.rss", feed.replace("utf-8", "windows-1251").encode())[0][-1],
        read_as("a.rss", feed.encode("utf-16"))[0][-1],
    ]

    assert set(texts) == {"Am Hafen war es während der Ebbe still, schön."}


def test_what_has_nothing_to_read_is_named(read_as: ReadAs) -> None:
    empty = "<link>https://post.example/a</link>"

    assert read_as("a.rss", rss(empty, ITEM)) == [
        (*LOW, "The Marram Post", (), "Low & high tide"),
        "a.rss: ignored entry 1, which has no text",
    ]
    assert read_as("a.rss", rss(*[empty] * 12)) == [
        "a.rss: ignored 12 entries, which have no text: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and others"
    ]
    assert read_as("a.rss", rss()) == ["a.rss: is a feed without entries"]


def test_a_space_in_the_name_of_a_namespace_costs_no_entry(read_as: ReadAs) -> None:
    feed = rss("<title>High</title><description>It came.</description>").replace(
        "xmlns:dc", 'xmlns:x="https://post.example/a b " xmlns:dc'
    )

    assert [each[1] for each in read_as("a.rss", feed)] == ["High"]


def test_no_entity_is_made_large_and_no_file_is_looked_into(read_as: ReadAs) -> None:
    doctype = (
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
        '<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY post "The Post">]>'
    )
    feed = rss("<title>&b; &x; &post; &a;</title>").replace("<rss", f"{doctype}<rss")

    assert [each[1] for each in read_as("a.xml", feed)] == ["&b; &x; The Post aaaaaaaaaa"]


def test_pages_and_posts_of_wordpress_are_articles_and_its_menus_are_not(read_as: ReadAs) -> None:
    kinds = ("post", "attachment", "page", "nav_menu_item")
    items = (
        f"<title>{kind}</title><wp:post_type>{kind}</wp:post_type>"
        "<wp:post_id>7</wp:post_id><description/>"
        for kind in kinds
    )
    feed = rss(*items).replace("xmlns:dc", 'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc')

    assert [each[1] for each in read_as("a.xml", feed)] == ["post", "page"]


@given(st.text(alphabet='<>&;![]CDAT-?ab "=/\x00é', max_size=60))
def test_text_without_signs_of_xml_stays_as_it_is(text: str) -> None:
    bare: Any = text.translate({ord(sign): None for sign in "<&\x00"}).lstrip(" ")

    assert _harmless(bare) == bare
