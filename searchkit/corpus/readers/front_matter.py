"""The block of fields at the head of a Markdown file, apart from its text.

Four ways are in use: YAML between lines of ``---``, TOML between lines of ``+++``,
an object of JSON, and bare ``Title: …`` lines up to the first blank one or a ``---``.

People write these by hand, so what is no YAML or TOML as a whole is read line by
line, and what cannot be read at all is told and passed over. But ``---`` is also a
rule, and a story may begin with one. What stands between two rules are fields only
if there is a name among them that heads of articles have, and hardly a line is
anything else. In doubt it is text, since a field among the words does little harm
and a lost sentence does.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from searchkit.corpus.escaping import quoted_part
from searchkit.corpus.facts.field_names import DATE_NAMES, plain_name
from searchkit.corpus.facts.publication_dates import parse_date
from searchkit.corpus.readers.field_lines import read_lines
from searchkit.corpus.readers.yaml_fields import DEEPEST, Field, NotFieldsError, yaml_fields
from searchkit.limits import DEFAULT_READING_LIMITS, ReadingLimits

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


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands at the head of a text, and the text.

    Attributes:
        fields: The fields, each name once.
        text: The rest.
        ignored: What could not be read of the head, each in words.
    """

    fields: Mapping[str, object]
    text: str
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Head:
    """Fields as they were written, and the lines between them that are none."""

    fields: Sequence[Field]
    stray: Sequence[tuple[int, str]] = ()


def split_front_matter(text: str, *, limits: ReadingLimits = DEFAULT_READING_LIMITS) -> FrontMatter:
    """Return the fields at the head of a Markdown text, and the rest of it.

    Args:
        text: The text.
        limits: How much is read at most.
    """
    start = len(text) - len(text.lstrip())
    most = limits.front_matter_size
    if not (fence := _FENCED.match(text, start)):
        if text.startswith("{", start):
            return _json(text, start, most)
        return _bare(text, start) if _BARE_START.match(text, start) else FrontMatter({}, text)
    is_toml = fence[1].startswith("+")
    parse = _toml_fields if is_toml else yaml_fields
    end = (_END_OF_TOML if is_toml else _END).search(text, fence.end())
    if end is None:
        return _unclosed(text, fence.end(), parse, most)
    block = text[fence.end() : end.start()]
    if not block.strip():
        return FrontMatter({}, text[end.end() :])
    head = _read(block[:most], parse)
    if not _is_head(head):
        return FrontMatter({}, text)
    told = _told(head, line=2)
    if len(block) > most:
        told = (
            *told,
            limits.passed("front_matter_size", "what is beyond {} characters of front matter"),
        )
    return FrontMatter(_by_name(head), text[end.end() :], told)


def _read(block: str, parse: Callable[[str], list[Field]]) -> _Head:
    """Return the fields of a block, read as a whole or else line by line."""
    try:
        return _Head(parse(block))
    except NotFieldsError:
        lines = [line.expandtabs(4) for line in block.split("\n")]
        indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
        shift = min(indents, default=0)
        return _Head(*read_lines("\n".join(line[shift:] for line in lines), parse))


def _is_head(head: _Head) -> bool:
    """Tell whether what stands between two rules are fields, and not prose."""
    is_mostly = len(head.stray) <= len(head.fields)
    return is_mostly and any(_is_known(field) for field in head.fields)


def _is_known(field: Field) -> bool:
    """Tell whether a field is one that heads of articles have, and no beginning of a sentence."""
    plain = plain_name(field.name)
    if field.name[:1].islower():
        return plain in _CERTAIN or plain in _LIKELY
    return plain in _CERTAIN and not (isinstance(field.value, str) and _CLAUSE.search(field.value))


def _by_name(head: _Head) -> dict[str, object]:
    """Return the values of fields by their names; the first of a name counts."""
    values: dict[str, object] = {}
    for field in head.fields:
        if not _is_placeholder(field.value):
            values.setdefault(field.name, field.value)
    return values


def _is_placeholder(value: object) -> bool:
    return isinstance(value, str) and _PLACEHOLDER.search(value) is not None


def _told(head: _Head, *, line: int) -> tuple[str, ...]:
    """Return what of a head is passed over, in words.

    Args:
        head: The head.
        line: The number of its first line in the file.
    """
    told = [(number, f"“{quoted_part(text)}” is not a field") for number, text in head.stray]
    values: dict[str, object] = {}
    for field in head.fields:
        if _is_placeholder(field.value):
            told.append((field.line, f"{quoted_part(field.name)} has not been filled in"))
        elif values.setdefault(field.name, field.value) != field.value:
            told.append((field.line, f"{quoted_part(field.name)} is given twice"))
        elif _is_wrong_date(field):
            told.append((field.line, f"“{quoted_part(str(field.value))}” is not a date"))
    return tuple(
        f"line {line + number} of the front matter: {what}" for number, what in sorted(told)
    )


def _is_wrong_date(field: Field) -> bool:
    """Tell whether a field is named for a date and has none, though there is a number in it."""
    return (
        plain_name(field.name) in DATE_NAMES
        and isinstance(field.value, str)
        and any(character.isdigit() for character in field.value)
        and parse_date(field.value) is None
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
    return [Field(name, _as_text(value), 0) for name, value in found.items()]


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value


def _json(text: str, start: int, most: int) -> FrontMatter:
    """Return the fields of an object of JSON that a text begins with."""
    try:
        found, end = json.JSONDecoder().raw_decode(text[start : start + most])
    except (ValueError, RecursionError):
        return FrontMatter({}, text)
    head = _Head([Field(name, value, 0) for name, value in found.items()])
    if not _is_head(head):
        return FrontMatter({}, text)
    return FrontMatter(_by_name(head), text[start + end :], _told(head, line=1))


def _unclosed(text: str, start: int, parse: Callable[[str], list[Field]], most: int) -> FrontMatter:
    """Return the fields behind a rule, up to the first line that looks like none.

    Args:
        text: The text.
        start: Where the line behind the rule begins.
        parse: Reads fields by the letter.
        most: Characters that are looked at.
    """
    end = start
    for line in text[start : start + most].split("\n")[:-1]:
        if not _LIKE_FIELD.match(line):
            break
        end += len(line) + 1
    head = _read(text[start:end], parse)
    if not _is_head(head):
        return FrontMatter({}, text)
    return FrontMatter(_by_name(head), text[end:], _told(head, line=2))


def _bare(text: str, start: int) -> FrontMatter:
    """Return the fields of the lines up to a blank one or a rule, if all of them are fields."""
    end = _BARE_END.search(text, start)
    block = text[start : end.start() if end else len(text)].rstrip("\n")
    fields = []
    for number, line in enumerate(block.split("\n")):
        field = _BARE_FIELD.match(line.rstrip())
        if field is None:
            return FrontMatter({}, text)
        fields.append(Field(field[1].strip(), (field[2] or "").strip() or None, number))
    head = _Head(fields)
    if not _is_head(head):
        return FrontMatter({}, text)
    return FrontMatter(_by_name(head), text[end.end() :] if end else "", _told(head, line=1))
