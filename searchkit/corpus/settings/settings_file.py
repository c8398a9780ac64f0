"""`searchkit.toml` at the top of a folder of articles: what is set for which files in it.

    source = "The Pier Post"          # for all files

    ["letters"]                       # for those that fit this glob
    source = "Letters to the Pier Post"
    language = "fr"

    [aliases]
    "The Pier Post" = ["pierpost.example", "Pier Post"]

Settings of a table further down count more. Nothing is guessed: an error names the line that
cannot be understood.
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
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = "searchkit.toml"
"""The name of the file."""

_ALIASES = "aliases"
_COLUMNS = "columns"
_MOST = 200_000  # bytes of a file of settings
_MOST_LINES = 2_000  # of a file in which the line of a fault is looked for

Aliases = tuple[tuple[str, str], ...]


class _SettingError(Exception):
    """What is wrong with a setting.

    Args:
        reason: That, in words.
        keys: The names of the tables around the setting, and its own, from the outermost on.
    """

    def __init__(self, reason: str, *keys: str) -> None:
        super().__init__(reason)
        self.keys = keys


class Rule(NamedTuple):
    """What is set for some files.

    Attributes:
        glob: Which; None: all.
        values: The value of each setting, by its name.
    """

    glob: Glob | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set for the files of a folder.

    Attributes:
        rules: What is set for some; a later one counts more.
        aliases: Spellings of outlets, each with the name that is meant.
    """

    rules: tuple[Rule, ...] = ()
    aliases: Aliases = ()

    def options(self, path: str) -> ReadingOptions | None:
        """Return what is set for a file; None: not to read it.

        Args:
            path: Its path in the folder.
        """
        values: dict[str, Any] = {}
        for rule in self.rules:
            if rule.glob is None or rule.glob.fits(path):
                values |= rule.values
        return _options(tuple(values.items()), self.aliases)

    def __bool__(self) -> bool:
        """Whether anything is set."""
        return bool(self.rules or self.aliases)

    def replace(self, source: str | None, encoding: str | None, *, as_is: bool) -> Settings:
        """Return settings in which these count for all files, whatever else is set."""
        given = {"source": source, "encoding": encoding, "as_is": as_is}
        values = {name: value for name, value in given.items() if value}
        return Settings((*self.rules, Rule(None, values)), self.aliases) if values else self


NO_SETTINGS = Settings()
"""Nothing is set."""


@lru_cache(maxsize=1024)
def _options(values: tuple[tuple[str, Any], ...], aliases: Aliases) -> ReadingOptions | None:
    """Return one record for all files for which the same is set."""
    given = dict(values)
    if given.pop("skip", False):
        return None
    options = ReadingOptions(**given, aliases=aliases)
    return NO_OPTIONS if options == NO_OPTIONS else options


def read_settings(folder: Path) -> Settings:
    """Return what is set for the files of a folder; nothing where there is no such file.

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
        return _settings(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        reason, line = _syntax_fault(str(error), text)
        raise CorpusSettingsError(path, f"is not valid TOML: {reason}", line=line) from error
    except RecursionError as error:
        raise CorpusSettingsError(path, "is nested too deeply") from error
    except _SettingError as error:
        raise CorpusSettingsError(path, str(error), line=_line_of(error.keys, text)) from error


def _settings(content: Mapping[str, Any]) -> Settings:
    general = {
        name: value
        for name, value in content.items()
        if not isinstance(value, Mapping) or name == _COLUMNS
    }
    if _ALIASES in general:
        raise _SettingError("aliases must be a table: [aliases]", _ALIASES)
    rules = [Rule(None, _checked(general))] if general else []
    for name, value in content.items():
        if isinstance(value, Mapping) and name not in (_ALIASES, _COLUMNS):
            if not name.strip("/ "):
                raise _SettingError("a table needs a glob as its name", name)
            rules.append(Rule(Glob.of(name), _checked(value, name)))
    return Settings(tuple(rules), _aliases(content.get(_ALIASES, {})))


def _checked(fields: Mapping[str, Any], *table: str) -> dict[str, Any]:
    """Return the settings of a table, each checked."""
    values = {}
    for name, value in fields.items():
        if name not in CHECKS:
            *others, last = CHECKS
            known = f"{', '.join(others)} and {last}"
            reason = f'there is no setting "{name}"; there are {known}'
            raise _SettingError(reason, *table, name)
        try:
            values[name] = CHECKS[name](value)
        except ValueError as error:
            raise _SettingError(str(error), *table, name) from error
    return values


def _aliases(fields: Mapping[str, Any]) -> Aliases:
    """Return each spelling of an outlet with the name that is meant."""
    found: dict[str, str] = {}
    for name, spellings in fields.items():
        is_list = isinstance(spellings, list) and bool(spellings)
        if not is_list or not all(isinstance(one, str) and one.strip() for one in spellings):
            example = f'"{name}" = ["another spelling"]'
            raise _SettingError(f"an alias needs a list of spellings: {example}", _ALIASES, name)
        outlet = " ".join(clean(name).split())
        for spelling in (name, *spellings):
            other = found.setdefault(spelling_of(spelling), outlet)
            if other != outlet:
                reason = f'"{spelling}" cannot be an alias of both "{other}" and "{outlet}"'
                raise _SettingError(reason, _ALIASES, name)
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


def _syntax_fault(message: str, text: str) -> tuple[str, int]:
    """Return the reason why text is not TOML, and the line, from the message of an error."""
    reason, _, position = message.partition(" (at ")
    words = position.replace(",", " ").split()
    last = text.rstrip().count("\n") + 1
    line = int(words[1]) if words[:1] == ["line"] else last
    return reason[:1].lower() + reason[1:], line


def _line_of(keys: tuple[str, ...], text: str) -> int | None:
    """Return the line in which a setting begins.

    It is the one behind the longest beginning of the text that is valid and lacks the setting.
    """
    import tomllib

    lines = text.splitlines(keepends=True)
    if len(lines) > _MOST_LINES:
        return None
    before = 0
    for count in range(1, len(lines) + 1):
        try:
            content = tomllib.loads("".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            continue
        if _has(content, keys):
            return before + 1
        before = count
    return None


def _has(content: Any, keys: tuple[str, ...]) -> bool:
    for key in keys:
        if not isinstance(content, Mapping) or key not in content:
            return False
        content = content[key]
    return True
