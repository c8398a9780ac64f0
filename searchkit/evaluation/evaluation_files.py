"""Files of queries, of judgments and of an evaluation -> what they say.

Two ways to write each are read, and told apart by their lines:

    queries     a line ``id TAB text``; or topics of TREC, with <top>, <num> and <title>
    judgments   a line ``query TAB article TAB grade``; or ``query 0 article grade``,
                as in the qrels of TREC, where the second column says nothing

Empty lines are skipped. The first line that cannot be read is an error.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.errors import EvaluationFileError
from searchkit.evaluation.evaluations import Evaluation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

_TOPIC = re.compile(r"^<top>(.*?)^</top>", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(r"<num>\s*(?:Number:)?\s*([^\s<]+)", re.IGNORECASE)
_TITLE = re.compile(r"<title>\s*(?:Topic:)?([^<]*)", re.IGNORECASE)


def read_queries(path: str | PathLike[str]) -> dict[str, str]:
    """Return the text of each query, by its id, in the order of the file.

    Raises:
        EvaluationFileError: The file cannot be read, or a line of it.
    """
    file = Path(path)
    text = _text(file)
    topics = text.lstrip()[:5].casefold() == "<top>"
    queries: dict[str, str] = {}
    for line, name, query in _topics(file, text) if topics else _query_lines(file, text):
        if name in queries:
            raise EvaluationFileError(file, f"query {name} was given before", line=line)
        queries[name] = query
    if not queries:
        raise EvaluationFileError(file, "it has no query")
    return queries


def _query_lines(file: Path, text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the number of each line, the id of its query, and the query."""
    for number, line in _lines(text):
        name, _, query = line.partition("\t")
        if not (name.strip() and query.strip()):
            reason = "a query is written as its id, a tab, and its text"
            raise EvaluationFileError(file, reason, line=number)
        yield number, name.strip(), query.strip()


def _topics(file: Path, text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the number of the first line of each topic, its number, and its title."""
    for topic in _TOPIC.finditer(text):
        line = text.count("\n", 0, topic.start()) + 1
        name, title = _NUMBER.search(topic[1]), _TITLE.search(topic[1])
        query = " ".join(title[1].split()) if title else ""
        if name is None or not query:
            reason = "a topic needs a <num> and, for the query, a <title>"
            raise EvaluationFileError(file, reason, line=line)
        yield line, name[1], query


def read_judgments(path: str | PathLike[str]) -> dict[str, dict[str, int]]:
    """Return the grades of articles, by the ids of queries and of articles.

    Raises:
        EvaluationFileError: The file cannot be read, or a line of it.
    """
    file = Path(path)
    judgments: dict[str, dict[str, int]] = {}
    for number, line in _lines(_text(file)):
        query, article, grade = _judgment(file, number, line)
        grades = judgments.setdefault(query, {})
        if grades.setdefault(article, grade) != grade:
            reason = f"article {article} of query {query} was given another grade before"
            raise EvaluationFileError(file, reason, line=number)
    if not judgments:
        raise EvaluationFileError(file, "it has no judgment")
    return judgments


def _judgment(file: Path, number: int, line: str) -> tuple[str, str, int]:
    """Return the query, the article and the grade of a line."""
    parts = line.split("\t") if line.count("\t") == 2 else line.split()
    if len(parts) == 4:
        del parts[1]
    try:
        query, article, grade = map(str.strip, parts)
        return query, article, int(grade)
    except ValueError:
        reason = (
            "a judgment is written as query, tab, article, tab, grade, "
            'or as "query 0 article grade", with a whole number as its grade'
        )
        raise EvaluationFileError(file, reason, line=number) from None


def read_evaluation(path: str | PathLike[str]) -> Evaluation:
    """Return an evaluation that was written as JSON, as the command prints it.

    Raises:
        EvaluationFileError: The file cannot be read, or has something else.
    """
    file = Path(path)
    text = _text(file)
    try:
        return Evaluation.from_dict(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError):
        reason = "this is no evaluation; one is what searchkit evaluate --format json prints"
        raise EvaluationFileError(file, reason) from None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not empty, each after its number."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line.removesuffix("\r")


def _text(path: Path) -> str:
    """Return the text of a file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EvaluationFileError(path, f"cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise EvaluationFileError(path, "is not UTF-8") from error
