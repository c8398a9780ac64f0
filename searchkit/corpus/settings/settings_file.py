"""`searchkit.toml` at the top of a folder of articles: what holds for which of its files.

    source = "The Pier Post"          # for all files

    ["letters"]                       # for those that fit this glob
    source = "Letters to the Pier Post"
    language = "fr"

    [aliases]
    "The Pier Post" = ["pierpost.example", "Pier Post"]

Settings of a table further down count more. Nothing is guessed of a file that cannot be
understood: an error names its line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from searchkit.corpus.encoding.cleaning import clean
from searchkit.corpus.safe_opening import opened_file
from searchkit.corpus.settings.globs import Glob
from searchkit.corpus.settings.reading_options import NO_OPTIONS, ReadingOptions
from searchkit.corpus.settings.setting_values import CHECKS
from searchkit.errors import CorpusSettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SETTINGS = "searchkit.toml"
"""The name of the file."""

_ALIASES = "aliases"
_MOST = 200_000  # bytes of a file of settings
_MOST_LINES = 2_000  # of a file in which the line of a fault is looked for

Aliases = tuple[tuple[str, str], ...]


class _Fault(Exception):  # noqa: N818 - it becomes an error with a line
    """What is wrong with a setting.

    Args:
        reason: That, in words.
        keys: Under which names the setting stands, from the outermost on.
    """

    def __init__(self, reason: str, *keys: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.keys = keys


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said of some files.

    Attributes:
        glob: Which; None: all.
        told: What, by the name of the setting.
    """

    glob: Glob | None
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Settings:
    """What is said of the files of a folder.

    Attributes:
        rules: What is said of some; a later one counts more.
        aliases: Spellings of outlets, each with the name that stands for it.
    """

    rules: tuple[Rule, ...] = ()
    aliases: Aliases = ()

    def options(self, path: str) -> ReadingOptions | None:
        """Return what is told of a file, None: to pass it over.

        Args:
            path: Its path in the folder.
        """
        told: dict[str, Any] = {}
        for rule in self.rules:
            if rule.glob is None or rule.glob.fits(path):
                told |= rule.told
        return _together(tuple(told.items()), self.aliases)

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return bool(self.rules or self.aliases)

    def replace(self, source: str | None, encoding: str | None) -> Settings:
        """Return the same with what was given otherwise of all files, which counts more."""
        given = {"source": source, "encoding": encoding}
        told = {name: value for name, value in given.items() if value}
        return Settings((*self.rules, Rule(None, told)), self.aliases) if told else self


NO_SETTINGS = Settings()
"""Nothing is said."""


@lru_cache(maxsize=1024)
def _together(told: tuple[tuple[str, Any], ...], aliases: Aliases) -> ReadingOptions | None:
    """Return one record for all files of which the same is told."""
    given = dict(told)
    if given.pop("skip", False):
        return None
    options = ReadingOptions(**given, aliases=aliases)
    return NO_OPTIONS if options == NO_OPTIONS else options


