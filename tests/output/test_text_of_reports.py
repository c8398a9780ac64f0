from __future__ import annotations

from searchkit.errors import UnreadableFileError
from searchkit.notes import Remark
from searchkit.output import (
    REPORT_FORMATS,
    Style,
)
from tests.output.conftest import some_report


def test_a_report_says_what_was_done_and_what_could_not_be_read() -> None:
    drawn = REPORT_FORMATS["text"](
        some_report(
            skipped={".doc": 1, ".psd": 3, "no suffix": 2},
            problems=(UnreadableFileError("a/b.json", "not JSON: line 3 ends too soon"),),
        ),
        Style(width=80),
    )

    assert (
        drawn
        == """\
Articles: 12 added, 3 replaced, 1,194 unchanged (1,100 files, 1.3 s)
Skipped: no suffix 2
3 .psd, 1 .doc files were not read: no reader takes them.
Unreadable: 1 file
  a/b.json: not JSON: line 3 ends too soon
"""
    )


def test_a_report_says_what_has_to_be_installed_for_files_that_were_not_read() -> None:
    missing = {"pages": {".html": 323, ".mhtml": 2}, "pdf": {".pdf": 1}}

    drawn = REPORT_FORMATS["text"](
        some_report(skipped={".psd": 1}, missing=missing), Style(width=100)
    )

    assert drawn.splitlines()[1:] == [
        "1 .psd file was not read: no reader takes it.",
        "323 .html, 2 .mhtml files were not read. They need: pip install 'searchkit[pages]'",
        "1 .pdf file was not read. It needs: pip install 'searchkit[pdf]'",
    ]


def test_a_report_names_the_suffixes_that_most_files_have() -> None:
    skipped = {f".{number:03}": number for number in range(1, 40)}

    drawn = REPORT_FORMATS["text"](some_report(skipped=skipped), Style(width=200))

    named = ", ".join(f"{number} .{number:03}" for number in range(39, 27, -1))
    assert drawn.splitlines()[1] == (
        f"{named} and 378 other files were not read: no reader takes them."
    )


def test_a_report_names_some_files_whose_encoding_is_in_doubt() -> None:
    doubtful = {f"{number}.txt": "windows-1252" for number in range(10, 1_245)}

    drawn = REPORT_FORMATS["text"](some_report(doubtful=doubtful), Style(width=80))

    named = "".join(f"  {number}.txt: read as windows-1252\n" for number in range(10, 20))
    assert drawn == (
        "Articles: 12 added, 3 replaced, 1,194 unchanged (1,100 files, 1.3 s)\n"
        "Encoding in doubt: 1,235 files (--encoding NAME sets it for all)\n"
        f"{named}  and 1,225 more\n"
    )


def test_a_report_names_files_that_were_read_in_part_and_what_was_passed_over() -> None:
    two = (Remark("a.md", "ignored line 3"), Remark("a.md", "ignored line 4"))
    many = tuple(Remark(f"{number}.md", "ignored line 2") for number in range(10, 1_245))

    assert [
        REPORT_FORMATS["text"](some_report(remarks=remarks), Style(width=80)).split("\n", 1)[1]
        for remarks in (two, many)
    ] == [
        "Read in part: 1 file\n  a.md: ignored line 3\n  a.md: ignored line 4\n",
        "Read in part: 1,235 files\n"
        + "".join(f"  {number}.md: ignored line 2\n" for number in range(10, 30))
        + "  and 1,215 more\n",
    ]


def test_a_dry_run_says_so() -> None:
    dry = some_report(added=0, replaced=0, unchanged=0, files=0, took=61.0, dry_run=True)

    assert (
        REPORT_FORMATS["text"](dry, Style(width=80))
        == "Dry run, nothing written. Articles: none (0 files, 1 min 1 s)\n"
    )
