import re

import pytest

from searchkit.corpus import ReadingOptions
from searchkit.errors import ArgumentError


@pytest.mark.parametrize(
    "name", ["utf-8", "Windows-1252", "LATIN1", "shift_jis", "UTF-16 LE", "hz"]
)
def test_an_encoding_has_any_name_that_python_knows(name: str) -> None:
    assert ReadingOptions(encoding=name).encoding == name


@pytest.mark.parametrize(
    "name", ["klingon", "", "a\0b", "\udce9", "rot13", "base64", "hex", "idna", "unicode_escape"]
)
def test_what_is_no_encoding_of_text_is_refused(name: str) -> None:
    expected = (
        f"{name!r} is not the name of an encoding. "
        "Write a name such as utf-8, windows-1252 or shift_jis."
    )

    with pytest.raises(ArgumentError, match=f"^{re.escape(expected)}$") as raised:
        ReadingOptions(encoding=name)
    assert (raised.value.name, raised.value.value) == ("encoding", name)
