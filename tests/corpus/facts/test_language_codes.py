"""Names and codes of languages."""

from __future__ import annotations

import pytest

from searchkit.corpus.facts.language_codes import language_code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("pt_BR", "pt"),
        ("English", "en"),
        ("Deutsch", "de"),
        ("français", "fr"),
        (" DEU ", "de"),
        (["es", "en"], "es"),
        ("elvish", None),
        ("-", None),
        ("", None),
        ([], None),
        (7, None),
        ("e" * 100, None),
    ],
)
def test_a_language_is_known_by_its_code_or_its_name(written: object, code: str | None) -> None:
    assert language_code(written) == code
