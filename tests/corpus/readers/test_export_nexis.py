"""Exports of Nexis: the older ones, and those of Nexis Uni."""

from __future__ import annotations

import pytest

from tests.corpus.readers.conftest import ReadText

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


def test_the_paragraphs_of_older_nexis_are_put_together_again(read_text: ReadText) -> None:
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


def test_a_list_before_the_articles_of_nexis_uni_is_ignored(read_text: ReadText) -> None:
    listed = "User Name: Ada\n\nJob Number: 7\n\nDocuments (2)\n\n1. Barrier shut\n\n2. Terns\n\n"

    first, second = read_text(listed + NEXIS_UNI)

    assert first.title == "Barrier shut for the highest water in years"
    assert second.title == "Terns are back"


def test_older_nexis_may_have_its_headline_and_rights_elsewhere(read_text: ReadText) -> None:
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


@pytest.mark.parametrize(
    "number", ["1 von 1 DOKUMENTEN", "1 de 1 DOCUMENTS", "Document 1 de 1", "Documento 1 de 1"]
)
def test_older_nexis_numbers_its_articles_in_other_languages_too(
    read_text: ReadText, number: str
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
    read_text: ReadText,
) -> None:
    (article,) = read_text(
        "Terns are back\nThe Marram Post\nMarch 6, 2018 Tuesday\n\nLength: 9 words\nBody\n\n"
        "The terns are back on the bar.\n\nGraphic\n\nA tern at dawn.\n\nClassification\n\n"
        "Language: ENGLISH\n\nEnd of Document\n"
    )
    assert (article.source, str(article.date)) == ("The Marram Post", "2018-03-06")
    assert article.text == "The terns are back on the bar.\n\nA tern at dawn."
