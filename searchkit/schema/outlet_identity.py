"""Whether two spellings are of one outlet.

`US WEEKLY` and `Us Weekly` are, and so are `The Western Journal` and `Western Journal`,
`CNSNews.com` and `CNS News`: they have the same letters, apart from an article before them and
the end of a
domain. A domain whose name is another one, as `usmagazine.com`, is of the outlet that
articles from it declare (:mod:`searchkit.syncing.evidence`), or that
`searchkit.toml` says it is.
"""

from __future__ import annotations

from functools import lru_cache

from searchkit.late_patterns import late_pattern

_DOMAIN = late_pattern(
    r"(?:www\.)?([\w-]+(?:\.[\w-]+)*?)(?:\.(?:com?|org|net|gov|ac))?\.[a-z]{2,7}"
)
_NO_LETTER = late_pattern(r"[\W_]+")
_ARTICLE = "the"
_SHORTEST = 4  # letters behind an article that is no part of a name


@lru_cache(maxsize=1 << 14)
def outlet_identity(term: str) -> str:
    """Return what the terms of one outlet have in common.

    Args:
        term: As :func:`searchkit.schema.source_term` gives it.

    >>> outlet_identity("the western journal"), outlet_identity("westernjournal.com")
    ('westernjournal', 'westernjournal')
    >>> outlet_identity("r&d weekly"), outlet_identity("the week")
    ('randdweekly', 'week')
    """
    domain = _DOMAIN.fullmatch(term)
    name = domain[1] if domain else term.replace("&", " and ")
    letters = _NO_LETTER.sub("", name)
    if letters.startswith(_ARTICLE) and len(letters) >= len(_ARTICLE) + _SHORTEST:
        letters = letters[len(_ARTICLE) :]
    return letters or term
