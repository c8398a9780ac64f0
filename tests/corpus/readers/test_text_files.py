"""Exports of newspaper archives are parted into their articles."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Article, Origin, Origins
from searchkit.corpus import read, walk
from searchkit.corpus.readers.text_files import parts_of_export

ReadFile = Callable[[str], list[Article]]

OLD_NEXIS = """


                               1 of 2 DOCUMENTS


                           Harbour Gazette (London)

                            March 14, 2018 Wednesday
                                  Final Edition

Barrier shut for the
highest water in years

BYLINE: Ada Marsh in Sandhaven and Hugo Wend

SECTION: NEWS; Pg. 4

LENGTH: 523 words

DATELINE: SANDHAVEN

HIGHLIGHT: The gates held, and the town slept.

   The barrier was shut at four on Tuesday, for the first time since it was
rebuilt, and the water stood a hand below its edge.

   NOTES: nobody had slept, said the keeper, and nobody would.

GRAPHIC: The gates of the barrier at dawn.

LOAD-DATE: March 15, 2018

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                   Copyright 2018 Harbour Gazette Limited
                              All Rights Reserved


                               2 of 2 DOCUMENTS


                               The Marram Post

                       Copyright 2018 Marram Media Ltd.
                              All Rights Reserved

                                15 March 2018

Terns are back

LENGTH: 40 words

The terns came back to the spit on Thursday.

LOAD-DATE: March 16, 2018
"""

NEXIS_UNI = """Barrier shut for the highest water in years

Harbour Gazette (London)
March 14, 2018 Wednesday 9:30 PM GMT

Copyright 2018 Harbour Gazette Limited All Rights Reserved
Section: NEWS; Pg. 4
Length: 523 words
Byline: Ada Marsh, Environment Correspondent
Highlight: The gates held.
Body

The barrier was shut at four on Tuesday.

The water stood a hand below its edge.

Load-Date: March 15, 2018

End of Document

Terns are back

The Marram Post
March 15, 2018 Thursday

Section: NATURE
Length: 40 words
Body

The terns came back to the spit.

Load-Date: March 16, 2018

End of Document
"""

CODED_FACTIVA = """SE  News
HD  Barrier shut for the highest
    water in years
BY  By Ada Marsh
WC  523 words
PD  14 March 2018
ET  09:30
SN  Harbour Gazette
SC  HARG
ED  First
PG  4
LA  English
CY  Copyright 2018. Harbour Gazette Limited.
LP
The barrier was shut at four on Tuesday.

TD
IN the morning the water stood a hand below its edge.

CO  brrier : Barrier Board
IN  iwater : Water
NS  gdis : Disasters
PUB  Harbour Gazette Limited
AN  Document HARG000020180314ee3e0001a

HD  Terns are back
WC  40 words
PD  15 March 2018
SN  The Marram Post
LP
The terns came back to the spit.
AN  Document MARR000020180315ee3f00002
"""

PLAIN_FACTIVA = """News
Barrier shut for the highest water in years
By Ada Marsh
523 words
14 March 2018
09:30
Harbour Gazette
HARG
First
4
English
Copyright 2018. Harbour Gazette Limited. All Rights Reserved.

The barrier was shut at four on Tuesday.

The water stood a hand below its edge.

Document HARG000020180314ee3e0001a

Terns are back
40 words
15 March 2018
The Marram Post
MARR
English
(c) 2018 Marram Media Ltd.

The terns came back to the spit.

Document MARR000020180315ee3f00002

