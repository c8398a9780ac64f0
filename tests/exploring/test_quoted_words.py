"""The words of a quotation, without what an editor changed."""

import pytest

from searchkit.exploring.quoted_words import stretches, words_of


def words(said: str) -> list[str]:
    return [" ".join(some) for some in words_of(stretches(said, [(0, len(said))]))]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("We stay, as we ARE!", ["we stay as we are"]),
        ("[W]e stay as [w]e are", ["we stay as we are"]),
        ("The report[s] said so", ["the reports said so"]),
        ("We stay [sic] as we are[12]", ["we stay as we are"]),
        ("We [the pilots] stay", ["we", "stay"]),
        ("We … stay", ["we", "stay"]),
        ("We ... stay", ["we", "stay"]),
        ("We . . . stay", ["we", "stay"]),
        ("We […] stay", ["we", "stay"]),
        ("We [...] stay", ["we", "stay"]),
        ("We (…) stay", ["we", "stay"]),
        ("We *** stay", ["we", "stay"]),
        ("We stay... [T]hey left", ["we stay", "they left"]),
        ("The Señor’s U.S. boat", ["the senor us boat"]),
        ("We [ stay", ["we stay"]),
        ("", [""]),
    ],
)
def test_brackets_and_ellipses_are_gaps_and_mended_letters_are_not(
    said: str, expected: list[str]
) -> None:
    assert words(said) == expected


def test_spans_of_one_quotation_go_on_without_a_gap() -> None:
    text = "“We,” she said, “stay.”"

    assert stretches(text, [(1, 4), (17, 22)]) == ["We, stay."]
