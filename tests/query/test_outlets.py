"""Which outlets are meant by a name."""

from __future__ import annotations

import pytest

from searchkit.query.outlets import outlets_meant, outlets_of, outlets_suggested

HELD = ["cnn (web news)", "cnn - editorial", "cnnmoney", "the pier post", "pier weekly", "none"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("CNNMoney", ["cnnmoney"]),
        ("cnn", ["cnn (web news)", "cnn - editorial"]),
        ("cnn*", ["cnn (web news)", "cnn - editorial", "cnnmoney"]),
        ("*weekly", ["pier weekly"]),
        ("pier*", ["pier weekly", "the pier post"]),
        ("pier", ["pier weekly", "the pier post"]),
        ("Pier Post", ["the pier post"]),
        ("the", ["the pier post"]),
        ("post", []),
        ("*", ["cnn (web news)", "cnn - editorial", "cnnmoney", "pier weekly", "the pier post"]),
        ("none", ["none"]),
        ("no*", []),
        ("c.n", []),
    ],
)
def test_a_name_means_its_own_outlet_or_those_that_go_on_from_it(
    name: str, meant: list[str]
) -> None:
    assert list(outlets_meant(name, outlets_of(HELD))) == meant


def test_an_outlet_is_meant_in_all_its_outlets_by_identity_by_any_of_them() -> None:
    outlets = outlets_of(["pier weekly", "none", "pier-weekly", "the pier post", "pierpost.com"])

    assert outlets_meant("PierWeekly", outlets) == ("pier weekly", "pier-weekly")
    assert outlets_meant("*post", outlets) == ("pierpost.com", "the pier post")


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("wee", ["pier weekly"]),
        ("PI", ["the pier post", "pier weekly"]),
        ("pie pos", ["the pier post"]),
        ("post", ["the pier post"]),
        ("ost", []),
        ("no", []),
        ("cnn-edit*", ["cnn - editorial"]),
        ("peir weekly", ["pier weekly"]),
        ("", []),
        ("*", []),
    ],
)
def test_outlets_are_suggested_whose_words_begin_as_was_typed_or_are_spelt_nearly_so(
    name: str, suggested: list[str]
) -> None:
    assert outlets_suggested(name, HELD) == suggested
