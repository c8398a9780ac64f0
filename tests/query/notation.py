"""Trees and notes in a notation for tests, which has nothing to do with the query language.

A word is written as it is; whatever joins or changes others is a list in brackets
with its name at the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from searchkit.notes import Note, NoteKind
from searchkit.query.dates.ranges import DateSpan
from searchkit.query.nodes import (
    AllOrSome,
    And,
    AtUrl,
    Before,
    Boost,
    ByAuthor,
    Constant,
    DateRange,
    Every,
    ExactWord,
    Fact,
    Field,
    FromSource,
    Fuzzy,
    InLanguage,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Wildcard,
    WithKey,
    Word,
)


@dataclass(frozen=True)
class Case:
    """A query, its tree and its notes, as the table has them."""

    line: int
    query: str
    tree: str
    notes: tuple[str, ...]


def cases(path: Path) -> Iterator[Case]:
    """The cases of a table: blocks of lines, each line with a sign at its head."""
    for number, block in blocks(path.read_text(encoding="utf-8")):
        lines = [line[2:] for line in block if line.startswith("? ")]
        trees = [line[2:] for line in block if line.startswith("= ")]
        notes = [line for line in block if line[:2] in {"! ", "i "}]
        assert len(lines) == len(trees) == 1, f"line {number}"
        assert len(lines) + len(trees) + len(notes) == len(block), f"line {number}"
        yield Case(number, unescaped(lines[0]), trees[0], tuple(notes))


def blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The blocks between blank lines, and the number of their first line; comments left out."""
    block: list[str] = []
    first = 0
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if not line and block:
            yield first, block
            block = []
        elif line and not line.startswith("#"):
            first = first if block else number
            block.append(line)


def unescaped(query: str) -> str:
    r"""A query with ``\t``, ``\n``, ``\\`` and ``\uXXXX`` as the characters that they mean."""
    signs = {"t": "\t", "n": "\n", "\\": "\\", "_": " "}
    return re.sub(
        r"\\(u[0-9a-f]{4}|.)",
        lambda found: signs.get(found[1]) or chr(int(found[1][1:], 16)),
        query,
    )


def written(node: Node) -> str:
    """A tree in the notation."""
    match node:
        case AllOrSome(parts, required):
            marked = [("+" if part in required else "") + written(part) for part in parts]
            return f"[some {' '.join(marked)}]"
        case And(parts):
            return listed("and", parts)
        case Or(parts):
            return listed("or", parts) if parts else "[nothing]"
        case Not(part):
            return listed("not", (part,))
        case Field(name, part):
            return listed(name, (part,))
        case Boost(part, factor):
            return listed(f"boost {factor:g}", (part,))
        case Constant(part, score):
            return listed(f"constant {score:g}", (part,))
        case Phrase(words, slop=slop):
            return listed(f"phrase {slop}" if slop else "phrase", words)
        case Near(first, second, distance):
            return listed(f"near {distance}", (first, second))
        case Before(first, second, distance):
            return listed(f"before {distance}", (first, second))
        case _:
            return written_fact(node) if isinstance(node, Fact) else written_term(node)


def written_term(node: Node) -> str:
    match node:
        case Word(text, language=language, whole_stem=whole):
            return text + ("%" if whole else "") + (f"@{language}" if language else "")
        case ExactWord(text):
            return f"={text}"
        case Prefix(text):
            return f"[prefix {text}]"
        case Wildcard(pattern):
            return f"[wildcard {pattern}]"
        case Regex(pattern):
            return f"[regex {pattern}]"
        case Fuzzy(text, distance=distance):
            return f"[fuzzy {distance} {text}]"
        case _:
            raise TypeError(node)


def written_fact(node: Fact) -> str:
    match node:
        case Every():
            return "[every]"
        case FromSource(name):
            return f"[source {name}]"
        case InLanguage(code):
            return f"[language {code}]"
        case ByAuthor(name):
            return f"[author {name}]" if name else "[author]"
        case AtUrl(url):
            return f"[url {url}]" if url else "[url]"
        case WithKey(key):
            return f"[key {key}]"
        case DateRange(since, until):
            assert isinstance(since, datetime | None)
            assert isinstance(until, datetime | None)
            return f"[date {DateSpan(since, until)}]"
        case _:
            raise TypeError(node)


def listed(name: str, parts: tuple[Node, ...]) -> str:
    return f"[{name} {' '.join(map(written, parts))}]"


def noted(note: Note, query: str) -> str:
    """A note in the notation: ! for a reading, i for information; the part it is about, in bars."""
    sign = "!" if note.kind is NoteKind.READING else "i"
    about = "" if note.span is None else f"|{escaped(query[slice(*note.span)])}| "
    instead = f" Try: {escaped(note.suggestion)}" if note.suggestion else ""
    return f"{sign} {about}{escaped(note.message)}{instead}"


def escaped(text: str) -> str:
    """A text on one line."""
    text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
