"""What a person sets for a file, which is not in the file itself.

An article is read from its file alone, but for this: how the bytes of a file are to be
understood, and facts that hold for all its articles.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import lru_cache

from searchkit.corpus.encoding.codec_names import codec_of
from searchkit.errors import ArgumentError
from searchkit.hashing import blake2b


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """What is set for a file; None where nothing is.

    Attributes:
        encoding: The encoding of its text, by any name that Python has for it. A
            byte order mark still counts first, since no other text begins with one.
        source: The outlet of its articles.
        language: ISO 639-1 code of their language.
        timezone: The name of the time zone that their times are meant in.
        columns: Fields of articles, each with the name of the column of tables that has it, or
            with the number of that column, from 1, of tables without names.
        aliases: Spellings of outlets, as they are compared, each with the name that is meant.
        as_is: Whether texts stay as they are stored: a title that is declared is not taken off a
            text that repeats it, and nothing is furniture.

    Raises:
        ArgumentError: There is no such encoding.
    """

    encoding: str | None = None
    source: str | None = None
    language: str | None = None
    timezone: str | None = None
    columns: tuple[tuple[str, str | int], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    as_is: bool = False

    def __post_init__(self) -> None:
        if self.encoding is not None and codec_of(self.encoding) is None:
            raise ArgumentError(
                f"{self.encoding!r} is not the name of an encoding. "
                "Write a name such as utf-8, windows-1252 or shift_jis.",
                name="encoding",
                value=self.encoding,
            )

    @property
    def digest(self) -> str:
        """A digest of these options but for aliases, equal in every process; empty for none.

        What aliases change is known from the sources of articles.
        """
        return _digest(self) if self is not NO_OPTIONS else ""


@lru_cache(maxsize=1024)
def _digest(options: ReadingOptions) -> str:
    names = [field.name for field in fields(options) if field.name != "aliases"]
    values = [(name, getattr(options, name)) for name in names]
    if not any(value for _, value in values):
        return ""
    return blake2b(json.dumps(values).encode(), digest_size=8).hexdigest()


NO_OPTIONS = ReadingOptions()
"""Nothing is set for a file."""
