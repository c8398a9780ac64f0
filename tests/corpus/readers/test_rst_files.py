"""reStructuredText becomes articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.article import Origin
from tests.corpus.readers.conftest import ReadAs, read_file, read_one

pytest.importorskip("docutils")

POST = """
High water
==========

:Author: Ada Marsh
:Date: 2018-03-14
:Source: Harbour Gazette

The barrier was *shut* at `four <https://gazette.example>`_.

The gates
---------

They held.
"""


def test_the_fields_at_the_head_are_the_facts(tmp_path: Path) -> None:
    article = read_one(tmp_path, "a.rst", POST.encode())

    assert article.title == "High water"
    assert article.authors == ("Ada Marsh",)
    assert (str(article.date), article.source) == ("2018-03-14", "Harbour Gazette")
    assert article.origins.date is Origin.FRONT_MATTER
    assert article.origins.title is Origin.HEADING
    assert article.text == "The barrier was shut at four.\n\nThe gates\n\nThey held."


@pytest.mark.parametrize(
    "head",
    [
        ".. title: High water\n.. date: 2018-03-14 10:00\n.. author: Ada Marsh\n\n",  # Nikola
        "High water\n==========\n\n.. post:: March 14, 2018\n   :author: Ada Marsh\n\n",  # ABlog
        "High water\n==========\n\n:authors: Ada Marsh\n:date: 2018-03-14\n\n",  # Pelican
    ],
)
def test_the_fields_of_programs_for_blogs_are_known(tmp_path: Path, head: str) -> None:
    article = read_one(tmp_path, "a.rst", f"{head}It came.\n".encode())

    assert (article.title, article.text) == ("High water", "It came.")
    assert (str(article.date)[:10], article.authors) == ("2018-03-14", ("Ada Marsh",))


def test_the_roles_in_a_title_are_their_text(tmp_path: Path) -> None:
    source = ":ref:`Tides <tides>` and moons\n==========================\n\nIt came.\n"

    assert read_one(tmp_path, "a.rst", source.encode()).title == "Tides and moons"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("- Heron\n- Egret\n", "Heron\nEgret"),
        ("====  ===\nNoon  4 m\nDusk  1 m\n====  ===\n", "Noon\t4 m\nDusk\t1 m"),
        (
            "Four metres [1]_.\n\n.. [1] By the gauge.\n\nIt went.",
            "Four metres .\n\nIt went.\n\nBy the gauge.",
        ),
        (".. image:: a.png\n   :alt: A boat\n", "A boat"),
        ("See :ref:`the pier <pier>` and :doc:`tides`.", "See the pier and tides."),
        (".. note:: Mind the tide.\n", "Mind the tide."),
        (".. versionadded:: 2\n\n   It *came*.\n\n   .. tip:: Wait.\n", "2\n\nIt came.\n\nWait."),
        (".. toctree::\n   :maxdepth: 2\n\n   a\n   b\n", ""),
        (".. a comment\n\n.. |a| replace:: in\n\n|a|\n", "in"),
        (".. contents::\n\n`Broken link\n", "`Broken link"),
        ("It came\nat noon.", "It came at noon."),
        ("| Roses\n| and rue\n", "Roses\nand rue"),
        (".. code:: python\n\n   x = 1\n", "x = 1"),
    ],
)
def test_what_a_page_shows_is_read(tmp_path: Path, source: str, text: str) -> None:
    article = read_one(tmp_path, "a.rst", f"First.\n\n{source}".encode())

    assert article.text.removeprefix("First.").strip() == text


@pytest.mark.parametrize(
    ("name", "directive"),
    [
        ("include", ".. include:: /etc/passwd"),
        ("raw", ".. raw:: html\n\n   <b>x</b>"),
        ("csv-table", ".. csv-table::\n   :file: /etc/passwd"),
    ],
)
def test_a_directive_that_reads_a_file_is_ignored_with_a_remark(
    tmp_path: Path, name: str, directive: str
) -> None:
    found = read_file(tmp_path, "a.rst", f"It came.\n\n{directive}\n".encode())

    assert found[1:] == [f"a.rst: ignored line 3: the directive {name} is not allowed"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (".. a comment", "has no text"),
        ("- " * 5000 + "x", "has parts nested too deep"),
    ],
)
def test_what_is_no_article_is_one_line(read_as: ReadAs, content: str, reason: str) -> None:
    assert read_as("a.rst", content) == [f"a.rst: {reason}"]