© 2018 Factiva, Inc. All rights reserved.
"""

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


@pytest.fixture
def read_text(tmp_path: Path) -> ReadFile:
    """Read a text file of that content."""

    def read_it(content: str) -> list[Article]:
        (tmp_path / "export.txt").write_text(content)
        listed = walk(tmp_path).files
        return [one for file in listed for one in read(tmp_path, file) if isinstance(one, Article)]

    return read_it


@pytest.mark.parametrize("kind", EXPORTS)
def test_each_article_of_an_export_has_its_facts(read_text: ReadFile, kind: str) -> None:
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
def test_the_text_of_an_article_is_what_the_paper_printed(read_text: ReadFile, kind: str) -> None:
    first, second = read_text(EXPORTS[kind])

    assert second.text in (
        "The terns came back to the spit.",
        "The terns came back to the spit on Thursday.",
    )
    assert "The barrier was shut at four on Tuesday" in first.text
    assert "the water stood a hand below its edge." in first.text.replace("The water", "the water")
    for added in ("words", "Copyright", "English", "ENGLISH", "2018", "Document", "Links", "NEWS"):
        assert added not in first.text


def test_the_paragraphs_of_older_nexis_are_put_together_again(read_text: ReadFile) -> None:
    first, _ = read_text(OLD_NEXIS)

    assert first.text == (
        "The gates held, and the town slept.\n\n"
        "The barrier was shut at four on Tuesday, for the first time since it was "
        "rebuilt, and the water stood a hand below its edge.\n\n"
        "NOTES: nobody had slept, said the keeper, and nobody would.\n\n"
        "The gates of the barrier at dawn."
    )
    assert first.authors == ("Ada Marsh", "Hugo Wend")
    assert first.language == "en"


def test_a_paragraph_that_begins_like_a_field_stays(read_text: ReadFile) -> None:
    assert "Location: the keeper would not say" in read_text(PROQUEST)[0].text
    assert "IN the morning the water stood" in read_text(CODED_FACTIVA)[0].text


def test_an_export_of_one_article_has_the_path_as_its_key(read_text: ReadFile) -> None:
    one = "\n" + OLD_NEXIS.partition("2 of 2 DOCUMENTS")[0].replace("1 of 2", "1 of 1")

    [article] = read_text(one.replace("1 of 1 DOCUMENTS", "1 of 1 DOCUMENT"))

    assert (article.key, article.title) == (
        "export.txt",
        "Barrier shut for the highest water in years",
    )


def test_a_story_before_the_first_article_is_kept_and_the_head_of_an_order_is_not(
    read_text: ReadFile,
) -> None:
    order = (
        "Time Of Request: Wednesday, March 14, 2018\n\nUNIVERSITY OF SANDHAVEN\n\nTerms: (tern)\n"
    )

    assert len(read_text(order + OLD_NEXIS)) == 2
    first, *_ = read_text("The tide came in at noon.\n\n" + OLD_NEXIS)
    assert (first.key, first.text) == ("export.txt#1", "The tide came in at noon.")


def test_a_list_before_the_articles_of_nexis_uni_is_ignored(read_text: ReadFile) -> None:
    listed = "User Name: Ada\n\nJob Number: 7\n\nDocuments (2)\n\n1. Barrier shut\n\n2. Terns\n\n"

    first, second = read_text(listed + NEXIS_UNI)

    assert first.title == "Barrier shut for the highest water in years"
    assert second.title == "Terns are back"


def test_older_nexis_may_have_its_headline_and_rights_elsewhere(read_text: ReadFile) -> None:
    [article] = read_text(
        "1 of 1 DOCUMENT\n\nCopyright 2011 Marram News Company\nAll Rights Reserved\n"
        "The Marram Times\n\nNovember 2, 2011 Wednesday\nLate Edition - Final\n\n"
        "SECTION: Section A; Foreign Desk; Pg. 1\n\nLENGTH: 1213 words\n\n"
        "HEADLINE: Terns abandon their spit\n\nBYLINE: By ADA MARSH; Nell Quay in Wick.\n\n"
        "BODY:\n\nThe terns left in a single night.\n\nLOAD-DATE: November 2, 2011\n"
    )

    assert (article.title, article.source, str(article.date), article.authors, article.text) == (
        "Terns abandon their spit",
        "The Marram Times",
        "2011-11-02",
        ("ADA MARSH",),
        "The terns left in a single night.",
    )


def test_a_part_of_an_export_that_is_cut_keeps_its_text(read_text: ReadFile) -> None:
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
def test_a_text_with_a_line_of_an_export_is_an_ordinary_one(read_text: ReadFile, text: str) -> None:
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


@pytest.mark.parametrize(
    "number", ["1 von 1 DOKUMENTEN", "1 de 1 DOCUMENTS", "Document 1 de 1", "Documento 1 de 1"]
)
def test_older_nexis_numbers_its_articles_in_other_languages_too(
    read_text: ReadFile, number: str
) -> None:
    (article,) = read_text(
        f"{number}\n\nLe Quai\n\n4 mars 2018 dimanche\n\nLe bac ne part plus\n\n"
        "AUTEUR: Anne Roy\n\nLONGUEUR: 90 mots\n\nLe bac ne partira plus vers l'île.\n"
    )
    assert (article.title, article.source, str(article.date), article.authors) == (
        "Le bac ne part plus",
        "Le Quai",
        "2018-03-04",
        ("Anne Roy",),
    )


def test_headings_of_nexis_uni_are_no_text_and_one_label_beside_body_is_enough(
    read_text: ReadFile,
) -> None:
    (article,) = read_text(
        "Terns are back\nThe Marram Post\nMarch 6, 2018 Tuesday\n\nLength: 9 words\nBody\n\n"
        "The terns are back on the bar.\n\nGraphic\n\nA tern at dawn.\n\nClassification\n\n"
        "Language: ENGLISH\n\nEnd of Document\n"
    )
    assert (article.source, str(article.date)) == ("The Marram Post", "2018-03-06")
    assert article.text == "The terns are back on the bar.\n\nA tern at dawn."


def test_codes_of_factiva_behind_a_text_may_follow_a_single_blank(read_text: ReadFile) -> None:
    (article,) = read_text(
        "HD Terns are back\nWC 9 words\nPD 6 March 2018\nSN The Marram Post\n\n"
        "LP\nThe terns are back.\n\nTD\nIN spring they come.\n\n"
        "CO terns : Tern Company\nIN i7 : Birds\nPUB Marram\n"
        "AN\nDocument MARRM00020180305ee350002\n"
    )
    assert article.text == "The terns are back.\n\nIN spring they come."


@pytest.mark.parametrize(
    ("lines", "title", "authors"),
    [
        ("News\nTerns are back\nAda Marsh", "Terns are back", ("Ada Marsh",)),
        (
            "Terns are back on the bar\nof Sandhaven\nAda Marsh and Hugo Wend",
            "Terns are back on the bar of Sandhaven",
            ("Ada Marsh", "Hugo Wend"),
        ),
        ("The Terns Of Sandhaven\nThe Marram Bar", "The Terns Of Sandhaven The Marram Bar", ()),
    ],
)
def test_a_byline_of_factiva_may_be_names_alone(
    read_text: ReadFile, lines: str, title: str, authors: tuple[str, ...]
) -> None:
    (article,) = read_text(
        f"{lines}\n9 words\n6 March 2018\nThe Marram Post\nMARRM\nEnglish\n(c) 2018 Marram\n\n"
        "The terns are back.\n\nDocument MARRM00020180305ee350002\n\n(c) 2018 Factiva, Inc.\n"
    )
    assert (article.title, article.authors) == (title, authors)
