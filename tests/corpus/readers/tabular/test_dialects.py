"""What parts the cells of a table is found by trial."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.readers.tabular.dialects import Dialect, find_dialect, parsed, said_delimiter


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("title,text\nLow,Ebb; flow; ebb\n", ","),
        ("title;text\nLow, high;Ebb, flow\n", ";"),
        ("title\ttext\nLow, high\tEbb, flow\n", "\t"),
        ("title|text\nLow, high|Ebb, flow\n", "|"),
        ("text\nEbb, flow\nLow\n", "\x1f"),
        ("no,names\n1;2,3\n4;5,6\n", ","),
        ("url,title,tags\nhttps://a.example?b;c,Low;High,x|y\n", ","),
    ],
)
def test_the_sign_counts_that_names_and_rows_agree_with(text: str, delimiter: str) -> None:
    assert find_dialect(text.splitlines(keepends=True)).delimiter == delimiter


def test_names_that_a_person_gave_count_too() -> None:
    lines = ["Kopf;Rumpf, lang\n", "a,b;c,d\n", "e,f;g,h\n"]

    assert find_dialect(lines, names=["Rumpf, lang"]) == Dialect(";")


def test_a_backslash_is_before_a_mark_where_rows_agree_with_it() -> None:
    lines = ["title,text\n", '"A","say \\"hi, you\\", he said"\n', '"B","c"\n']
    doubled = ["title,text\n", '"A","C:\\"\n', '"B","say ""hi"""\n']

    assert find_dialect(lines) == Dialect(",", escapes=True)
    assert find_dialect(doubled) == Dialect(",")


@pytest.mark.parametrize(
    ("line", "expected"),
    [("sep=;\n", ";"), ("\ufeffSEP=\t\r\n", "\t"), ("sep=\n", None), ("title,text\n", None)],
)
def test_a_first_line_may_say_it(line: str, expected: str | None) -> None:
    assert said_delimiter(line) == expected


CELL = st.text(alphabet='ab ,;|"\n', max_size=8)


@given(
    rows=st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;|\t"),
)
def test_what_python_writes_is_read_again(rows: list[list[str]], delimiter: str) -> None:
    table = [["title", "text"], *rows]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    lines = file.getvalue().splitlines(keepends=True)

    assert parsed(lines, find_dialect(lines)) == table
