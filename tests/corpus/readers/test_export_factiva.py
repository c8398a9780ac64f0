"""Exports of Factiva, with codes before each field or without."""

from __future__ import annotations

import pytest

from tests.corpus.readers.conftest import ReadText

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


def test_codes_of_factiva_behind_a_text_may_follow_a_single_blank(read_text: ReadText) -> None:
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
    read_text: ReadText, lines: str, title: str, authors: tuple[str, ...]
) -> None:
    (article,) = read_text(
        f"{lines}\n9 words\n6 March 2018\nThe Marram Post\nMARRM\nEnglish\n(c) 2018 Marram\n\n"
        "The terns are back.\n\nDocument MARRM00020180305ee350002\n\n(c) 2018 Factiva, Inc.\n"
    )
    assert (article.title, article.authors) == (title, authors)
