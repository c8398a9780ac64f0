"""Files that nobody meant to be articles: articles and errors of ours come out, no others.

Good files are changed at random: bytes exchanged, doubled, cut off, put into one
another; values of JSON exchanged for odd ones; words that mean something to a
reader strewn in. Whatever comes out as an article is analysed, quoted and
printed. Nothing may take long for its length: one pattern at a time is repeated
more and more often, and the work for each character must not grow with it.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from searchkit import analysis
from searchkit.article import Article
from searchkit.corpus import OpenArchives, ReaderProcess, list_archive, read, walk
from searchkit.errors import UnreadableFileError
from searchkit.limits import ReadingLimits
from searchkit.notes import Remark
from searchkit.output import ARTICLE_FORMATS, Style
from searchkit.quoting.matches import Match
from searchkit.quoting.snippets import quote
from searchkit.results import MarkedArticle
from searchkit.syncing.fingerprints import fingerprint
from tests.endurance.fuzzing import other
from tests.endurance.samples import GOOD_FILES, PARTS, zipped

SUFFIXES = ("txt", "md", "json", "jsonl", "rss", "eml", "mbox", "csv")

_PROSE = (
    "High water\n\nBy Ada Winther\n\nThe tide came in at noon, she told Us Weekly exclusively. "
    "“Nobody knows why,” said Dr. O'Brien of the U.S. Navy.\n\nRead more: The tide tables\n"
)
_RECORD: dict[str, Any] = {
    "id": 7, "title": "High water", "text": _PROSE, "date": "2021-03-14T09:30:00+01:00",
    "source": {"name": "Us Weekly"}, "authors": ["Ada Winther", "Bo Lund"],
    "url": "https://www.example.org/2021/tides?x=1#y", "language": "en-GB",
}  # fmt: skip
_HTML = "<p>The <b>tide</b> came in.</p><div style='display:none'>No</div><ul><li>a<li>b</ul>"
_MESSAGE = (
    "From: =?utf-8?q?The_Marr=C3=A1m_Post?= <news@post.example>\nSubject: High water\n"
    "Date: Mon, 4 May 2020 23:30:00 -0700 (PDT)\nList-Id: The Weekly <weekly.post.example>\n"
    "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
    "Content-Type: text/plain; format=flowed\n\nThe tide \ncame in.\n-- \nAda\n--b\n"
    "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    f"{_HTML.replace('=', '=3D')}<p>Unsubscribe</p>\n--b--\n"
)
_ENTRY = (
    "<item><title>High &amp; low</title><link>https://post.example/1</link><guid>7</guid>"
    "<pubDate>Mon, 04 May 2020 23:30:00 -0700</pubDate><dc:creator>Ada</dc:creator>"
    f"<description>In short</description><content:encoded><![CDATA[{_HTML}]]></content:encoded>"
    "</item>"
)
_GOOD: dict[str, tuple[str, ...]] = {
    "txt": (_PROSE, f" date 2019-10-25 {_PROSE}", f"Advertisement\n\n{_PROSE}© 2019 The Tide, LLC"),
    "md": (
        f"---\ntitle: High *water*\ndate: 2021-03-14\nauthors: [Ada, Bo]\n---\n# High\n\n{_PROSE}",
        f'+++\ntitle = "High"\ndate = 2021-03-14T09:30:00Z\n[extra]\na.b = [1, 2]\n+++\n{_PROSE}',
        f"Title: High water\nDate: 2021\n\n{_PROSE}[a](b) `c` **d** _e_ ~~f~~ <g> {{{{h}}}} &#65;",
        "---\ntitle: Low: tide\nauthor: @ada\ntags:\n- a\n -b\ndate: {{x}}\nodd\n---\nIt came.",
        ("---\n\nOne: two.\n\n---\n\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n\n[[a|b]] [c][d] $e$\n"
         "\n[d]: /d\n[g]: H.\n[^1]: n\n\n- [x] i\n  1. j\n\n> [!k] l\n\n<div><b>m</b><br></div>"),
        "# High\n\n> quote\n\n```\ncode\n```\n\n<!-- no -->\n[^1]: n\n\n---\n\n* * *\ntide\n===\n",
    ),
    "json": (
        json.dumps(_RECORD),
        json.dumps([_RECORD, _RECORD]),
        json.dumps({"articles": [_RECORD]}),
    ),
    "jsonl": ("\n".join([json.dumps(_RECORD)] * 3), json.dumps(_RECORD) + "\n\n[]\n{}\n"),
    "rss": (
        ('<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
         ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Post</title>'
         f"{_ENTRY}{_ENTRY}</channel></rss>"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title>P</title><entry><id>u:1</id>'
         '<title type="html">A &amp;amp; B</title><updated>2021-01-01T00:00:00Z</updated>'
         '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It.</p></div></content>'
         "<source><title>Q</title></source></entry></feed>"),
        '<!DOCTYPE a [<!ENTITY b "c">]><rss><channel><item><title>&b; &d;</title></item></channel>',
    ),
    "eml": (_MESSAGE, "From: a@b\nSubject: x\nContent-Type: text/html; charset=q\n\n" + _HTML),
    "mbox": (
        f"From a@b Mon May  4 23:30:00 2020\n{_MESSAGE}\nFrom here\n>From there\n\n" * 2,
    ),
    "csv": (
        ('id,title,text,date,source\n7,High,"It ""came"" in,\n\nat noon.",2021-03-14,Post\n'
         "8,Low,b,,\n"),
        "sep=;\nurl;title;content\nhttps://a.example;High;<p>It came.</p>\n;;\n",
        "text\nIt came, at noon\n",
    ),
}  # fmt: skip
_STREWN = (
    "---\n", "+++\n", "...\n", "[", "]", "{", "}", "(", ")", "<", ">", "*", "_", "`", "~~",
    "#", "|", "&", "&#", "&#x", ";", "<!--", "-->", "{{", "{%", "\\", '"', "'", "’", ":",
    ": ", "- ", "? ", "!!", "!!timestamp ", "&a ", "*a ", "<<: ", "%YAML 9\n", "\n", "\r",
    "\t", " " * 9, "\0", "\ufeff", "\x1b[2J", "\x9b", "\u2028", "\u202e", "\u0301" * 40,
    "\ud7ff", "İ", "ß", "ﬁ", "潮汐", "टाइड", "المد", "🌊", "e\u0301", "9" * 30, "1e999", "-0",
    "0x", "1:2:3", "2021-02-30", "9999-99-99", "0000-00-00", "2021-W53-7", "NaN",
    "Infinity", "null", "Read more", "told The A exclusively ", "Copyright © 2020 A",
    "date 2021-01-01 ", "Photo: ", "U.S.A.", "AT&T", "C++", "1,000,000", "'s", "http://[",
    "http://a:b@c", "//", "../", "/",
)  # fmt: skip
_ENCODINGS = ("utf-8",) * 5 + ("utf-16", "utf-8-sig", "cp1252", "utf-32", "shift-jis")
REPEATED = (
    *_STREWN, "a", "a ", "a.", "a. ", "A ", "a\n", "\n\n", "a'", "a-", "a&", "0,", "0.",
    ".", ". ", "é", "<a ", '<a b="', "[a](", "[a][", "![", "](", "``", "a`", "*a ", "_a ",
    "**a", "\\*", "|a", "> ", "# ", "=\n", "Read more\n", "More from A\n",
    "THE TIDE CAME IN TODAY\n", "if you need help call 1 ", "told A ", "with A ",
    "an exclusive interview with A ", "x: y\n", "- a\n", '{"a":', '["a",', '"a":1,', "潮",
    "\u0301\u0316", "\u093f",
    "[a]: <", "[a]: (\n", "[^a]: b\n", "[[a|", "[[a]]", "> - ", "> [!a]\n", "|a|b|\n|-|-|\n",
    "-|-\n", "$", "$a$", "{{<", "<div>\n\n", "<td>", "<br>\n", "</a>", "<a-b>", "`a``", "**_* ",
    "unsubscribe\n", "view in ", "\nFrom a@b Mon May  4 23:30:00 2020\nA: b\n\n", "--b\n",
    "Content-Type: multipart/mixed; boundary=b\n\n", "=?utf-8?q?", '"\n', 'a,"', "a,b\n",
    "<item>", "&amp;", "sep=",
    "~~a ", "  - a\n", "1. a\n", "    a\n", "<?a", "<![CDATA[", "a: b: c\n", "- a: [b\n",
)  # fmt: skip


_AROUND = {
    "rss": "<rss><channel><item><title>High</title><description>{}",
    "eml": "From: a@b\nSubject: x\nContent-Type: text/html\n\n<p>High</p>{}",
    "mbox": "From a@b Mon May  4 23:30:00 2020\nSubject: x\n\nHigh\n{}",
    "csv": "title,text\nHigh,{}",
}


def fuzz_readers(folder: Path, *, cases: int, seed: int = 1) -> Counter[str]:
    """Change good files at random, read them, and use what was read.

    Args:
        folder: An empty folder.
        cases: How many times.
        seed: What is changed follows from it.

    Returns:
        How often each outcome was met.

    Raises:
        AssertionError: Something else came out, or another error was raised; it tells
            what the file held.
    """
    random = Random(seed)
    seen: Counter[str] = Counter()
    for _ in range(cases):
        suffix = random.choice(SUFFIXES)
        content = changed(suffix, random)
        packed = random.random() < 0.2
        file = folder / f"a.{suffix}{'.gz' if packed else ''}"
        file.write_bytes(_packed(content, random) if packed else content)
        try:
            met = outcomes(folder)
        except Exception as error:
            raise AssertionError(f"{file.name}: {content!r}") from error
        for outcome in met:
            seen[f"{suffix}{' packed' if packed else ''}: {outcome}"] += 1
        file.unlink()
    return seen


def fuzz_foreign_readers(folder: Path, *, cases: int, seed: int = 1) -> Counter[str]:
    """Change good files of all other formats, and archives, and read them as an update does.

    Args:
        folder: An empty folder.
        cases: How many times.
        seed: What is changed follows from it.

    Returns:
        How often each outcome was met; what a library raised is one of them.

    Raises:
        AssertionError: Something else came out, or took the whole time that it may.
    """
    random = Random(seed)
    seen: Counter[str] = Counter()
    limits = ReadingLimits(reader_seconds=20)
    with ReaderProcess() as process, OpenArchives(limits) as archives:
        for number in range(cases):
            suffix = sorted(GOOD_FILES)[number % len(GOOD_FILES)]
            file = folder / f"{number}.{suffix}"
            content = changed_file(suffix, random)
            file.write_bytes(content)
            try:
                for found in found_in(folder, process, archives, limits):
                    seen[f"{suffix}: {outcome(found)}"] += 1
            except Exception as error:
                raise AssertionError(f"{file.name}: {content!r}") from error
            file.unlink()
    return seen


def changed_file(suffix: str, random: Random) -> bytes:
    """Return a good file of a format with other bytes in it, or in a part of it."""
    content = random.choice(GOOD_FILES[suffix])
    if suffix in PARTS and random.random() < 0.7:
        parts = {name: part.encode() for name, part in PARTS[suffix].items()}
        name = random.choice(sorted(parts))
        parts[name] = _strewn(damaged(parts[name], random), random)
        return zipped(parts)
    content = _strewn(content, random) if random.random() < 0.5 else content
    return damaged(content, random) if random.random() < 0.8 else content


def _strewn(content: bytes, random: Random) -> bytes:
    for _ in range(random.randrange(4)):
        place = random.randrange(len(content) + 1)
        more = random.choice(_STREWN).encode("utf-8", "surrogatepass")
        content = content[:place] + more * random.choice((1, 1, 2, 50)) + content[place:]
    return content


def found_in(
    folder: Path, process: ReaderProcess, archives: OpenArchives, limits: ReadingLimits
) -> Iterator[Article | UnreadableFileError | Remark]:
    """What an update finds in the files of a folder, those in archives included."""
    listing = walk(folder)
    files = list(listing.files)
    for archive in listing.archives:
        inside = list_archive(folder, archive, limits)
        yield from inside.problems
        files += [one.in_corpus(archive) for one in inside.files]
    for file in files:
        yield from read(folder, file, process=process, archives=archives, limits=limits)


def outcome(found: Article | UnreadableFileError | Remark) -> str:
    """Use what was found, and say what it was."""
    if isinstance(found, Article):
        use(found)
        return "an article"
    assert str(found).isprintable(), found
    if isinstance(found, Remark):
        return "a remark"
    assert "takes more than" not in found.reason, found
    assert "crashed" not in found.reason, found
    library = re.match(r"cannot be read: (\w+)", found.reason)
    return f"an error of a library: {library[1]}" if library else "an error of ours"


def outcomes(folder: Path) -> list[str]:
    """Read the files of a folder and use their articles; say what each of them was."""
    met = []
    for file in walk(folder).files:
        for found in read(folder, file):
            if isinstance(found, UnreadableFileError):
                assert str(found).isprintable(), found
                met.append("an error of ours")
            elif isinstance(found, Remark):
                assert str(found).isprintable(), found
                met.append("a remark")
            else:
                use(found)
                met.append("an article")
    return met


def use(article: Article) -> None:
    """Do with an article whatever is done with articles."""
    assert article.title
    assert article.text == article.text.strip() != ""
    tokens = analysis.tokenise(article.prose)
    assert [token.word for token in tokens] == analysis.words(article.prose)
    detected = analysis.detect(article.prose)
    language = article.language or (detected and detected.language)
    for token in tokens[:200]:
        analysis.stem(token.word, language)
    matches = [
        Match(token.start, token.end, number % 3) for number, token in enumerate(tokens[::7])
    ]
    quote(article.text, matches, furniture=article.furniture)
    fingerprint(article)
    for draw in ARTICLE_FORMATS.values():
        draw(MarkedArticle(article), Style()).encode()


def repeat(folder: Path, *, length: int, seed: int = 1) -> Counter[str]:
    """Read files that are one pattern over and over, and see how the work grows.

    Args:
        folder: An empty folder.
        length: Characters of the longest of them.
        seed: Nothing follows from it.

    Returns:
        How many patterns of how many formats were read, and seconds of the slowest.

    Raises:
        AssertionError: Four times the length took more than nine times as long.
    """
    del seed
    seen: Counter[str] = Counter()
    for suffix in SUFFIXES:
        for pattern in REPEATED:
            took = [
                spent(folder, suffix, pattern, length=length // 4),
                spent(folder, suffix, pattern, length=length),
            ]
            assert took[1] < max(9 * took[0], 1), (suffix, pattern, took)
            seen[f"{suffix}: patterns"] += 1
            slowest = f"{suffix}: milliseconds of the slowest"
            seen[slowest] = max(seen[slowest], round(1000 * took[1]))
    return seen


def spent(folder: Path, suffix: str, pattern: str, *, length: int) -> float:
    """Read a file of one pattern over and over; return the seconds of processor that it took."""
    text = pattern * (length // len(pattern))
    if suffix.startswith("json") and not pattern.startswith(("{", "[", '"')):
        text = json.dumps({"title": text[: length // 100], "text": text})
    elif suffix == "md":
        head = f"---\ntitle: {text[: length // 10]}\n---\n"
        text = f"# {text}\n\n{text}" if "\n" not in pattern else f"{head}{text}\n\n{_PROSE}"
    elif suffix in _AROUND:
        text = _AROUND[suffix].format(text)
    file = folder / f"a.{suffix}"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    began = time.process_time()
    outcomes(folder)
    took = time.process_time() - began
    file.unlink()
    return took


def changed(suffix: str, random: Random) -> bytes:
    """Return a good file of a format with something else in it."""
    text = random.choice(_GOOD[suffix])
    if suffix.startswith("json") and random.random() < 0.5:
        lines = text.split("\n")
        number = random.randrange(len(lines))
        if len(lines[number]) > 4:
            _, content = other(json.loads(lines[number]), random)
            lines[number] = json.dumps(content, ensure_ascii=random.random() < 0.5)
        text = "\n".join(lines)
    for _ in range(random.randrange(5)):
        place = random.randrange(len(text) + 1)
        text = text[:place] + random.choice(_STREWN) * random.choice((1, 1, 2, 50)) + text[place:]
    encoding = random.choice(_ENCODINGS)
    content = text.encode(encoding, "surrogatepass" if "utf" in encoding else "replace")
    return damaged(content, random) if random.random() < 0.5 else content


def damaged(content: bytes, random: Random) -> bytes:
    """Return bytes with some of them exchanged, doubled, cut off or moved."""
    for _ in range(random.randrange(1, 6)):
        one, two = sorted(random.randrange(len(content) + 1) for _ in range(2))
        match random.randrange(4):
            case 0:
                content = content[:one] + random.randbytes(min(two - one, 8)) + content[two:]
            case 1:
                content = content[:two] + content[one:two][:2000] + content[two:]
            case 2:
                content = content[:one] if random.random() < 0.3 else content[:one] + content[two:]
            case _:
                content = content[one:two] + content[:one] + content[two:]
    return content


def _packed(content: bytes, random: Random) -> bytes:
    """Return content packed, often not as it should be."""
    packed = gzip.compress(content, mtime=0)
    if random.random() < 0.3:
        packed += gzip.compress(content[:50], mtime=0)
    return damaged(packed, random) if random.random() < 0.6 else packed
