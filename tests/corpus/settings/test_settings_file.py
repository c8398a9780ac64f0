from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus import NO_OPTIONS, ReadingOptions, read_settings
from searchkit.corpus.settings.settings_file import Settings, spelling_of
from searchkit.errors import CorpusSettingsError


def settings(folder: Path, text: str | bytes) -> Settings:
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "searchkit.toml").write_bytes(content)
    return read_settings(folder)


def test_a_folder_without_settings_says_nothing(tmp_path: Path) -> None:
    found = read_settings(tmp_path)

    assert not found
    assert found.options("a.txt") is NO_OPTIONS


def test_settings_hold_for_all_files_and_for_those_that_fit_a_glob(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        """\
        source = "The Pier Post"
        encoding = "windows-1252"

        ["letters"]
        source = "Letters"
        language = "French"

        ["*.md"]
        timezone = "Europe/Paris"
        encoding = "utf-8"

        ["drafts/**"]
        skip = true

        ["drafts/ready*"]
        skip = false
        """,
    )

    assert found.options("a.txt") == ReadingOptions(source="The Pier Post", encoding="windows-1252")
    assert found.options("letters/a.md") == ReadingOptions(
        source="Letters", language="fr", timezone="Europe/Paris", encoding="utf-8"
    )
    assert found.options("drafts/a.txt") is None
    assert found.options("drafts/ready-a.txt") == found.options("a.txt")


def test_an_empty_file_of_settings_and_one_of_windows_are_read(tmp_path: Path) -> None:
    assert not settings(tmp_path, "# nothing yet\n")
    windows = 'source = "Café Post"\r\n["a"]\r\nskip = true\r\n'.encode("utf-8-sig")
    found = settings(tmp_path, windows)
    assert found.options("b.txt") == ReadingOptions(source="Café Post")
    assert found.options("a/b.txt") is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            '# all\nsorce = "x"\n',
            (
                'line 2: there is no setting "sorce"; '
                "there are source, language, timezone, encoding, columns, as_is and skip."
            ),
        ),
        (
            'source = """\nThe\nPost"""\n\n["*.txt"]\nlang = "en"\n',
            (
                'line 6: there is no setting "lang"; '
                "there are source, language, timezone, encoding, columns, as_is and skip."
            ),
        ),
        ("source = 5", 'line 1: source must be text, such as "The Pier Post".'),
        ('\nsource = " "', 'line 2: source must be text, such as "The Pier Post".'),
        (f'source = "{"x" * 201}"', "line 1: a source can have at most 200 characters."),
        (
            '["a"]\nskip = true\n\n["b"]\n\nlanguage = "elvish"',
            'line 6: there is no language "elvish"; write a code such as "en".',
        ),
        (
            'timezone = "Berlin"',
            'line 1: there is no time zone "Berlin"; write one such as "Europe/Berlin" or "UTC".',
        ),
        (
            'timezone = "../../etc/passwd"',
            (
                'line 1: there is no time zone "../../etc/passwd"; '
                'write one such as "Europe/Berlin" or "UTC".'
            ),
        ),
        (
            'encoding = "utf-9"',
            'line 1: there is no encoding "utf-9"; write one such as "windows-1252".',
        ),
        (
            '["a"]\ncolumns = "text"',
            ('line 2: columns must be a table, such as { title = "Headline", text = "Body" }.'),
        ),
        (
            '[columns]\ntekst = "Body"',
            (
                'line 1: an article has no field "tekst"; it has title, text, summary, date,'
                " source, authors, url, language and id."
            ),
        ),
        (
            'columns = { title = 1, text = "Body" }',
            (
                "line 1: columns must all be names, or all numbers from 1:"
                ' { title = "Headline", text = "Body" }.'
            ),
        ),
        ('["a"]\nskip = "yes"', "line 2: skip must be true or false."),
        ("as_is = 1", "line 1: as_is must be true or false."),
        ('aliases = ["a"]', "line 1: aliases must be a table: [aliases]."),
        (
            '[aliases]\n"A" = "B"',
            'line 2: an alias needs a list of spellings: "A" = ["another spelling"].',
        ),
        (
            '[aliases]\n"A" = ["B", 3]',
            'line 2: an alias needs a list of spellings: "A" = ["another spelling"].',
        ),
        (
            '[aliases]\n"A" = [\n  "B",\n]\n"C" = [\n  "D",\n  "b",\n]\n',
            'line 5: "b" cannot be an alias of both "A" and "C".',
        ),
        (
            '[aliases]\n"A" = ["B"]\n"B" = ["C"]',
            'line 3: "B" cannot be an alias of both "A" and "B".',
        ),
        ('[""]\nskip = true', "line 1: a table needs a glob as its name."),
        ('[["a"]]\nskip = true', 'line 1: there is no setting "a"; there are '),
        ('source = "a"\nsource = "b"', "line 2: is not valid TOML: cannot overwrite a value."),
        ("a\n\nb = 1", "line 1: is not valid TOML: expected "),
        ('x = "never closed\n', "line 1: is not valid TOML: "),
        (b'source = "a"\nlanguage = "\xff"', "line 2: is not UTF-8."),
        (b"#" * 200_001, "has more than 200,000 bytes."),
    ],
)
def test_what_is_wrong_is_named_with_the_file_and_the_line(
    tmp_path: Path, text: str | bytes, fault: str
) -> None:
    path = tmp_path / "searchkit.toml"

    with pytest.raises(CorpusSettingsError) as caught:
        settings(tmp_path, text)

    beginning = f"{path}, " if fault.startswith("line") else f"{path}: "
    assert str(caught.value).startswith(beginning + fault)


