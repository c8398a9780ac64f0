"""What the path of a file says of its article."""

from __future__ import annotations

import pytest

from searchkit.corpus.facts.paths import date_in_path, source_in_path


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2021/03/14/tides.txt", "2021-03-14"),
        ("2021/03/tides.txt", "2021-03"),
        ("2021/tides.txt", "2021"),
        ("a/2021-03-14-tides.md", "2021-03-14"),
        ("20210314-tides.md", "2021-03-14"),
        ("2018-3-4-cutter.txt", "2018-03-04"),
        ("2018_3_14 cutter.txt", "2018-03-14"),
        ("2018/3/4/cutter.txt", "2018-03-04"),
        ("2018/3/cutter.txt", "2018-03"),
        ("2018/3.txt", "2018"),
        ("25.12.2018 cutter.txt", "2018-12-25"),
        ("12-25-2018 cutter.txt", "2018-12-25"),
        ("03-04-2018 cutter.txt", "None"),
        ("31-31-2018 cutter.txt", "None"),
        ("editor-2018.3.4.txt", "None"),
        ("2018-3-41.txt", "None"),
        ("2021_03_14 tides.md", "2021-03-14"),
        ("2021-03 tides.md", "2021-03"),
        ("tides.2021.03.14.txt", "2021-03-14"),
        ("2020/2021-03-14.txt", "2021-03-14"),
        ("2021/03/1984-in-print.txt", "2021-03"),
        ("2021/13/tides.txt", "2021"),
        ("2021-02-30-tides.txt", "None"),
        ("the flood of 1953.txt", "None"),
        ("1953-flood.txt", "None"),
        ("tides-99991231.txt", "None"),
        ("id-120210314.txt", "None"),
        ("2021-00-00.txt", "None"),
        ("٢٠٢١/٠٣/tides.txt", "None"),
    ],
)
def test_a_date_in_a_path_is_found_unless_no_calendar_has_it(path: str, expected: str) -> None:
    assert str(date_in_path(path)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Us Weekly/2021/taboo.txt", "Us Weekly"),
        ("2021/Harbour_Gazette/03/tides.txt", "Harbour Gazette"),
        ("news/The Marram Post/Politics/tides.txt", "The Marram Post"),
        ("www.example.org/tides.txt", "example.org"),
        ("harbour gazette/tides.txt", None),
        ("News/Archive 2021/March/tides.txt", None),
        ("Articles/tides.txt", None),
        ("Rust-1.30/tides.txt", None),
        ("A/tides.txt", None),
        ("conf.d/tides.txt", None),
        ("Tides.txt", None),
        ("caf\\xe9 Noir/tides.txt", None),
    ],
)
def test_only_a_folder_that_is_plainly_an_outlet_is_a_source(
    path: str, expected: str | None
) -> None:
    assert source_in_path(path) == expected
