"""The block of fields at the head of a Markdown file, apart from its text.

Four ways are in use: YAML between lines of ``---``, TOML between lines of ``+++``,
an object of JSON, and bare ``Title: …`` lines up to the first blank one or a ``---``.

People write these by hand, so what is no YAML or TOML as a whole is read line by
line, and what cannot be read at all is ignored with a remark. But ``---`` is also a
rule, and a story may begin with one. What is between two rules are fields only
if there is a name among them that heads of articles have, and hardly a line is
anything else. In doubt it is text, since a field among the words does little harm
and a lost sentence does.
"""

from __future__ import annotations

import json
import re
from datetime import date, time
from typing import TYPE_CHECKING

from searchkit.corpus.escaping import quoted_part
from searchkit.corpus.facts.field_names import DATE_NAMES, plain_name
from searchkit.corpus.facts.publication_dates import parse_date
from searchkit.corpus.readers.field_lines import read_lines
from searchkit.corpus.readers.yaml_fields import DEEPEST, Field, NotFieldsError, yaml_fields
from searchkit.limits import DEFAULT_READING_LIMITS, ReadingLimits
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_FENCED = re.compile(r"(-{3,}|—-?|\+{3,})[ \t]*\n")  # telephones make a dash of three hyphens
_END = re.compile(r"^(?:-{3,}|—-?|\.\.\.)[ \t]*$", re.MULTILINE)
_END_OF_TOML = re.compile(r"^(?:\+{3,}|\.\.\.)[ \t]*$", re.MULTILINE)
_BARE_FIELD = re.compile(r"([A-Za-z][\w -]{0,30}):(?:[ \t]+(\S.{0,500}))?$", re.ASCII)
_BARE_START = re.compile(r"(?:title|date|author|source|url|lang|language|slug)\s?:", re.IGNORECASE)
# A field, an item of a list, or what goes on; a head that nobody closed ends before another line.
_LIKE_FIELD = re.compile(r"\w[\w .-]{0,60}[:=](?:[ \t]|$)|[ \t]+\S|-[ \t]")
_BARE_END = re.compile(r"^(?:---[ \t]*)?$", re.MULTILINE)

# Names that hardly any sentence begins with, and names that some do: those are
# names of fields where they are written small, as no sentence begins.
_CERTAIN = frozenset(
    """
    aliases author authors canonicalurl categories createdat cssclass cssclasses date datecreated
    datepublished guid lang lastmod permalink pubdate publishdate publishedat publishedon
    redirectfrom slug tags title updatedat uuid
    """.split()
)
_LIKELY = frozenset(
    """
    abstract address banner byline category comments content cover coverimage created creator deck
    description draft excerpt extra featured feed headline hero icon id image images keywords
    kicker kind language layout link math menu modified name navorder newspaper outlet params path
    pinned place private public publication publish published publisher rating readingtime robots
    series sidebar site sitename sitemap source status sticky subtitle summary tag taxonomies
    template thumbnail toc topic topics type updated url version weburl weight writer writers
    """.split()
)
_CLAUSE = re.compile(r"[.,;][\"'”’»)]*$")
_PLACEHOLDER = re.compile(r"\{\{.*\}\}|<%.*%>|\{%.*%\}")  # which a template is to fill in


class FrontMatter(NamedTuple):
    """The fields at the head of a text, and the text.

    Attributes:
        fields: The fields, each name once.
        text: The rest.
        ignored: What could not be read of the head, each in words.
    """

    fields: Mapping[str, object]
    text: str
    ignored: tuple[str, ...] = ()


class _Head(NamedTuple):
    """The head that a text seems to have.

    Attributes:
        fields: The fields as they were written.
        end: Where the text behind it begins.
        line: The number of its first line in the file.
        stray: The lines between fields that are none, each with its number in the head.
        is_cut: Whether it is longer than what was read of it.
        is_empty: Whether it is two rules with nothing between.
    """

    fields: Sequence[Field]
    end: int
    line: int = 1
    stray: Sequence[tuple[int, str]] = ()
    is_cut: bool = False
    is_empty: bool = False


def split_front_matter(text: str, *, limits: ReadingLimits = DEFAULT_READING_LIMITS) -> FrontMatter:
    """Return the fields at the head of a Markdown text, and the rest of it.

    Args:
        text: The text.
        limits: How much is read at most.
    """
    head = _head(text, len(text) - len(text.lstrip()), limits.front_matter_size)
    if head is None or not (head.is_empty or _is_head(head)):
        return FrontMatter({}, text)
    values, ignored = _values(head)
    if head.is_cut:
        what = "what is beyond {} characters of front matter"
        ignored.append(limits.passed("front_matter_size", what))
    return FrontMatter(values, text[head.end :], tuple(ignored))


