"""Quotations as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from searchkit.article import ArticleDate, Span
from searchkit.notes import Note
from searchkit.output import QUOTATIONS_FORMATS, Style
from searchkit.results import Copy, Snippet
from searchkit.results.printings import PrintedQuotation, Printing, Quotations

DAY = date(2019, 5, 1)


def printing(
    key: str, source: str | None, dated: ArticleDate | None, *, first: bool = False
) -> Printing:
    return Printing(
        key=key,
        title=f"Title of {key}",
        source=source,
        date=dated,
        day=dated.start.date() if dated and len(str(dated)) == 10 else None,
        passage=Snippet("She said: “The tide is late.”", (Span(11, 27),)),
        spans=(Span(20, 36),),
        is_first=first,
    )


def quoted(*printings: Printing, first: date | None = DAY) -> PrintedQuotation:
    return PrintedQuotation(
        text="The tide is late.",
        printings=printings,
        articles=len(printings) + sum(len(one.copies) for one in printings),
        outlets=len({one.source for one in printings} - {None}),
        first=first,
        last=date(2019, 5, 3),
    )


FOUND = Quotations(
    found=(
        quoted(
            printing("a.txt", "The Post", ArticleDate.of_day(DAY), first=True),
            printing("b.txt", "=Week", ArticleDate.of_day(DAY), first=True),
            printing("c.txt", None, ArticleDate.of_day(date(2019, 5, 3))),
            printing("d.txt", "The Post", ArticleDate.of_month(2019, 6)),
            printing("e.txt", "The Post", None),
            printing("f.txt", "The Post", ArticleDate.of_year(2013)).replace(is_furniture=True),
        ),
        quoted(printing("g.txt", None, None), first=None),
    ),
    considered=5,
    took=0.004,
    about="tide",
    notes=(Note("A note."),),
)


def drawn(form: str, found: Quotations = FOUND) -> str:
    return QUOTATIONS_FORMATS[form](found, Style(width=80))


def test_the_articles_of_a_quotation_stand_under_their_days() -> None:
    assert drawn("text") == (
        "Note: A note.\n"
        "\n"
        "“The tide is late.”\n"
        "6 articles of 2 outlets, first printed here on 2019-05-01, last on 2019-05-03\n"
        "\n"
        "2019-05-01, first printed here\n"
        "1. Title of a.txt\n"
        "   The Post · a.txt\n"
        "   - She said: “**The tide is late**.”\n"
        "2. Title of b.txt\n"
        "   =Week · b.txt\n"
        "   - She said: “**The tide is late**.”\n"
        "\n"
        "2019-05-03\n"
        "3. Title of c.txt\n"
        "   c.txt\n"
        "   - She said: “**The tide is late**.”\n"
        "\n"
        "known to the month or the year\n"
        "4. Title of d.txt\n"
        "   The Post · 2019-06 · d.txt\n"
        "   - She said: “**The tide is late**.”\n"
        "\n"
        "undated\n"
        "5. Title of e.txt\n"
        "   The Post · e.txt\n"
        "   - She said: “**The tide is late**.”\n"
        "\n"
        "repeated by the page, with the words before it\n"
        "6. Title of f.txt\n"
        "   The Post · 2013 · f.txt\n"
        "   - She said: “**The tide is late**.”\n"
        "\n"
        "“The tide is late.”\n"
        "1 article\n"
        "\n"
        "undated\n"
        "7. Title of g.txt\n"
        "   g.txt\n"
        "   - She said: “**The tide is late**.”\n"
        "\n"
        "2 quotations (4 ms)\n"
    )


@pytest.mark.parametrize(
    ("asked", "n_found", "considered", "said"),
    [
        ({"text": "t"}, 0, 1, "No article has this quotation"),
        ({"text": "t"}, 1, 1, "1 quotation"),
        ({"text": "t"}, 1, 3, "1 of 3 quotations found"),
        ({"article": "a"}, 0, 0, "The article has no quotation of 8 words or more"),
        ({"article": "a"}, 0, 2, "0 of 2 quotations of 8 words or more are in other articles"),
        ({"article": "a"}, 1, 2, "1 of 2 quotations of 8 words or more is in another article"),
        ({"about": ""}, 0, 0, "No quotations found"),
    ],
)
def test_the_last_line_says_how_many_quotations_there_are(
    asked: dict[str, Any], n_found: int, considered: int, said: str
) -> None:
    found = Quotations(found=FOUND[:1] * n_found, considered=considered, took=0.004, **asked)

    assert drawn("text", found).splitlines()[-1] == f"{said} (4 ms)"


def test_of_a_long_quotation_the_beginning_is_its_head() -> None:
    long = FOUND[1].replace(text="tide " * 100)
    found = Quotations(found=(long,), considered=1, took=0.004, text="")

    head = " ".join(drawn("text", found).split("\n1 article")[0].split())
    assert head == f"“{'tide ' * 60}…”"


def test_a_row_of_csv_is_an_article_that_has_a_quotation() -> None:
    rows = list(csv.DictReader(io.StringIO(drawn("csv"), newline="")))

    assert len(rows) == 7
    assert rows[1] == {
        "number": "1",
        "quotation": "The tide is late.",
        "outlets": "2",
        "date": "2019-05-01",
        "date_precision": "day",
        "source": "'=Week",
        "title": "Title of b.txt",
        "key": "b.txt",
        "is_first": "True",
        "is_furniture": "False",
        "copy_of": "",
        "passage": "She said: “**The tide is late**.”",
    }


def test_json_has_all_of_it() -> None:
    found = json.loads(drawn("json"))

    assert (found["version"], found["about"], found["text"], found["considered"]) == (
        2,
        "tide",
        None,
        5,
    )
    assert found["quotations"] == list(map(json.loads, drawn("jsonl").splitlines()))
    first = found["quotations"][0]
    assert (first["text"], first["first"], first["outlets"]) == (
        "The tide is late.",
        "2019-05-01",
        2,
    )
    assert first["printings"][3] == {
        "key": "d.txt",
        "title": "Title of d.txt",
        "source": "The Post",
        "date": "2019-06",
        "day": None,
        "passage": {"text": "She said: “The tide is late.”", "spans": [[11, 27]]},
        "spans": [[20, 36]],
        "is_first": False,
        "is_furniture": False,
        "copies": [],
    }


def test_articles_with_the_same_text_are_behind_the_first_of_them() -> None:
    copies = tuple(
        Copy(key=key, source=source, date=ArticleDate.of_day(DAY), title="T")
        for key, source in (("b.txt", "Tide Week"), ("c.txt", "The Post"), ("d.txt", "Tide Week"))
    )
    one = printing("a.txt", "The Post", ArticleDate.of_day(DAY))
    found = Quotations(
        found=(quoted(one.replace(copies=copies)), quoted(one.replace(copies=copies[1:2]))),
        considered=2,
        took=0.004,
        about="tide",
    )

    lines = drawn("text", found).splitlines()
    assert "4 articles of 1 outlet, first printed here on 2019-05-01" in lines[1]
    assert lines[4:7] == ["1. Title of a.txt", "   The Post · a.txt", "   also in Tide Week"]
    assert "   and 1 more copy" in lines
    rows = list(csv.DictReader(io.StringIO(drawn("csv", found), newline="")))
    assert [(row["key"], row["copy_of"]) for row in rows[:3]] == [
        ("a.txt", ""),
        ("b.txt", "a.txt"),
        ("c.txt", "a.txt"),
    ]


def test_lines_are_as_wide_as_the_terminal() -> None:
    shown = QUOTATIONS_FORMATS["text"](FOUND, Style(width=30)).splitlines()

    assert [line for line in shown if len(line) > 30] == []
