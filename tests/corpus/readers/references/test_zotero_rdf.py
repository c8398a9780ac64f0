"""RDF of Zotero: each reference with an abstract or notes is an article, and so is a lone note."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.readers.conftest import ReadAs, read_one

HEAD = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:link="http://purl.org/rss/1.0/modules/link/" xmlns:dc="http://purl.org/dc/elements/1.1/">
"""
ITEM = """<bib:Article rdf:about="https://gazette.example/barrier">
    <z:itemType>newspaperArticle</z:itemType>
    <dcterms:isPartOf><bib:Part><dc:title>News</dc:title>
      <dcterms:isPartOf rdf:resource="urn:issn:1"/></bib:Part></dcterms:isPartOf>
    <bib:authors><rdf:Seq>
      <rdf:li><foaf:Person><foaf:surname>Marsh</foaf:surname><foaf:givenName>Ada</foaf:givenName>
      </foaf:Person></rdf:li>
      <rdf:li><foaf:Person><foaf:surname>Tidewire</foaf:surname></foaf:Person></rdf:li>
    </rdf:Seq></bib:authors>
    <dcterms:isReferencedBy rdf:resource="#item_2"/>
    <link:link rdf:resource="#item_3"/>
    <dc:title>Barrier shut for the &lt;i&gt;highest&lt;/i&gt; water</dc:title>
    <dcterms:abstract>The barrier was shut.</dcterms:abstract>
    <dc:date>2018-03-14</dc:date>
    <z:language>en-GB</z:language>
    <dc:identifier><dcterms:URI><rdf:value>https://gazette.example/barrier?a=1</rdf:value>
    </dcterms:URI></dc:identifier>
    <dcterms:dateSubmitted>2020-01-02 10:00:00</dcterms:dateSubmitted>
</bib:Article>
<bib:Newspaper rdf:about="urn:issn:1"><dc:title>Harbour Gazette</dc:title></bib:Newspaper>
<bib:Memo rdf:about="#item_2">
  <rdf:value>&lt;p&gt;Quoted in the council.&lt;/p&gt;</rdf:value></bib:Memo>
<z:Attachment rdf:about="#item_3"><z:itemType>attachment</z:itemType><dc:title>Snapshot</dc:title>
  <rdf:resource rdf:resource="files/3/barrier.html"/></z:Attachment>
<z:Collection rdf:about="#collection_1"><dc:title>Water</dc:title></z:Collection>
"""
FACTS = (
    "#https://gazette.example/barrier",
    "Barrier shut for the highest water",
    "2018-03-14",
    "Harbour Gazette",
    ("Ada Marsh", "Tidewire"),
    "The barrier was shut.\n\nQuoted in the council.",
)


def test_a_reference_is_an_article_with_its_abstract_and_its_notes(read_as: ReadAs) -> None:
    assert read_as("a.rdf", f"{HEAD}{ITEM}</rdf:RDF>") == [FACTS]


def test_the_address_is_that_of_the_reference_itself(tmp_path: Path) -> None:
    article = read_one(tmp_path, "a.rdf", f"{HEAD}{ITEM}</rdf:RDF>".encode())

    assert (article.url, article.language) == ("https://gazette.example/barrier?a=1", "en")


def test_a_lone_note_is_an_article_and_references_without_text_are_counted(
    read_as: ReadAs,
) -> None:
    note = (
        '<bib:Memo rdf:about="#n"><rdf:value>&lt;p&gt;Terns&lt;/p&gt;'
        "&lt;p&gt;They are back.&lt;/p&gt;</rdf:value></bib:Memo>"
    )
    book = '<bib:Book rdf:about="#b"><z:itemType>book</z:itemType><dc:title>B</dc:title></bib:Book>'

    assert read_as("a.rdf", f"{HEAD}{note}{book}</rdf:RDF>") == [
        ("##n", "Terns", None, None, (), "They are back."),
        "a.rdf: ignored 1 reference that has neither an abstract nor notes",
    ]


def test_references_before_the_end_of_a_file_that_is_cut_off_are_read(read_as: ReadAs) -> None:
    assert read_as("a.rdf", f"{HEAD}{ITEM}") == [FACTS, "a.rdf: is not valid RDF, line 30"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (f"{HEAD}</rdf:RDF>", "has no references"),
        (
            HEAD.replace("xmlns:link", 'xmlns:bibo="http://purl.org/ontology/bibo/" xmlns:link'),
            "is RDF of Bibliontology, which is not read: export Zotero RDF instead",
        ),
        (f"{HEAD}<bib:Memo>", "is not valid RDF, line 5"),
        (
            f'<!DOCTYPE x [<!ENTITY a "aaaa">]>{HEAD}</rdf:RDF>',
            "declares entities of its own, which are not read",
        ),
    ],
)
def test_what_has_no_article_is_one_line(read_as: ReadAs, content: str, reason: str) -> None:
    assert read_as("a.rdf", content) == [f"a.rdf: {reason}"]
