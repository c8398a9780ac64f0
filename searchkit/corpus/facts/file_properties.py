"""What a file says of itself beside its text, where that is worth believing.

Programs fill in the properties of a file by themselves: with its name, with the name that somebody
logs in by, with words such as `untitled`. Such a value says nothing of the article.
"""

from __future__ import annotations

import re

from searchkit.corpus.facts.authors import LONGEST_NAME, names_in_byline

_LONGEST_TITLE = 500  # characters; what is longer is a text
_PROGRAM = re.compile(
    r"\A(?:microsoft (?:word|powerpoint|excel)|word|writer|pages|acrobat|print)\s+-\s+",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"(?:\.(?:docx?|rtf|odt|wpd?|txt|pdf|e?ps|tex|dvi|indd?|qx[dp]|pub|pages|ppt[xm]?|xlsx?|html?|md"
    r"|tmp|job|book|fm|p65|pm[56]?|ai|psd|cdr|jpe?g|tiff?|png)\b\s*|\A[A-Za-z]:[\\/].*"
    r"|\A/\S+/\S+|\Afile:.*|\Ahttps?:\S+)\Z",
    re.IGNORECASE,
)
# As files are named.
_ONE_WORD = re.compile(r"[^\s_]*(?:_[^\s_]*)+|\S*\d\S*|[^\W\d_]|[a-z][a-z.-]*")
_PLACEHOLDER = re.compile(
    r"\(?(?:untitled|unbenannt|sans titre|sin t[ií]tulo|senza titolo|unspecified|unknown|none|null"
    r"|title|titel|titre|n/?a|no title|word document|powerpoint presentation|presentation|slide"
    r"|layout|document|dokument|page|seite|book|cover|template|normal|test|pdf|scan|image|print"
    r"|blank|default|about:blank)\)?[ _-]?\d{0,6}",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\(?(?:anonymous|unspecified|unknown|author|autor|auteur|none|null|n/?a|default(?: user)?"
    r"|(?:the )?(?:owner|user|admin|administrator|root|guest|test|home|office|pc|laptop)\d*"
    r"|(?:microsoft|windows|ms|office) (?:office )?user|python-docx|calibre|wallabag|pandoc"
    r"|registered user|valued customer|benutzer|utilisateur|usuario|utente)\)?",
    re.IGNORECASE,
)
_LOGIN = re.compile(  # or the sign of an office
    r"[a-z0-9._-]+|\S+\\\S+|\S*\d\S*|[A-Z][A-Z._-]+|[A-Z]+[a-z]*[A-Z]\S*|\S*[:@/]\S*"
)


def stated_title(value: str | None) -> str | None:
    """Return the title that a file states, or None where that is no title.

    >>> stated_title("Barrier shut for the highest water in years")
    'Barrier shut for the highest water in years'
    >>> stated_title("Microsoft Word - barrier_final2.doc"), stated_title("Untitled-1")
    (None, None)
    """
    title = " ".join((value or "").replace("\0", "").split())
    if not any(map(str.isalpha, title)) or len(title) > _LONGEST_TITLE:
        return None
    is_name = _PROGRAM.match(title) or _FILE_NAME.search(title) or _ONE_WORD.fullmatch(title)
    return None if is_name or _PLACEHOLDER.fullmatch(title) else title


def stated_authors(values: list[str]) -> tuple[str, ...]:
    """Return the names of people among the authors that a file states.

    Args:
        values: Each a name, or several as in a byline.

    >>> stated_authors(["Ada Marsh; Hugo Wend", "jsmith", "IEUser", "Microsoft Office User"])
    ('Ada Marsh', 'Hugo Wend')
    """
    names = (
        " ".join(name.split())
        for value in values
        for name in names_in_byline(value.replace("\0", ""))
    )
    are_people = (
        name
        for name in names
        if len(name) <= LONGEST_NAME and not _NOBODY.fullmatch(name) and not _LOGIN.fullmatch(name)
    )
    return tuple(dict.fromkeys(are_people))
