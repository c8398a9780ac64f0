from __future__ import annotations

from pathlib import Path

from benchmarks.sections import measured_by, with_section, write_section


def test_a_section_is_written_in_place_of_the_one_before_and_the_others_stay(
    tmp_path: Path,
) -> None:
    page = tmp_path / "PAGE.md"
    for title, line in ("A", "one"), ("B", "two"), ("A", "three"):
        write_section(page, title, [line])

    head, *sections = page.read_text().split("## ")
    assert head.startswith("# Exploring an archive, measured\n")
    assert sections == ["A\n\nthree\n\n", "B\n\ntwo\n"]


def test_writing_the_same_again_changes_nothing() -> None:
    once = with_section("# P\n", "A", ["one", "", "two"])

    assert once == "# P\n\n## A\n\none\n\ntwo\n"
    assert with_section(once, "A", ["one", "", "two"]) == once


def test_a_section_says_how_it_was_measured() -> None:
    assert measured_by("python -m x", {"processor": "fast"}) == [
        "    python -m x",
        "",
        "- processor: fast",
    ]