def test_settings_that_are_nested_without_end_are_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusSettingsError, match="is n"):
        settings(tmp_path, "x = " + "[" * 5_000)


def test_settings_that_are_a_link_or_a_folder_are_named(tmp_path: Path) -> None:
    path = tmp_path / "searchkit.toml"
    path.mkdir()
    with pytest.raises(CorpusSettingsError, match=f"^{re.escape(str(path))}: cannot be read: "):
        read_settings(tmp_path)
    path.rmdir()
    (tmp_path / "elsewhere").write_text("")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CorpusSettingsError, match=f"^{re.escape(str(path))}: cannot be read: "):
        read_settings(tmp_path)


KEYS = st.sampled_from(["source", "language", "timezone", "encoding", "skip", "a", "[b]", "c.d"])
VALUES = st.sampled_from(['"en"', '"x"', "true", "5", '["x"]', "", '"""\n"""', "{a = 1}", "\n"])
LINES = st.builds("{} = {}".format, KEYS, VALUES) | st.sampled_from(
    ['["a"]', "[aliases]", "# x", "", '[a."b"]', "[[c]]", "\x00", "x" * 99]
)


@given(lines=st.lists(LINES, max_size=8))
def test_any_text_gives_settings_or_an_error_with_a_line_of_it(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    text = "\n".join(lines)
    line: int | None = 1
    try:
        settings(tmp_path_factory.mktemp("settings"), text).options("a/b.txt")
    except CorpusSettingsError as error:
        line = error.line

    assert line is not None
    assert 1 <= line <= max(1, len(text.splitlines()))


@given(name=st.text(max_size=30))
def test_a_spelling_is_its_own(name: str) -> None:
    assert spelling_of(spelling_of(name)) == spelling_of(name)


def test_columns_are_set_for_all_tables_or_for_some(tmp_path: Path) -> None:
    text = '[columns]\ntext = " Rumpf "\ntitle = "Kopf"\n\n["b"]\ncolumns = { text = 3 }\n'
    (tmp_path / "searchkit.toml").write_text(text)

    found = read_settings(tmp_path)

    assert found.options("a.csv") == ReadingOptions(columns=(("text", "Rumpf"), ("title", "Kopf")))
    assert found.options("b/a.csv") == ReadingOptions(columns=(("text", 3),))
