"""What the path of a file, or an address, says of its article: the date and the source.

A date in the path is a publication date, because people file articles by it. There is none where
the numbers are in no calendar, may be two dates, or are part of a longer number or of a version.
A folder's name is a source only when it is plainly the name of an outlet: it has a capital letter
or is a domain, and is neither a date nor made of the words that folders are otherwise called by.
"""

from __future__ import annotations

import re
from functools import lru_cache

from searchkit.article import ArticleDate
from searchkit.calendar_names import MONTHS, WEEKDAYS
from searchkit.corpus.facts.publication_dates import calendar_date
from searchkit.corpus.facts.written_dates import one_day

_MODERN = range(1800, 2101)  # years that a number in a path may mean

# A year with a month and a day, parted all alike or not at all, and not within
# a longer number; behind it may follow anything that is not a digit. Between dots,
# numbers of one digit are those of a version.
_DAY = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?:(?P<by>[-_./ ]?)(?P<month>\d{2})(?P=by)(?P<day>\d{2})"
    r"|([-_/ ])(?P<m>\d{1,2})\5(?P<d>\d{1,2}))(?!\d)",
    re.ASCII,
)
_MONTH = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?:([-_./ ])(?P<month>\d{2})(?!\d|\2\d{1,2}(?!\d))|/(?P<m>\d)(?=/))",
    re.ASCII,
)
_YEAR_LAST = re.compile(
    r"(?<!\d)(?P<one>\d{1,2})([-_. ])(?P<other>\d{1,2})\2(?P<year>\d{4})(?!\d)", re.ASCII
)
_DATED_PART = re.compile(r"/\d{4}([-/])\d{1,2}(?:\1\d{1,2})?(?!\d)", re.ASCII)
_YEAR_FOLDER = re.compile(r"(?:^|/)(\d{4})/", re.ASCII)

_DOMAIN = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}", re.ASCII | re.IGNORECASE)
_NOT_DOMAINS = (".d", ".old", ".bak", ".tmp", ".orig", ".git", ".new", ".txt", ".md", ".json")
_VERSION = re.compile(r"\d\.\d", re.ASCII)
_WORD = re.compile(r"[^\W\d_]+")

# Words that folders are called by, none of which makes an outlet's name alone.
_GENERIC_WORDS = """
    a accepted all and archive archived archives article articles assets attachments audio b blog
    blogs book books business by c clean cleaned clippings collection collections column columns
    content corpora corpus cuttings d daily data dataset datasets desktop dl docs documents done
    downloads draft drafts dump economy editorial editorials en english entertainment event events
    export exported exports feature features feed feeds file files finance folder food french from
    german health home html images import imported imports in incoming inbox index input interview
    interviews issue issues item items json jsonl lifestyle local magazine magazines mail markdown
    md media mine misc miscellaneous monthly music my national new news newsletter newsletters
    newspaper newspapers notes of old opinion opinions original originals other others output page
    pages paper papers part personal photos podcast podcasts politics post posts press private
    processed project public publications publish published raw read reading record records
    release releases report reports research resources review reviews sample samples saved science
    section sections set shared site sites society source sources spanish sport sports static
    stories story stuff tag tags tech technology temp test tests text texts the tmp to todo
    topic topics train travel txt uncategorized unknown unread unsorted untitled update updates
    upload uploads various version video videos volume web weekly week work world year yearly zip
    jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn fall winter q
"""
_GENERIC = frozenset((*_GENERIC_WORDS.split(), *MONTHS, *WEEKDAYS))


def date_in_path(path: str) -> ArticleDate | None:
    """Return the date that the names of a file and its folders give, or None.

    The most precise date counts, and of equal ones the last. Dates that no
    calendar has do not count.

    >>> str(date_in_path("2021/03/14/tides.txt"))
    '2021-03-14'
    >>> str(date_in_path("2021/03/tides.txt"))
    '2021-03'
    >>> date_in_path("2021-02-30-tides.txt") is None
    True
    """
    for pattern in (_DAY, _YEAR_LAST, _MONTH):
        if found := [date for match in pattern.finditer(path) if (date := _date_of(match))]:
            return found[-1]
    years = [int(year) for year in _YEAR_FOLDER.findall(path) if int(year) in _MODERN]
    return calendar_date(years[-1], 0, 0) if years else None


def _date_of(match: re.Match[str]) -> ArticleDate | None:
    """Return the date of a year, a month and perhaps a day, if there is one and no other."""
    found = match.groupdict(default="")
    parts = {name: int(number) for name, number in found.items() if number.isdigit()}
    year = parts["year"]
    if year not in _MODERN or 0 in parts.values():
        return None
    try:
        if "one" in parts:
            return ArticleDate.of_day(one_day(year, parts["one"], parts["other"]))
        day = parts.get("day") or parts.get("d") or 0
        return calendar_date(year, parts.get("month") or parts["m"], day)
    except ValueError:
        return None


def date_in_address(address: str) -> ArticleDate | None:
    """Return the date that the address of an article gives, or None.

    Args:
        address: The whole of it, or the part behind the domain, or the last part. In a
            whole one a number in one piece is as likely that of the article.

    >>> str(date_in_address("/2018/03/14/tides/")), str(date_in_address("2018-03-14-tides"))
    ('2018-03-14', '2018-03-14')
    >>> str(date_in_address("https://www.example.org/2018/03/tides"))
    '2018-03'
    >>> date_in_address("https://www.example.org/tides-18021210") is None
    True
    """
    if "//" not in address:
        return date_in_path(address)
    part = _DATED_PART.search(address)
    return date_in_path(f"{part[0]}/") if part else None


def source_in_path(path: str) -> str | None:
    """Return the outlet that a folder is named after, the innermost one, or None.

    >>> source_in_path("Us Weekly/2021/taboo.txt")
    'Us Weekly'
    >>> source_in_path("News/2021/taboo.txt") is None
    True
    """
    folders = reversed(path.split("/")[:-1])
    return next(filter(None, map(_outlet, folders)), None)


@lru_cache(maxsize=4096)
def _outlet(folder: str) -> str | None:
    """Return the outlet that a folder's name plainly is, or None."""
    name = folder.replace("_", " ").strip()
    if _DOMAIN.fullmatch(name):
        domain = name.lower().removeprefix("www.")
        return None if domain.endswith(_NOT_DOMAINS) else domain
    words = _WORD.findall(name)
    if (
        not any(character.isupper() for character in name)
        or all(word.lower() in _GENERIC for word in words)
        or len("".join(words)) < 2
        or _VERSION.search(name)
        or "\\" in name
    ):
        return None
    return name
