"""Rows of a table: long ones, broken ones, and those behind them."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.readers.tabular.dialects import Dialect
from searchkit.corpus.readers.tabular.rows import Row, Rows


def rows(text: str, *, longest: int = 1_000_000) -> list[Row]:
    lines = iter(text.splitlines(keepends=True))
    return list(Rows(lines, lambda: 0, Dialect(","), longest=longest).read())


def test_a_cell_may_have_lines_in_it() -> None:
    assert rows('title,text\nLow,"Ebb\n\nflow"\n') == [
        Row(["title", "text"], 1, 0),
        Row(["Low", "Ebb\n\nflow"], 2, 0),
    ]


def test_a_long_cell_is_read_and_the_limit_of_the_process_stays() -> None:
    before = csv.field_size_limit()
    cell = "x" * (before + 1)

    assert rows(f"title,text\nLow,{cell}\nHigh,y\n") == [
        Row(["title", "text"], 1, 0),
        Row(["Low", cell], 2, 0),
        Row(["High", "y"], 3, 0),
    ]
    assert csv.field_size_limit() == before


def test_a_cell_that_is_too_long_costs_its_row() -> None:
    cell = "x" * (csv.field_size_limit() + 1)

    assert rows(f"title,text\nLow,{cell}\nHigh,y\n", longest=200)[1:] == [
        Row([], 2, 0, "has a cell of more than 200 characters (limits.article_size)"),
        Row(["High", "y"], 3, 0),
    ]


def test_a_mark_that_nobody_closes_costs_no_other_row() -> None:
    expected = [
        Row(["Low", "ebb"], 2, 0, is_mended=True),
        Row(["High", "flow"], 3, 0),
        Row(["End", "x"], 4, 0),
    ]

    assert rows('title,text\nLow,"ebb\nHigh,flow\nEnd,x\n')[1:] == expected
    assert rows('title,text\nLow,"ebb\nHigh,flow\nEnd,"x"\n')[1:] == expected


def test_one_that_leaves_no_row_is_named() -> None:
    fault = "has a quotation mark that is not closed"

    assert rows('title,text\n"Low\nHigh,flow\n')[1:] == [
        Row([], 2, 0, fault),
        Row(["High", "flow"], 3, 0),
    ]


def test_a_row_of_too_many_cells_is_named() -> None:
    assert rows("title,text\n" + "," * 200_000 + "\nLow,x\n")[1:] == [
        Row([], 2, 0, "has more than 100,000 cells"),
        Row(["Low", "x"], 3, 0),
    ]


CELL = st.text(alphabet='ab ,"\n', min_size=1, max_size=8)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=8))
def test_well_made_rows_are_read_as_python_reads_them(table: list[list[str]]) -> None:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([["title", "text"], *table])

    assert [row.cells for row in rows(file.getvalue())[1:]] == table


@given(st.lists(st.sampled_from(['"', "a", ",", "\n", '""', 'b,"c"\n']), max_size=40).map("".join))
def test_rows_of_anything_have_as_many_cells_as_they_may_or_a_fault(text: str) -> None:
    found = rows(f"title,text\n{text}")

    assert [row.number for row in found] == sorted({row.number for row in found})
    assert all(row.cells or row.fault for row in found)
