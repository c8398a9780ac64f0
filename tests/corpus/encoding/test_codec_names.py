"""The names of codecs."""

from __future__ import annotations

import pytest

from searchkit.corpus.encoding.codec_names import codec_of, usual_name


@pytest.mark.parametrize("codec", ["cp1252", "iso8859-2", "euc_jp", "koi8-r", "iso2022_jp", "hz"])
def test_the_usual_name_of_a_codec_is_one_that_python_knows(codec: str) -> None:
    assert codec_of(usual_name(codec)) == codec
