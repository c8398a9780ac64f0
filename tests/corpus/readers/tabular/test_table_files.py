"""Tables: columns by their names, and rows that are no articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.article import Article, Origin
from searchkit.corpus import read, walk
from searchkit.corpus.encoding import line_blocks
from searchkit.corpus.settings.reading_options import ReadingOptions
from searchkit.corpus.stripes import Stripe
from tests.corpus.conftest import LOOKED_FOR, ReadFile, only
from tests.corpus.readers.conftest import ReadAs


def test_each_row_is_an_article(read_as: ReadAs) -> None:
    table = (
        "id,Title,Body,Date-Published,Publisher,Author\n"
        'low,Low,"Ebb, and\nflow",2020-05-04,The Post,Ada Marsh\n'
        ",High,<p>Flow.</p><p>Ebb.</p>,nan,,\n"
    )

    assert read_as("a.csv", table) == [
        ("#low", "Low", "2020-05-04", "The Post", ("Ada Marsh",), "Ebb, and\nflow"),
        ("#3", "High", None, None, (), "Flow.\n\nEbb."),
    ]


def test_its_facts_are_said_by_the_table(read_file: ReadFile) -> None:
    origins = only(read_file("a.csv", "title,text,date,source\nA,Ebb,2020,B\n")).origins

    assert (origins.title, origins.date, origins.source) == (Origin.TABLE,) * 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "sep=;\r\ntitle;text\r\nLow;Ebb\r\n"),
        ("a.tsv", "title\ttext\nLow\tEbb\n"),
        ("a.csv", "title,text\rLow,Ebb\r"),
        ("a.csv", "title,text\n\n  ,\nLow,Ebb"),
        ("a.csv", "title,text,\nLow,Ebb,\n"),
        ("a.csv", "\ufefftitle,text\nLow,Ebb\n"),
        ("a.csv", "title,text\nLow,Ebb\n".encode("utf-16")),
    ],
)
def test_a_table_is_read_whatever_program_wrote_it(
    read_as: ReadAs, name: str, content: str | bytes
) -> None:
    (found,) = read_as(name, content)

    assert (found[1], found[-1]) == ("Low", "Ebb")


def test_rows_in_another_encoding_are_read(read_file: ReadFile) -> None:
    content = "title,text\nCafé,Am Hafen war es schön und die Brücke zu\n".encode("cp1252")

    article = only(read_file("a.csv", content))

    assert (article.title, str(article.origins.encoding)) == ("Café", "windows-1252 (guessed)")


def test_what_is_wrong_with_a_row_costs_no_other(read_as: ReadAs) -> None:
    table = 'title,text\nA,b,c\nLow\nLow,"Ebb\nHigh,Flow\n'

    assert read_as("a.csv", table) == [
        "a.csv: row 2: has 3 cells, where the table has 2 columns",
        f"a.csv: row 3: has no text: {LOOKED_FOR}title",
        ("#4", "Low", None, None, (), "Ebb"),
        "a.csv: ignored a quotation mark that is not closed in row 4",
        ("#5", "High", None, None, (), "Flow"),
    ]


WITHOUT = {
    "": "is empty",
    b"\x89PNG\r\n\x1a\n": "is binary, not text",
    "," * 200_000: "row 1: has more than 100,000 cells",
    "Kopf;Rumpf\nTief;Ebbe und Flut\n": (
        f"has no column with a text: {LOOKED_FOR}Kopf, Rumpf; searchkit.toml can name one:"
        ' columns = { text = "Rumpf" }'
    ),
    "title,text\n": "is a table without rows",
    (
        "title,url,time_added,tags,status\nA,https://a.example,1,,unread\n"
        "B,https://b.example,2,,archive\n"
    ): "is a list of 2 bookmarks, which have no text",
}


@pytest.mark.parametrize(("content", "reason"), WITHOUT.items(), ids=WITHOUT.values())
def test_a_table_without_articles_gives_one_line(
    read_as: ReadAs, content: str | bytes, reason: str
) -> None:
    assert read_as("a.csv", content) == [f"a.csv: {reason}"]


def test_of_what_a_reader_marked_the_selection_is_the_text(read_as: ReadAs) -> None:
    table = (
        "URL,Title,Selection,Folder,Timestamp\nhttps://a.example,A,,Unread,1589000000\n"
        "https://b.example,B,A marked text.,Archive,1589000000\n"
    )

    assert read_as("a.csv", table) == [
        ("#3", "B", "2020-05-09T04:53:20Z", "b.example", (), "A marked text."),
        "a.csv: ignored 1 bookmark, which has no text",
    ]


def in_columns(folder: Path, content: str, **columns: str | int) -> list[tuple[object, ...] | str]:
    (folder / "a.csv").write_text(content)
    (file,) = walk(folder).files
    options = ReadingOptions(columns=tuple(columns.items()))
    found = read(folder, type(file)(file.path, file.name, file.size, 0, options=options))
    return [
        (one.title, one.text, one.authors) if isinstance(one, Article) else str(one)
        for one in found
    ]


def test_a_person_may_name_the_columns(tmp_path: Path) -> None:
    table = "Kopf;text;Rumpf;author\nTief;nein;Ebbe und Flut;Ada Marsh\n"

    assert in_columns(tmp_path, table, title="Kopf", text="Rumpf", authors="Kopf") == [
        ("Tief", "Ebbe und Flut", ("Tief",))
    ]
    assert in_columns(tmp_path, table, text="Leib") == [
        "a.csv: has no column Leib, which searchkit.toml names; it has Kopf, text, Rumpf, author"
    ]


def test_columns_without_names_have_numbers(tmp_path: Path) -> None:
    table = '"3","Low","Ebb and flow"\n"4","High","Flow"\n'

    assert in_columns(tmp_path, table, title=2, text=3) == [
        ("Low", "Ebb and flow", ()),
        ("High", "Flow", ()),
    ]


def test_stripes_of_a_table_have_all_rows_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_blocks, "_BLOCK", 40)
    rows = "".join(f'Story {n},"Ebb\n\n{n}"\n' for n in range(30))
    (tmp_path / "a.csv").write_text(f"title,text\n{rows}")
    (file,) = walk(tmp_path).files
    whole = list(read(tmp_path, file))
    blocks: list[int] = []

    shared = [
        found
        for number in range(3)
        for found in read(
            tmp_path, file, stripe=Stripe(number, 3), passed=lambda block, _: blocks.append(block)
        )
    ]

    assert sorted(map(str, shared)) == sorted(map(str, whole))
    assert len(whole) == 30
    assert blocks[: len(blocks) // 3] == list(range(len(blocks) // 3))
