"""What a cluster wants to see before it answers: from the environment or a file, never an address.

- `SEARCHKIT_OPENSEARCH_USER` and `SEARCHKIT_OPENSEARCH_PASSWORD`: a user and a password,
- `SEARCHKIT_OPENSEARCH_API_KEY`: or a key, as the cluster gave it,
- `SEARCHKIT_OPENSEARCH_CREDENTIALS`: or a file in TOML with `user` and `password`, or `api_key`,
- `SEARCHKIT_OPENSEARCH_CA`: a file of certificates to trust, for a cluster that has its own.
"""

from __future__ import annotations

import os
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPOKEN = {"user": "user", "password": "password", "api_key": "key"}
PREFIX = "SEARCHKIT_OPENSEARCH_"


def authorization(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the header that shows who asks; None: nobody in particular.

    Raises:
        ArgumentError: A part is missing, or the file cannot be read.

    >>> authorization({"SEARCHKIT_OPENSEARCH_USER": "ada", "SEARCHKIT_OPENSEARCH_PASSWORD": "x"})
    'Basic YWRhOng='
    """
    given = {
        name: value
        for name in ("user", "password", "api_key")
        if (value := environment.get(PREFIX + name.upper()))
    }
    file = environment.get(f"{PREFIX}CREDENTIALS")
    if not given and file:
        given = _from_file(Path(file))
    _check(given)
    if key := given.get("api_key"):
        return f"ApiKey {key}"
    user, password = given.get("user"), given.get("password")
    if bool(user) != bool(password):
        missing = "PASSWORD" if user else "USER"
        raise _wrong(f"{PREFIX}{missing} is missing. Set it, too.")
    if not user:
        return None
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def authorities(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the file of certificates to trust in place of those of the system, if one is named.

    Raises:
        ArgumentError: It cannot be read, or holds none.
    """
    path = environment.get(f"{PREFIX}CA") or None
    if path is not None:
        import ssl  # late: seldom needed

        try:
            ssl.create_default_context(cafile=path)
        except OSError as error:  # as are errors of TLS
            why = error.strerror if not isinstance(error, ssl.SSLError) else "it has no certificate"
            raise _wrong(f"{path}, named by {PREFIX}CA, cannot be used: {why}.") from None
    return path


def _check(given: Mapping[str, str]) -> None:
    """Refuse what cannot be sent: an error on its way might show it."""
    for name, value in given.items():
        if not value.isprintable():
            raise _wrong(f"The {_SPOKEN[name]} for the cluster has a line end or the like in it.")
    if not given.get("api_key", "").isascii():
        raise _wrong("The key for the cluster has a character that is not ASCII.")
    if ":" in given.get("user", ""):
        raise _wrong("The user for the cluster has a colon, which no user has.")


def _from_file(path: Path) -> dict[str, str]:
    import tomllib  # late: seldom needed

    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # the error may show what the file says
        why = error.strerror if isinstance(error, OSError) else "it is no TOML"
        raise _wrong(f"{path}, named by {PREFIX}CREDENTIALS, cannot be read: {why}.") from None
    names = {"user", "password", "api_key"}
    if (
        not given
        or not given.keys() <= names
        or not all(isinstance(v, str) for v in given.values())
    ):
        raise _wrong(f"{path} must have user and password, or api_key, as texts, and nothing else.")
    return given


def _wrong(message: str) -> ArgumentError:
    return ArgumentError(message, name="path", value=None)
