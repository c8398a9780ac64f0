"""What a reader takes as the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis import fold


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Naïve", "naive"),
        ("nai\u0308ve", "naive"),
        ("Straße", "strasse"),
        ("ﬁ", "fi"),
        ("ＦＵＬＬ１２", "full12"),
        ("Łódź", "lodz"),
        ("Øresund", "oresund"),
        ("Đoković", "dokovic"),
        ("Œuvre", "oeuvre"),
        ("Việt", "viet"),
        ("ΟΔΟΣ", "οδοσ"),
        ("οδός", "οδοσ"),
        ("Ёлка", "елка"),
        ("Йод", "йод"),
        ("и\u0306од", "йод"),
        ("за\u0301мок", "замок"),
        ("Київ", "київ"),
        ("İSTANBUL", "istanbul"),
        ("ısparta", "isparta"),
        ("أحمد", "احمد"),
        ("كِتَاب", "كتاب"),
        ("שָׁלוֹם", "שלום"),
        ("हिन्दी", "हिन्दी"),
        ("か\u3099", "が"),
        ("ｶﾞ", "ガ"),
        ("한글", "한글"),
        ("٣٤", "34"),
        ("½", "½"),
        ("O’Brien", "o'brien"),
        ("Us\u00a0Weekly – Él País", "us weekly – el pais"),
        ("", ""),
    ],
)
def test_a_word_folds_to_its_surface(word: str, expected: str) -> None:
    assert fold(word) == expected


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(st.text())
def test_a_folded_text_is_composed(text: str) -> None:
    assert unicodedata.is_normalized("NFC", fold(text))
