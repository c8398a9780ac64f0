"""Regular expressions that are compiled when they are first used.

Compiling one takes a tenth of a millisecond or more, and a search loads a hundred of which it
uses thirty.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")
_FACTS = ("flags", "groupindex", "groups", "pattern")


class LatePattern:
    """What a regular expression is until it is used; then it has all that one has.

    Args:
        pattern: The expression.
        flags: As :func:`re.compile` takes them.
    """

    def __init__(self, pattern: Any, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        # Asked only for what is not there yet: from the second time on, nothing stands between.
        compiled = re.compile(*self._source)
        vars(self).update({known: getattr(compiled, known) for known in (*_METHODS, *_FACTS)})
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[object, ...]:
        return LatePattern, self._source


def late_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regular expression that is compiled when it is first used."""
    return cast("re.Pattern[AnyStr]", LatePattern(pattern, flags))
