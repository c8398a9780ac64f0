from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit.errors import EvaluationFileError
from searchkit.evaluation import read_evaluation, read_judgments, read_queries

Write = Callable[[str | bytes], Path]

TOPICS = """
<top>
<num> Number: 301
<title> International
 Organized Crime
<desc> Description:
Identify organizations.
</top>

<top>
<num>302</num><title>Poliomyelitis</title>
</top>
"""
QUERY = "a query is written as its id, a tab, and its text"
JUDGMENT = (
    "a judgment is written as query, tab, article, tab, grade, "
    'or as "query 0 article grade", with a whole number as its grade'
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file, and give its path."""

    def written(content: str | bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


def test_a_line_of_queries_is_an_id_a_tab_and_the_text(write: Write) -> None:
    path = write("\ufeff2\tspring tide\r\n\n1\twhat is\ta tide?\n")

    assert read_queries(path) == {"2": "spring tide", "1": "what is\ta tide?"}
    assert list(read_queries(str(path))) == ["2", "1"]


def test_topics_of_trec_have_a_number_and_a_title(write: Write) -> None:
    assert read_queries(write(TOPICS)) == {
        "301": "International Organized Crime",
        "302": "Poliomyelitis",
    }


def test_judgments_are_three_columns_with_tabs_or_the_four_of_trec(write: Write) -> None:
    expected = {"1": {"a b.txt": 2, "c": 0}, "2": {"c": 1}}

    assert read_judgments(write("1\ta b.txt\t2\n1\tc\t0\n\n2\tc\t1\n2\tc\t1\n")) == expected
    assert read_judgments(write("1 0 c 0\n1\ta b.txt\t2\n2\tQ0\tc\t1\n")) == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("1\ttide\n2 moon\n", f", line 2: {QUERY}."),
        ("1\t \n", f", line 1: {QUERY}."),
        ("\ttide\n", f", line 1: {QUERY}."),
        ("1\ttide\n\n1\tmoon\n", ", line 3: query 1 was given before."),
        (
            "\n<top>\n<num> 3\n</top>\n",
            ", line 2: a topic needs a <num> and, for the query, a <title>.",
        ),
        ("\n", ": it has no query."),
        (b"1\tmar\xe9e\n", ": is not UTF-8."),
    ],
)
def test_a_line_of_queries_that_cannot_be_read_is_named(
    write: Write, content: str | bytes, message: str
) -> None:
    path = write(content)

    with pytest.raises(EvaluationFileError) as caught:
        read_queries(path)
    assert str(caught.value) == f"{path}{message}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("1\ta\t2\n1\tb\n", f", line 2: {JUDGMENT}."),
        ("1\ta\tgood\n", f", line 1: {JUDGMENT}."),
        ("1 0 a 1 extra\n", f", line 1: {JUDGMENT}."),
        ("1\ta\t2\n1\ta\t1\n", ", line 2: article a of query 1 was given another grade before."),
        ("", ": it has no judgment."),
    ],
)
def test_a_line_of_judgments_that_cannot_be_read_is_named(
    write: Write, content: str, message: str
) -> None:
    path = write(content)

    with pytest.raises(EvaluationFileError) as caught:
        read_judgments(path)
    assert str(caught.value) == f"{path}{message}"


def test_a_file_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(EvaluationFileError, match=r"none: cannot be read: No such file") as caught:
        read_judgments(tmp_path / "none")

    assert (caught.value.path, caught.value.line) == (tmp_path / "none", None)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"queries": [{"id": 1}], "took_ms": 1}'])
def test_what_is_no_evaluation_is_not_compared_with(write: Write, content: str) -> None:
    with pytest.raises(EvaluationFileError, match="is no evaluation; one is what searchkit"):
        read_evaluation(write(content))