def _head(text: str, start: int, most: int) -> _Head | None:
    """Return what may be the head of a text, or None where it has none.

    Args:
        text: The text.
        start: Where its first word is.
        most: Characters that are looked at.
    """
    if text.startswith("{", start):
        return _json_head(text, start, most)
    if _BARE_START.match(text, start):
        return _bare_head(text, start)
    fence = _FENCED.match(text, start)
    if fence is None:
        return None
    is_toml = fence[1].startswith("+")
    begin = end = fence.end()
    if closing := (_END_OF_TOML if is_toml else _END).search(text, begin):
        end, behind = closing.span()
        if not text[begin:end].strip():
            return _Head((), behind, is_empty=True)
    else:  # nobody closed it: it goes on up to the first line that looks like no field
        for line in text[begin : begin + most].split("\n")[:-1]:
            if not _LIKE_FIELD.match(line):
                break
            end += len(line) + 1
        behind = end
    block = text[begin : min(end, begin + most)]
    fields, stray = _read(block, _toml_fields if is_toml else yaml_fields)
    return _Head(fields, behind, 2, stray, is_cut=end > begin + most)


def _read(
    block: str, parse: Callable[[str], list[Field]]
) -> tuple[list[Field], list[tuple[int, str]]]:
    """Return the fields of a block, read as a whole or else line by line, and its other lines."""
    try:
        return parse(block), []
    except NotFieldsError:
        lines = block.expandtabs(4).split("\n")
        shift = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        return read_lines("\n".join(line[shift:] for line in lines), parse)


def _is_head(head: _Head) -> bool:
    """Whether what seems to be a head are fields, and not prose."""
    is_mostly = len(head.stray) <= len(head.fields)
    return is_mostly and any(_is_known(field) for field in head.fields)


def _is_known(field: Field) -> bool:
    """Whether a field is one that heads of articles have, and no beginning of a sentence."""
    plain = plain_name(field.name)
    if field.name[:1].islower():
        return plain in _CERTAIN or plain in _LIKELY
    return plain in _CERTAIN and not (isinstance(field.value, str) and _CLAUSE.search(field.value))


def _values(head: _Head) -> tuple[dict[str, object], list[str]]:
    """Return the values of fields by name, and what is ignored of a head, in words.

    The first field of a name counts.
    """
    ignored = [(number, f"“{quoted_part(text)}” is not a field") for number, text in head.stray]
    values: dict[str, object] = {}
    for name, value, line in head.fields:
        if isinstance(value, str) and _PLACEHOLDER.search(value):
            ignored.append((line, f"{quoted_part(name)} has not been filled in"))
        elif values.setdefault(name, value) != value:
            ignored.append((line, f"{quoted_part(name)} is given twice"))
        elif plain_name(name) in DATE_NAMES and _is_no_date(value):
            ignored.append((line, f"“{quoted_part(str(value))}” is not a date"))
    return values, [
        f"line {head.line + number} of the front matter: {what}" for number, what in sorted(ignored)
    ]


def _is_no_date(value: object) -> bool:
    """Whether the value of a date has a number in it and yet is none."""
    return (
        isinstance(value, str)
        and any(character.isdigit() for character in value)
        and parse_date(value) is None
    )


def _toml_fields(block: str) -> list[Field]:
    """Return the fields of a block of TOML, times as text.

    Raises:
        NotFieldsError: It is not valid, or nested too deeply.
    """
    import tomllib

    lines = block.split("\n")
    # The time that a key takes grows with the square of its parts.
    if any(line.partition("=")[0].count(".") > DEEPEST for line in lines):
        raise NotFieldsError
    try:
        found = tomllib.loads(block)
    except (ValueError, RecursionError) as error:
        raise NotFieldsError from error
    return [
        Field(name, value.isoformat() if isinstance(value, (date, time)) else value, 0)
        for name, value in found.items()
    ]


def _json_head(text: str, start: int, most: int) -> _Head | None:
    """Return the fields of an object of JSON that a text begins with."""
    try:
        found, end = json.JSONDecoder().raw_decode(text[start : start + most])
    except (ValueError, RecursionError):
        return None
    return _Head([Field(name, value, 0) for name, value in found.items()], start + end)


def _bare_head(text: str, start: int) -> _Head | None:
    """Return the fields of the lines up to a blank one or a rule, if all of them are fields."""
    end = _BARE_END.search(text, start)
    block = text[start : end.start() if end else len(text)].rstrip("\n")
    lines = [_BARE_FIELD.match(line.rstrip()) for line in block.split("\n")]
    fields = [
        Field(line[1].strip(), (line[2] or "").strip() or None, number)
        for number, line in enumerate(lines)
        if line
    ]
    return _Head(fields, end.end() if end else len(text)) if all(lines) else None
