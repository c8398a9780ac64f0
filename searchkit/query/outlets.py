"""The name of an outlet as it was typed -> the outlets of the index that are meant.

The exact name means its outlet alone, in all its spellings. `cnn*` means all whose names
fit. Where no outlet has the name that was typed, those are meant whose names go on from it with
another word, since few people know that the index calls their paper
`CNN - Editorial`; a note says so. Where there is none of these either, those may have
been meant one of whose words begins as was typed, or that are spelt nearly alike.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from searchkit.nearest_names import nearest_name
from searchkit.schema import NO_SOURCE, source_term
from searchkit.schema.outlet_identity import outlet_identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_ANY = "*"
_ARTICLE = "the "  # in many names, and seldom typed


def outlets_of(
    terms: Iterable[str], identify: Callable[[str], str] = outlet_identity
) -> Mapping[str, Sequence[str]]:
    """Return the terms of each outlet, in order, by what they have in common.

    Args:
        terms: The terms of all outlets that articles have.
        identify: Tells what the terms of one outlet have in common.

    >>> outlets_of(["us weekly", "us-weekly", "the post", "none"])
    {'post': ['the post'], 'usweekly': ['us weekly', 'us-weekly']}
    """
    found: dict[str, list[str]] = {}
    for term in sorted(terms):
        if term != NO_SOURCE:
            found.setdefault(identify(term), []).append(term)
    return found


def outlets_meant(
    name: str,
    outlets: Mapping[str, Sequence[str]],
    identify: Callable[[str], str] = outlet_identity,
) -> tuple[str, ...]:
    """Return the terms of the outlets that a name means, in order; empty if there is none.

    Args:
        name: The name as it was typed; ``none`` means articles without an outlet.
        outlets: All outlets, as :func:`outlets_of` returns them.
        identify: Tells what the terms of one outlet have in common.

    >>> outlets = outlets_of(["cnn (web news)", "cnn - editorial", "cnnmoney", "the post"])
    >>> outlets_meant("CNN", outlets)
    ('cnn (web news)', 'cnn - editorial')
    >>> outlets_meant("*money", outlets)
    ('cnnmoney',)
    >>> outlets_meant("Post", outlets)
    ('the post',)
    >>> outlets_meant("CNN Money", outlets)
    ('cnnmoney',)
    """
    term = source_term(name)
    if term == NO_SOURCE:
        return (term,)
    own = outlets.get(identify(term)) if _ANY not in term else None
    if own:
        return tuple(own)
    fits = _pattern(term).fullmatch
    meant = (terms for terms in outlets.values() if any(map(fits, terms)))
    return tuple(sorted(chain.from_iterable(meant)))


def _pattern(term: str) -> re.Pattern[str]:
    """Return what fits the terms that one which no outlet has may mean."""
    parts = ".*".join(map(re.escape, term.split(_ANY)))
    rest = "" if _ANY in term else r"(?:\W.*)?"
    return re.compile(f"(?:{_ARTICLE})?{parts}{rest}", re.DOTALL)


def outlets_suggested(name: str, terms: Iterable[str]) -> list[str]:
    """Return the terms of the outlets that may have been meant by a name which means none.

    Args:
        name: The name as it was typed.
        terms: The terms of all outlets.

    >>> outlets_suggested("wash", ["the washington post", "boston washers", "whitewash"])
    ['the washington post', 'boston washers']
    >>> outlets_suggested("new y tim", ["new york times", "times of new york"])
    ['new york times']
    >>> outlets_suggested("harbor gazete", ["harbour gazette", "quay news"])
    ['harbour gazette']
    """
    held = [term for term in terms if term != NO_SOURCE]
    words = re.findall(r"\w+", source_term(name))
    begun = re.compile(r"\b" + r"\w*\W+".join(words))
    found = [term for term in held if begun.search(term)] if words else []
    if found:
        return found
    near = nearest_name(source_term(name), held)
    return [near] if near else []
