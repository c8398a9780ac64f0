"""Heads of fields as people write them, and stories that begin with a rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.readers.front_matter import FrontMatter, split_front_matter

TEXT = "\n\nThe ferry was late.\n"


def fields(head: str) -> dict[str, object]:
    """The fields of a head of which nothing is passed over."""
    found = split_front_matter(f"---\n{head}\n---{TEXT}")
    assert (found.text, found.ignored) == (TEXT, ()), found
    return dict(found.fields)


@pytest.mark.parametrize(
    "value",
    [
        "No",
        "yes",
        "On",
        "12:30",
        "0755",
        "0x1F",
        "1e3",
        "1_000",
        ".5",
        "2024-05-01",
        "2024-05-01 12:30:00",
        "Null",
        "True",
        "=",
        "<<",
        "O'Brien's boat",
        "Tide: a history: part 2",
        "@ferryman",
        "*low* tide",
        "&c. and more",
        "!Stop the boat",
        "`tide` in code",
        "%a of the sea",
        "[Pilot] speaks",
        "{no} braces",
        "| pipes",
        "> 5 boats",
        "- dashes",
        "? questions",
        "Issue #5 is out",
        '"Yes" and "No"',
        "Two \\ slashes",
    ],
)
def test_a_text_is_read_as_it_is_written(value: str) -> None:
    assert fields(f"title: {value}\nlang: no") == {"title": value, "lang": "no"}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('title: "Never closed\ndate: 2019-02-03', {"title": "Never closed", "date": "2019-02-03"}),
        ("title: 'It's late'\nlang: en", {"title": "It's late", "lang": "en"}),
        ('title: "He said "no" twice"', {"title": 'He said "no" twice'}),
        ("title: Tide # a comment\nlang: ~\ndate:", {"title": "Tide", "lang": None, "date": None}),
        ("title:Tide\nauthor:Ada", {"title": "Tide", "author": "Ada"}),
        ("\ttitle:\tTide\n\ttags:\n\t- a\n\t- b", {"title": "Tide", "tags": ["a", "b"]}),
        ("title: Low: tide\ntags:\n- 'a\n- b", {"title": "Low: tide", "tags": ["a", "b"]}),
        ("title: Low: tide\ntags: [a, b\nby: c", {"title": "Low: tide", "tags": "a, b", "by": "c"}),
        ("title: Low: tide\nby:\n  - Ada\n  - Bo", {"title": "Low: tide", "by": ["Ada", "Bo"]}),
        (
            "title: >\n  Low\n  tide\nby: {name: Ada}",
            {"title": "Low tide\n", "by": {"name": "Ada"}},
        ),
        ("title: Low: one\n  and two\n# no\nby: A", {"title": "Low: one and two", "by": "A"}),
        ("by: &a Ada\ntitle: *a", {"by": "Ada", "title": "Ada"}),
        ("by: &a [Ada]\ntitle: *a", {"by": ["Ada"], "title": "*a"}),
        ("date: !!timestamp today\ntitle: !!int x", {"date": "today", "title": "x"}),
        (f"title: Tide\nx: {'[' * 60}", {"title": "Tide", "x": "[" * 59}),
        ("kind: essay\nmood: grey", {"kind": "essay", "mood": "grey"}),
        (
            "Title: The pier.\nmood: grey\ntags:",
            {"Title": "The pier.", "mood": "grey", "tags": None},
        ),
    ],
)
def test_what_is_no_yaml_as_a_whole_is_read_line_by_line(
    head: str, expected: dict[str, object]
) -> None:
    assert fields(head) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('title = "Tide"\ndate = 2019-02-03', {"title": "Tide", "date": "2019-02-03"}),
        ("title = No\ndate = 2019-02-03", {"title": "No", "date": "2019-02-03"}),
        ('title = "Open\nby = ["Ada", "Bo"]', {"title": "Open", "by": ["Ada", "Bo"]}),
        ("title: Tide\nby = 'Ada'", {"title": "Tide", "by": "Ada"}),
        ("title = Tide\n[extra]\ndate = 2019", {"title": "Tide"}),
        (f"title = 'Tide'\n{'a.' * 51}a = 1", {"title": "Tide", f"{'a.' * 30}a": None}),
    ],
)
def test_toml_with_faults_is_read_line_by_line_too(head: str, expected: dict[str, object]) -> None:
    found = split_front_matter(f"+++\n{head}\n+++{TEXT}")

    assert {name: found.fields.get(name) for name in expected} == expected
    assert found.text == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nShe had one hope: to sleep.\n\n---\n\nAt dawn it rained.\n",
        "---\nNote: he said no.\n---\nAt dawn it rained.\n",
        "---\nAnna: Come in.\nBoris: No.\n---\nThey went.\n",
        "---\n# The tide\n---\nIt came.\n",
        "---\nDate: there was none.\n---\nShe waited.\n",
        "---\nSource: the pilot, who saw it.\n---\nIt sank.\n",
        "---\nJust a line.\n---\n",
        "---\nOne.\nTwo: three.\nFour.\n---\nFive.\n",
        "---\n- a list\n- of things\n---\n",
        "---\n\n    sea: grey\n    sky: grey\n\n---\nAnd so on.\n",
        "-----\nIt goes on: on and on.\n-----\n",
        "—\nSo he said: no.\n—\n",
        "{{title}}\n\nAnd so on.",
        '{"low": "tide"}\n\nAnd so on.',
        "{" * 5000,
        "---\n\nA scene without an end: it goes on.\n",
        "---\n",
        "+++\nJust a line.\n+++\n",
        "Source: the pilot, who saw it.\n\nIt sank.\n",
        "Date: Monday.\nNo field.\n\nIt rained.\n",
    ],
)
def test_a_text_that_begins_with_a_rule_keeps_all_its_lines(text: str) -> None:
    assert split_front_matter(text) == FrontMatter({}, text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Title: Tide\nDate: 2019\n\nIt came.", "Tide"),
        ("title: Tide\ndate: 2019\n---\nIt came.", "Tide"),
        ("---\ntitle: Tide\n\nIt came.", "Tide"),
        ("\n\n--- \ntitle: Tide\n...\nIt came.", "Tide"),
        ("---\ntitle: Tide\ntags:\n- a\n  b\nIt came.", "Tide"),
        ("-----\ntitle: Tide\n----\nIt came.", "Tide"),
        ("—\ntitle: Tide\n—\nIt came.", "Tide"),
        ('{\n  "title": "Tide",\n  "tags": []\n}\n\nIt came.', "Tide"),
    ],
)
def test_a_head_may_lack_a_rule_or_have_others(text: str, title: str) -> None:
    found = split_front_matter(text)

    assert (dict(found.fields)["title" if "title" in text else "Title"], found.text.strip()) == (
        title,
        "It came.",
    )


def test_what_is_ignored_is_named_with_its_line() -> None:
    head = "title: {{title}}\nsays nothing\n\ndate: 2019-02-30\nby: Ada\nby: Bo\nby: Ada"

    found = split_front_matter(f"---\n{head}\n---{TEXT}")

    assert found == FrontMatter(
        {"date": "2019-02-30", "by": "Ada"},
        TEXT,
        (
            "line 2 of the front matter: title has not been filled in",
            "line 3 of the front matter: “says nothing” is not a field",
            "line 5 of the front matter: “2019-02-30” is not a date",
            "line 7 of the front matter: by is given twice",
        ),
    )


def test_what_is_ignored_fits_a_line_and_obeys_no_terminal() -> None:
    head = f"title: {{{{t}}}}\n{'a ' * 60}\nda\x1b[2Jte and more\nby: a: b"

    assert split_front_matter(f"---\n{head}\n---{TEXT}").ignored == (
        "line 2 of the front matter: title has not been filled in",
        f"line 3 of the front matter: “{'a ' * 29}a…” is not a field",
        "line 4 of the front matter: “da\ufffd[2Jte and more” is not a field",
    )


lines = st.text(alphabet="ab:=#-'\"[]{}&*!|>%@`\t ,?", max_size=12)


@given(st.lists(lines, max_size=8), st.sampled_from(["---", "+++"]))
def test_whatever_stands_in_a_head_the_text_behind_it_is_read(head: list[str], fence: str) -> None:
    source = "\n".join([fence, "title: Tide", *head, fence, "The ferry was late."])

    found = split_front_matter(source)

    assert found.text.endswith("The ferry was late.")
    assert str(found.fields.get("title")).startswith("Tide") or found.text == source


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("  name: Ada Marsh\n  handle: @ada", {"name": "Ada Marsh", "handle": "@ada"}),
        (
            "  - name: Ada Marsh\n    handle: @ada\n  - name: Hugo Wend",
            [{"name": "Ada Marsh", "handle": "@ada"}, {"name": "Hugo Wend"}],
        ),
        ("  - @ada\n  - Hugo Wend", ["@ada", "Hugo Wend"]),
        ("  @ada of\n  the quay: no field", "@ada of the quay: no field"),
    ],
)
def test_fields_below_a_field_are_its_own_in_a_head_that_is_no_yaml(
    head: str, author: object
) -> None:
    assert fields(f"title: Tides\nauthor:\n{head}") == {"title": "Tides", "author": author}


def test_a_field_without_a_name_is_not_one_that_heads_have() -> None:
    source = '---\n{"", ""}\n---\nThe ferry was late.'

    assert split_front_matter(source).text == source
