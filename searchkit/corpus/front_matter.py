"""The block of fields at the head of a Markdown file, apart from its text.

Three ways are in use: YAML between lines of ``---``, TOML between lines of
``+++``, and bare ``Title: …`` lines up to the first blank one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from searchkit.corpus.decoding import ContentError
from searchkit.limits import USUAL, ReadingLimits

if TYPE_CHECKING:
    from collections.abc import Mapping

_FENCES = ("---", "+++")
_DEEPEST = 50  # fields within fields; those of articles are not nested at all
_BARE_FIELD = re.compile(r"([A-Za-z][\w -]{0,30}):[ \t]+(\S.{0,500})$", re.ASCII)
_BARE_START = re.compile(r"(?:title|date|author|source|url|lang|language|slug)\s?:", re.IGNORECASE)


def split_front_matter(
    text: str, *, limits: ReadingLimits = USUAL
) -> tuple[Mapping[Any, object], str]:
    """Return the fields at the head of a Markdown text, and the rest of it.

    Args:
        text: The text.
        limits: How much is read at most.

    Raises:
        ContentError: The fields are not valid YAML or TOML, or too many.
    """
    text = text.lstrip()
    first, _, rest = text.partition("\n")
    fence = first.rstrip()
    if fence in _FENCES:
        found = re.compile(rf"^(?:{re.escape(fence)}|\.\.\.)[ \t]*$", re.MULTILINE).search(rest)
        if found:
            parse = _from_yaml if fence == "---" else _from_toml
            if found.start() > limits.front_matter_size:
                what = "has front matter of more than {} characters"
                raise ContentError(limits.passed("front_matter_size", what))
            fields = parse(rest[: found.start()])
            if fields is not None:
                return fields, rest[found.end() :]
    elif _BARE_START.match(first):
        return _from_bare_lines(text)
    return {}, text


def _from_yaml(block: str) -> Mapping[Any, object] | None:
    """Return the fields of a block of YAML; None if it is prose between two rules."""
    import yaml

    try:
        _check_yaml(block)
        fields = yaml.load(block, Loader=_yaml_loader())  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" at line {mark.line + 2}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "it cannot be understood"
        raise ContentError(f"has front matter that is not valid YAML: {problem}{place}") from error
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise ContentError(f"has front matter that is not valid YAML: {_said(error)}") from error
    except (AttributeError, LookupError) as error:  # what PyYAML raises then
        problem = "a value is not what its tag says"
        raise ContentError(f"has front matter that is not valid YAML: {problem}") from error
    if fields is None:
        return {}
    return fields if isinstance(fields, dict) else None


def _check_yaml(block: str) -> None:
    """Refuse what can make a small block huge, or the parser fall over.

    Raises:
        ContentError: It is nested deeply, or refers to parts of itself.
    """
    import yaml

    depth = 0
    for event in yaml.parse(block, Loader=_yaml_loader()):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise ContentError(f"has front matter that is nested more than {_DEEPEST} deep")
        if isinstance(event, yaml.AliasEvent):
            raise ContentError(f"has front matter with an alias, *{event.anchor}")


def _yaml_loader() -> type:
    """Return PyYAML's safe loader, the one in C where there is one."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _from_toml(block: str) -> Mapping[Any, object]:
    """Return the fields of a block of TOML."""
    import tomllib

    # The time that a key takes grows with the square of its parts.
    if any(line.partition("=")[0].count(".") > _DEEPEST for line in block.split("\n")):
        raise ContentError(f"has front matter that is nested more than {_DEEPEST} deep")
    try:
        return tomllib.loads("\n" + block)  # so that it counts lines as the file does
    except (ValueError, RecursionError) as error:
        raise ContentError(f"has front matter that is not valid TOML: {_said(error)}") from error


def _from_bare_lines(text: str) -> tuple[Mapping[Any, object], str]:
    """Return the fields of the lines up to the first blank one, and the rest."""
    head, _, rest = text.partition("\n\n")
    fields: dict[str, object] = {}
    for line in head.split("\n"):
        field = _BARE_FIELD.match(line.rstrip())
        if field is None:
            return {}, text
        fields[field[1].strip()] = field[2].strip()
    return fields, rest


def _said(error: Exception) -> str:
    """Return what an error says, as one line that goes on from a colon."""
    said = " ".join(str(error).split())
    return said[:1].lower() + said[1:] if said else type(error).__name__
