"""The text of the article on a page."""

from __future__ import annotations

import pytest

from searchkit.corpus.readers.saved_pages.article_texts import article_text
from searchkit.corpus.readers.saved_pages.page_trees import parse_page
from searchkit.limits import DEFAULT_READING_LIMITS

pytest.importorskip("trafilatura")

FIRST = "The keepers of the barrier on the river had been warned of an extraordinary tide at noon."
SECOND = "They stood on the wall to see the water rise, and nobody had seen it so high before."
THIRD = "On the day after, the council met in the old boathouse and voted for a second gate."


def text_on(body: str, *titles: str, declared: str | None = None) -> str:
    page = parse_page(f"<html><body>{body}</body></html>", DEFAULT_READING_LIMITS)
    return article_text(page.tree, titles, declared)


def test_blocks_lists_tables_and_quotations_keep_their_boundaries() -> None:
    body = f"""<article><p>{FIRST}</p><ul><li>Heron and <b>egret</b></li><li>Curlew</li></ul>
    <blockquote><p>{SECOND}</p></blockquote><h2>What was counted that day</h2>
    <table><tr><th>Bird</th><th>Nests</th></tr><tr><td><p>Heron</p></td><td>3</td></tr></table>
    <p>{THIRD}<br>It was a Tuesday.</p><p>{FIRST} {SECOND}</p></article>"""

    assert text_on(body) == "\n\n".join(
        (
            FIRST,
            "Heron and egret\nCurlew",
            SECOND,
            "What was counted that day",
            "Bird\tNests\nHeron\t3",
            f"{THIRD}\nIt was a Tuesday.",
            f"{FIRST} {SECOND}",
        )
    )


def test_a_page_that_is_laid_out_by_a_table_has_paragraphs() -> None:
    body = f"""<table><tr><td><h1>High water</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></td>
    </tr></table>"""

    assert text_on(body, "High water") == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_lines_without_paragraphs_are_all_there() -> None:
    assert text_on(f"{FIRST}<br>{SECOND}<br>{THIRD}<br>") == f"{FIRST}\n{SECOND}\n{THIRD}"


def test_what_is_the_same_again_and_again_is_there_each_time() -> None:
    assert text_on(f"<p>{FIRST} {SECOND}</p><hr>" * 4).split("\n\n") == [f"{FIRST} {SECOND}"] * 4


def test_what_only_a_page_without_scripts_shows_is_there() -> None:
    body = f"<article><p>Teaser.</p></article><noscript><p>{FIRST}</p><p>{SECOND}</p></noscript>"

    assert text_on(body).endswith(f"{FIRST}\n\n{SECOND}")


def test_a_cell_that_says_to_be_as_wide_as_can_be_is_a_cell() -> None:
    row = '<tr><td colspan="9007199254740991">Heron</td><td>3</td></tr>'

    text = text_on(f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><table>{row}{row}</table>")

    assert text.startswith(f"{FIRST}\n\n{SECOND}\n\n{THIRD}")


def test_a_text_that_a_page_declares_counts_where_little_else_is_found() -> None:
    body = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"

    assert text_on("<div id=root></div>", declared=FIRST) == FIRST
    assert text_on(body, declared="x" * 999) == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
    assert text_on("<div></div>") == ""


def test_lines_that_are_shown_as_they_are_stay_lines() -> None:
    text = f"{FIRST}\n{SECOND}\n\n{THIRD}"

    assert text_on(f"<pre>{text}</pre>") == text
