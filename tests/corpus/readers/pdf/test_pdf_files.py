"""PDF files become articles, or one line that says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.article import Origin
from searchkit.limits import ReadingLimits
from tests.corpus.readers.conftest import ReadAs, read_file, read_one
from tests.helpers.pdf_making import At, lines_at, make_pdf

pytest.importorskip("pypdfium2")

BARRIER = [
    "The barrier was shut at four on Tuesday, before the tide had turned, and the",
    "keepers stood on the wall to see it.",
    "Nobody in the town had seen the water so high before, said one of them, whose",
    "father had built the gates.",
]
HEADLINE = ("Barrier shut for the", "highest water in years")
PROSE = " ".join(BARRIER[:2]), " ".join(BARRIER[2:])


def test_lines_are_put_together_to_paragraphs(read_as: ReadAs) -> None:
    content = make_pdf(
        [lines_at(72, 700, *BARRIER)], {"Title": "High water", "Author": "Ada Marsh"}
    )

    assert read_as("a.pdf", content) == [
        ("", "High water", None, None, ("Ada Marsh",), "\n\n".join(PROSE))
    ]


def test_a_word_that_is_broken_at_the_end_of_a_line_is_put_together(tmp_path: Path) -> None:
    lines = [
        "The keepers of the barrier on the river had been warned of an extraordi-",
        "nary tide, and a well-known engineer was with them, as he was in 1953; the well-",
        "known engineer of the Saltby-",
        "Marram line was not.",
    ]

    assert read_one(tmp_path, "a.pdf", make_pdf([lines_at(72, 700, *lines)])).text == (
        "The keepers of the barrier on the river had been warned of an extraordinary tide, and "
        "a well-known engineer was with them, as he was in 1953; the well-known engineer of the "
        "Saltby-Marram line was not."
    )


def test_running_heads_and_page_numbers_are_left_out_and_a_paragraph_goes_on_behind_them(
    tmp_path: Path,
) -> None:
    pages = [
        [At(72, 770, f"Marram Post, page {number}", 8), At(72, 700, line), At(300, 20, f"{number}")]
        for number, line in enumerate(BARRIER[:2], start=1)
    ]

    assert read_one(tmp_path, "a.pdf", make_pdf(pages)).text == PROSE[0]


def test_lines_that_were_drawn_across_two_columns_are_read_column_by_column(
    tmp_path: Path,
) -> None:
    numbers = "one two three four five six".split()
    left = [f"the left column has its line {number}" for number in numbers]
    right = [line.replace("left", "right") for line in left]
    rows = [
        At(x, 700 - 12 * number, text)
        for number, pair in enumerate(zip(left, right, strict=True))
        for x, text in zip((72, 320), pair, strict=True)
    ]

    assert read_one(tmp_path, "a.pdf", make_pdf([rows])).text == " ".join(left + right)


def test_a_range_and_an_address_go_on_in_the_next_line_without_a_space(tmp_path: Path) -> None:
    lines = [
        "The barrier was shut more often in the years 2018–",
        "2020, said https://pier.example/",
        "tides.",
    ]
    content = make_pdf([lines_at(72, 700, *lines)])

    assert read_one(tmp_path, "a.pdf", content).text == (
        "The barrier was shut more often in the years 2018–2020, said https://pier.example/tides."
    )


def test_pieces_that_are_raised_in_a_line_stay_in_it(tmp_path: Path) -> None:
    pieces = [At(72, 700, "The 4"), At(97, 704, "th", 6), At(106, 700, "tide of the day came in.")]

    assert (
        read_one(tmp_path, "a.pdf", make_pdf([pieces])).text == "The 4th tide of the day came in."
    )


@pytest.mark.parametrize("title", ["Microsoft Word - a.doc", "untitled", "barrier_final", "a.indd"])
def test_a_title_that_is_no_title_gives_way_to_the_largest_letters(
    tmp_path: Path, title: str
) -> None:
    headline = lines_at(72, 740, *HEADLINE, size=20, leading=24)
    content = make_pdf([[*headline, *lines_at(72, 680, *BARRIER)]], {"Title": title})
    article = read_one(tmp_path, "a.pdf", content)

    assert article.title == " ".join(HEADLINE)
    assert article.origins.title is Origin.HEADING
    assert article.text == "\n\n".join(PROSE)


def test_the_day_a_file_was_made_is_not_when_its_article_was_published(tmp_path: Path) -> None:
    info = {"Title": "High water", "CreationDate": "D:20180314101500Z"}
    content = make_pdf([lines_at(72, 700, *BARRIER)], info)

    assert read_one(tmp_path, "a.pdf", content).date is None


ENCRYPTED = (
    "/Encrypt<</Filter/Standard/V 1/R 2/P -4"
    f"/O<{'00' * 32}>/U<{'11' * 32}>>>/ID[<{'22' * 16}><{'22' * 16}>]"
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"High water at noon.", "is not a PDF file"),
        (b"%PDF-1.4\nHigh water at noon.", "is a damaged PDF file"),
        (make_pdf([[]]), "has no text (scanned?)"),
        (make_pdf([]), "is a damaged PDF file"),
        (make_pdf([[At(72, 700, "Tide")]], extra=ENCRYPTED), "is encrypted and needs a password"),
    ],
)
def test_what_has_no_text_is_one_line(read_as: ReadAs, content: bytes, reason: str) -> None:
    assert read_as("a.pdf", content) == [f"a.pdf: {reason}"]


def test_pages_without_text_are_told_beside_the_article(read_as: ReadAs) -> None:
    content = make_pdf([lines_at(72, 700, *BARRIER), [], []], {"Title": "High water"})

    assert read_as("a.pdf", content)[1:] == ["a.pdf: 2 of 3 pages have no text (scanned?)"]


def test_the_rest_of_a_file_is_not_read_beyond_the_limit(tmp_path: Path) -> None:
    content = make_pdf([lines_at(72, 700, *BARRIER)])

    assert read_file(tmp_path, "a.pdf", content, limits=ReadingLimits(article_size=100)) == [
        "a.pdf: has an article of more than 100 characters (limits.article_size)"
    ]
