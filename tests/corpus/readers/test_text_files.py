"""Exports of newspaper archives are parted into their articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Origin, Origins
from searchkit.corpus.readers.text_files import parts_of_export
from tests.corpus.readers.conftest import ReadText
from tests.corpus.readers.test_export_factiva import CODED_FACTIVA, PLAIN_FACTIVA
from tests.corpus.readers.test_export_nexis import NEXIS_UNI, OLD_NEXIS

PROQUEST = """____________________________________________________________

Report Information from ProQuest
15 March 2018 10:12
____________________________________________________________

Document 1 of 2

Barrier shut for the highest water in years

Author: Marsh, Ada; Wend, Hugo

Publication info: Harbour Gazette ; London (UK) [London (UK)]14 Mar 2018: 4.

ProQuest document link

Links: Linking Service

Abstract: The gates held.

Full text: The barrier was shut at four on Tuesday.

Location: the keeper would not say where he had stood.

The water stood a hand below its edge.

Subject: Floods; Barriers
Title: Barrier shut for the highest water in years
Publication title: Harbour Gazette
Pages: 4
Publication date: Mar 14, 2018
Language of publication: English
ProQuest document ID: 2013456789
Document URL: https://search.proquest.example/docview/2013456789
Copyright: Copyright Harbour Gazette Limited Mar 14, 2018
Last updated: 2018-03-15
Database: Newsstream
____________________________________________________________

Document 2 of 2

Title: Terns are back
Publication title: The Marram Post
Publication date: Mar 15, 2018
ProQuest document ID: 2013456790
Full text:
The terns came back to the spit.
____________________________________________________________

Contact ProQuest

Copyright © 2018 ProQuest LLC. All rights reserved.
"""

EXPORTS = {
    "old Nexis": OLD_NEXIS,
    "Nexis Uni": NEXIS_UNI,
    "Factiva with codes": CODED_FACTIVA,
    "Factiva": PLAIN_FACTIVA,
    "ProQuest": PROQUEST,
}
IDS = {
    "Factiva with codes": ("HARG000020180314ee3e0001a", "MARR000020180315ee3f00002"),
    "Factiva": ("HARG000020180314ee3e0001a", "MARR000020180315ee3f00002"),
    "ProQuest": ("2013456789", "2013456790"),
}


@pytest.mark.parametrize("kind", EXPORTS)
def test_each_article_of_an_export_has_its_facts(read_text: ReadText, kind: str) -> None:
    first, second = read_text(EXPORTS[kind])

    ids = IDS.get(kind, ("1", "2"))
    assert (first.key, second.key) == (f"export.txt#{ids[0]}", f"export.txt#{ids[1]}")
    assert first.title == "Barrier shut for the highest water in years"
    assert (first.source or "").partition(" (")[0] == "Harbour Gazette"
    assert str(first.date)[:10] == "2018-03-14"
    assert first.authors[:1] == ("Marsh, Ada" if kind == "ProQuest" else "Ada Marsh",)
    assert first.origins == Origins(
        title=Origin.HEADER,
        date=Origin.HEADER,
        source=Origin.HEADER,
        language=first.origins.language,
        encoding=first.origins.encoding,
    )
    assert (second.title, second.source) == ("Terns are back", "The Marram Post")
    assert str(second.date) == "2018-03-15"


@pytest.mark.parametrize("kind", EXPORTS)
def test_the_text_of_an_article_is_what_the_paper_printed(read_text: ReadText, kind: str) -> None:
    first, second = read_text(EXPORTS[kind])

    assert second.text in (
        "The terns came back to the spit.",
        "The terns came back to the spit on Thursday.",
    )
    assert "The barrier was shut at four on Tuesday" in first.text
    assert "the water stood a hand below its edge." in first.text.replace("The water", "the water")
    for added in ("words", "Copyright", "English", "ENGLISH", "2018", "Document", "Links", "NEWS"):
        assert added not in first.text


def test_a_paragraph_that_begins_like_a_field_stays(read_text: ReadText) -> None:
    assert "Location: the keeper would not say" in read_text(PROQUEST)[0].text
    assert "IN the morning the water stood" in read_text(CODED_FACTIVA)[0].text


def test_an_export_of_one_article_has_the_path_as_its_key(read_text: ReadText) -> None:
    one = "\n" + OLD_NEXIS.partition("2 of 2 DOCUMENTS")[0].replace("1 of 2", "1 of 1")

    [article] = read_text(one.replace("1 of 1 DOCUMENTS", "1 of 1 DOCUMENT"))

    assert (article.key, article.title) == (
        "export.txt",
        "Barrier shut for the highest water in years",
    )


def test_a_story_before_the_first_article_is_kept_and_the_head_of_an_order_is_not(
    read_text: ReadText,
) -> None:
    order = (
        "Time Of Request: Wednesday, March 14, 2018\n\nUNIVERSITY OF SANDHAVEN\n\nTerms: (tern)\n"
    )

    assert len(read_text(order + OLD_NEXIS)) == 2
    first, *_ = read_text("The tide came in at noon.\n\n" + OLD_NEXIS)
    assert (first.key, first.text) == ("export.txt#1", "The tide came in at noon.")


def test_a_part_of_an_export_that_is_cut_keeps_its_text(read_text: ReadText) -> None:
    cut = OLD_NEXIS.replace("2 of 2", "2 of 3") + "\n3 of 3 DOCUMENTS\n\nThe dredger sank at\n"

    *_, last = read_text(cut)

    assert (last.key, last.text) == ("export.txt#3", "The dredger sank at")


@pytest.mark.parametrize(
    "text",
    [
        "Lost\n\nThe box was marked\n\n1 of 3 DOCUMENTS\n\nand nobody had the others.",
        "The archive\n\nEvery page ends so:\n\nEnd of Document\n\nThat is all it says.",
        "The file\n\nIt was called\n\nDocument AFNR000020110101e7110002b\n\nand it was empty.",
        "A rule\n\n____________________________\n\nFull text: of the law, said ProQuest.\n\nNone.",
        "LENGTH: 4 metres\n\nThe boat was long, and nobody wanted it.",
        "HD  is what the sign said\n\nTD  said another.",
    ],
)
def test_a_text_with_a_line_of_an_export_is_an_ordinary_one(read_text: ReadText, text: str) -> None:
    [article] = read_text(text)

    assert parts_of_export(text) == ()
    assert article.key == "export.txt"
    assert f"{article.title}\n\n{article.text}".endswith(text.partition("\n\n")[2])


@pytest.mark.parametrize("kind", EXPORTS)
@given(data=st.data())
def test_no_word_of_a_story_is_lost_wherever_an_export_is_cut_or_lacks_a_blank_line(
    kind: str, data: st.DataObject
) -> None:
    lines = EXPORTS[kind].split("\n")
    blank = [number for number, line in enumerate(lines) if not line]
    if blank:
        del lines[data.draw(st.sampled_from(blank))]
    text = "\n".join(lines)
    cut = text[: data.draw(st.integers(0, len(text)) | st.just(len(text)))]

    parts = parts_of_export(cut)

    whole = " ".join(part.text for part in parts) or cut
    words = [word for word in ("barrier was shut", "below its edge", "terns came") if word in cut]
    assert [word for word in words if word in " ".join(whole.split())] == words
