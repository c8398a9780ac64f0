"""What is made of one file, without an index."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import searchkit
from searchkit.article import Origin
from searchkit.corpus.formats import EXTRAS, FORMATS, Format
from searchkit.errors import ArgumentError, UnreadableFileError
from searchkit.results import FileReading

TIDE = "The tide came in at noon, and the harbour master shut the gates of the old dock."


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "corpus"
    (folder / "2021/03").mkdir(parents=True)
    (folder / "2021/03/tide.txt").write_text(f"High water\n\n{TIDE}\n")
    (folder / "tide.psd").write_bytes(b"picture")
    with zipfile.ZipFile(folder / "saved.zip", "w") as archive:
        archive.writestr("2019/a.txt", "Low water\n\n" + TIDE)
        archive.writestr("b.jsonl", "no record")
        archive.writestr("c.psd", "picture")
    monkeypatch.chdir(tmp_path)
    return folder


def told(reading: FileReading) -> list[str]:
    return [str(one) for one in (*reading.problems, *reading.remarks)]


@pytest.mark.usefixtures("corpus")
def test_a_file_is_read_with_what_its_path_in_its_folder_says() -> None:
    (reading,) = searchkit.read("corpus/2021/03/tide.txt", corpus="corpus")

    (article,) = reading.articles
    assert (reading.path, article.title, article.text) == ("2021/03/tide.txt", "High water", TIDE)
    assert (str(article.date), article.origins.date) == ("2021-03", Origin.PATH)
    assert (article.language, article.origins.language) == ("en", Origin.DETECTED)
    assert told(reading) == []


def test_the_settings_of_the_folder_around_a_file_hold(corpus: Path) -> None:
    (corpus / "searchkit.toml").write_text('source = "The Post"\n["2021/**"]\nlanguage = "fr"')

    (reading,) = searchkit.read(corpus / "2021/03/tide.txt")

    (article,) = reading.articles
    assert (reading.path, article.source, article.language) == (
        "2021/03/tide.txt",
        "The Post",
        "fr",
    )
    (corpus / "searchkit.toml").write_text('["2021/**"]\nskip = true')
    (skipped,) = searchkit.read(corpus / "2021/03/tide.txt")
    assert told(skipped) == ["2021/03/tide.txt: is skipped by searchkit.toml"]


def test_a_file_of_no_such_folder_belongs_to_the_current_one_or_to_its_own(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (below,) = searchkit.read("corpus/2021/03/tide.txt")
    monkeypatch.chdir(corpus / "2021")
    (elsewhere,) = searchkit.read("../saved.zip/2019")

    assert below.path == "corpus/2021/03/tide.txt"
    assert elsewhere.path == "saved.zip/2019/a.txt"


def test_each_file_in_an_archive_is_read(corpus: Path) -> None:
    readings = searchkit.read(corpus / "saved.zip")

    assert [(one.path, len(one.articles), told(one)) for one in readings] == [
        ("corpus/saved.zip/2019/a.txt", 1, []),
        (
            "corpus/saved.zip/b.jsonl",
            0,
            ["corpus/saved.zip/b.jsonl: line 1: is not valid JSON: Expecting value at column 1"],
        ),
    ]
    assert str(readings[0].articles[0].date) == "2019"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("corpus/tide.psd", ".psd files are not read"),
        ("corpus/saved.zip/c.psd", "has no file c.psd that can be read"),
        ("corpus/LICENSE", "its name has no suffix"),
        (
            "corpus/tides.gz",
            "its name does not say what is packed in it, as tides.txt.gz would",
        ),
    ],
)
def test_a_file_that_is_not_read_says_why(corpus: Path, path: str, reason: str) -> None:
    (corpus / "LICENSE").touch()
    (corpus / "tides.gz").touch()

    (reading,) = searchkit.read(path)

    assert [problem.reason for problem in reading.problems] == [reason]


def test_a_file_whose_extra_is_not_installed_says_what_to_install(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, ".txt", Format("text_files", extra="rst"))
    monkeypatch.setitem(EXTRAS, "rst", ("no_such_library",))

    (reading,) = searchkit.read(corpus / "2021/03/tide.txt", corpus=corpus)

    assert told(reading) == ["2021/03/tide.txt: needs: pip install 'searchkit[rst]'"]


def test_what_is_no_file_is_an_error(corpus: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"^corpus/gone\.txt: there is no such file$"):
        searchkit.read("corpus/gone.txt")
    with pytest.raises(UnreadableFileError, match=r"^corpus: it is a folder; name a file in it$"):
        searchkit.read("corpus")
    with pytest.raises(ArgumentError, match=r"^.*tide\.psd is not in .*2021\.$"):
        searchkit.read(corpus / "tide.psd", corpus=corpus / "2021")
