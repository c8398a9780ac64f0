from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from searchkit.errors import ArgumentError
from searchkit.opensearch.credentials import authorities, authorization


def given(**values: str) -> dict[str, str]:
    return {f"SEARCHKIT_OPENSEARCH_{name.upper()}": value for name, value in values.items()}


def basic(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def test_nobody_in_particular_asks_where_nothing_is_set() -> None:
    assert authorization({}) is None
    assert authorities({}) is None


def test_a_user_and_a_password_are_shown_to_the_cluster() -> None:
    assert authorization(given(user="ada", password="tide")) == basic("ada", "tide")


def test_a_key_is_shown_before_a_user() -> None:
    assert authorization(given(api_key="k", user="ada", password="tide")) == "ApiKey k"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ('user = "ada"\npassword = "tidé"\n', basic("ada", "tidé")),
        ('api_key = "k"\n', "ApiKey k"),
    ],
)
def test_a_file_may_have_them(tmp_path: Path, content: str, shown: str) -> None:
    file = tmp_path / "cluster.toml"
    file.write_text(content, encoding="utf-8")

    assert authorization(given(credentials=str(file))) == shown


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    assert authorization(given(api_key="k", credentials=str(tmp_path / "none"))) == "ApiKey k"


@pytest.mark.parametrize(
    ("values", "missing"), [({"user": "ada"}, "PASSWORD"), ({"password": "tide"}, "USER")]
)
def test_half_of_them_is_an_error(values: dict[str, str], missing: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        authorization(given(**values))

    assert str(refused.value) == f"SEARCHKIT_OPENSEARCH_{missing} is missing. Set it, too."


@pytest.mark.parametrize("content", ["secret", 'password = "secret', 'secret = "secret"'])
def test_no_error_shows_what_the_file_says(tmp_path: Path, content: str) -> None:
    file = tmp_path / "cluster.toml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(ArgumentError) as refused:
        authorization(given(credentials=str(file)))

    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError) as refused:
        authorization(given(credentials=str(tmp_path / "none")))

    assert str(refused.value) == (
        f"{tmp_path / 'none'}, named by SEARCHKIT_OPENSEARCH_CREDENTIALS, cannot be read: "
        "No such file or directory."
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"api_key": "secret\nX-Other: 1"},
            "The key for the cluster has a line end or the like in it.",
        ),
        ({"api_key": "secrét"}, "The key for the cluster has a character that is not ASCII."),
        (
            {"user": "ada", "password": "secret\r"},
            "The password for the cluster has a line end or the like in it.",
        ),
        (
            {"user": "ada:secret", "password": "secret"},
            "The user for the cluster has a colon, which no user has.",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused_and_not_shown(values: dict[str, str], message: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        authorization(given(**values))

    assert str(refused.value) == message


def test_a_file_of_certificates_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    missing, other = tmp_path / "none.pem", tmp_path / "other.pem"
    other.write_text("no certificate")
    reasons = []
    for path in (missing, other):
        with pytest.raises(ArgumentError) as refused:
            authorities(given(ca=str(path)))
        reasons.append(str(refused.value))

    assert reasons == [
        f"{missing}, named by SEARCHKIT_OPENSEARCH_CA, cannot be used: No such file or directory.",
        f"{other}, named by SEARCHKIT_OPENSEARCH_CA, cannot be used: it has no certificate.",
    ]