def read_settings(folder: Path) -> Settings:
    """Return what is said of the files of a folder; nothing where there is no such file.

    Raises:
        CorpusSettingsError: It cannot be read or understood.
    """
    path = folder / SETTINGS
    try:
        with opened_file(folder, SETTINGS) as file:
            content = file.read(_MOST + 1)
    except FileNotFoundError:
        return NO_SETTINGS
    except OSError as error:
        raise CorpusSettingsError(path, f"cannot be read: {error.strerror or error}") from error
    if len(content) > _MOST:
        raise CorpusSettingsError(path, f"has more than {_MOST:,} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CorpusSettingsError(path, "is not UTF-8", line=line) from error
    return _parsed(path, text)


def _parsed(path: Path, text: str) -> Settings:
    import tomllib  # late: few folders have settings

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said, line = _syntax_fault(str(error), text)
        raise CorpusSettingsError(path, f"is not valid TOML: {said}", line=line) from error
    except RecursionError as error:
        raise CorpusSettingsError(path, "is nested too deeply") from error
    try:
        return _settings(content)
    except _Fault as fault:
        place = _line_of(fault.keys, text)
        raise CorpusSettingsError(path, fault.reason, line=place) from fault


def _settings(content: Mapping[str, Any]) -> Settings:
    general = {name: value for name, value in content.items() if not isinstance(value, Mapping)}
    if _ALIASES in general:
        raise _Fault("aliases must be a table: [aliases]", _ALIASES)
    rules = [Rule(None, _told(general))] if general else []
    for name, value in content.items():
        if isinstance(value, Mapping) and name != _ALIASES:
            if not name.strip("/ "):
                raise _Fault("a table needs a glob as its name", name)
            rules.append(Rule(Glob.of(name), _told(value, name)))
    return Settings(tuple(rules), _aliases(content.get(_ALIASES, {})))


def _told(fields: Mapping[str, Any], *table: str) -> dict[str, Any]:
    """Return the settings of a table, each checked."""
    told = {}
    for name, value in fields.items():
        if name not in CHECKS:
            *others, last = CHECKS
            known = f"{', '.join(others)} and {last}"
            raise _Fault(f'there is no setting "{name}"; there are {known}', *table, name)
        try:
            told[name] = CHECKS[name](value)
        except ValueError as error:
            raise _Fault(str(error), *table, name) from error
    return told


def _aliases(fields: Mapping[str, Any]) -> Aliases:
    """Return each spelling of an outlet with the name that stands for it."""
    found: dict[str, str] = {}
    for name, spellings in fields.items():
        is_list = isinstance(spellings, list) and bool(spellings)
        if not is_list or not all(isinstance(one, str) and one.strip() for one in spellings):
            example = f'"{name}" = ["another spelling"]'
            raise _Fault(f"an alias needs a list of spellings: {example}", _ALIASES, name)
        outlet = " ".join(clean(name).split())
        for spelling in (name, *spellings):
            other = found.setdefault(spelling_of(spelling), outlet)
            if other != outlet:
                reason = f'"{spelling}" cannot be an alias of both "{other}" and "{outlet}"'
                raise _Fault(reason, _ALIASES, name)
    return tuple(sorted(found.items()))


@lru_cache(maxsize=4096)
def spelling_of(name: str) -> str:
    """Return the form of an outlet's name that spellings are compared in.

    >>> spelling_of("Le  Courrier de l’Été") == spelling_of("le courrier de l'ete")
    True
    """
    # Folded before and after: a letter such as 𝕊 has a case only once it is taken apart.
    folded = unicodedata.normalize("NFKD", name.replace("’", "'").casefold()).casefold()
    plain = unicodedata.normalize("NFKD", folded)
    return " ".join("".join(filter(lambda c: not unicodedata.combining(c), plain)).split())


def _syntax_fault(said: str, text: str) -> tuple[str, int]:
    """Return what is said of text that is not TOML, and the line."""
    reason, _, place = said.partition(" (at ")
    words = place.replace(",", " ").split()
    last = text.rstrip().count("\n") + 1
    line = int(words[1]) if words[:1] == ["line"] else last
    return reason[:1].lower() + reason[1:], line


def _line_of(keys: tuple[str, ...], text: str) -> int | None:
    """Return the line in which a setting begins: that behind the last part that lacks it."""
    lines = text.splitlines(keepends=True)
    if len(lines) > _MOST_LINES:
        return None
    before = 0
    for count, content in _beginnings(lines):
        if _has(content, keys):
            return before + 1
        before = count
    return None


def _beginnings(lines: list[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield what the first lines say, for each number of lines that are valid by themselves."""
    import tomllib

    for count in range(1, len(lines) + 1):
        try:
            yield count, tomllib.loads("".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            continue


def _has(content: Any, keys: tuple[str, ...]) -> bool:
    for key in keys:
        if not isinstance(content, Mapping) or key not in content:
            return False
        content = content[key]
    return True
