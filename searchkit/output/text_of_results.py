"""Results, articles and reports as text for people.

Of a hit, the headline comes first, then one dim line of facts, then the
snippets; a blank line parts it from the next. The key, which `searchkit show`
takes, ends the line of facts as long as that line is wide enough.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from searchkit.article import Known, Origin, Span
from searchkit.output.cleaning import clean, clean_line, line
from searchkit.output.display import display_width
from searchkit.output.phrasing import counted, duration, period, size, with_options
from searchkit.output.style import Ink, Style, draw, ink

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from searchkit.article import Article
    from searchkit.errors import QueryError
    from searchkit.notes import Remark
    from searchkit.results import (
        CheckReport,
        Completion,
        CorpusFolder,
        Hit,
        MarkedArticle,
        Note,
        RepairReport,
        Results,
        SourceCount,
        Stats,
        Suggestion,
        UpdateReport,
    )

_DOT = " · "  # between facts on one line
_NO_SOURCE = "(no source)"
_MOST_REMARKS = 20  # that are shown
_MOST_DOUBTFUL = 10  # files of a doubtful encoding that are named
_LEAST_POINTED = 20  # columns of a query that is pointed at
_LEAST_NAMED = 20  # columns that a table has for the names of sources


def results_as_text(results: Results, style: Style) -> str:
    """Return what a search found: notes, hits, how many there are, and what shows others."""
    notes = [note for note in results.notes if note.argument is None]
    parts = [notes_as_text(notes, results.query, style)] if notes else []
    digits = max((len(str(hit.rank)) for hit in results), default=1)
    parts += ["\n".join(_hit(hit, digits, style)) for hit in results]
    others = [_advising(note) for note in results.notes if note.argument is not None]
    last = [_total(results), *(row for other in others for row in draw(other, (), style))]
    parts.append("\n".join(ink(row, Ink.DIM, style) for row in last))
    return "\n\n".join(parts) + "\n"


def notes_as_text(notes: Sequence[Note], query: str, style: Style) -> str:
    """Return notes on a query, a line or more for each; the last has no line end."""
    return "\n".join(_note(note, query, style) for note in notes)


def article_as_text(marked: MarkedArticle, style: Style) -> str:
    """Return one article: headline, facts with their origins, and the body."""
    article = marked.article
    title, title_spans = clean_line(article.title, marked.title_spans)
    lines = list(draw(title, title_spans, style, kind=Ink.HEADING))
    if article.authors:
        comma = ";" if any("," in author for author in article.authors) else ","
        authors = line(f"{comma} ".join(article.authors))
        lines += draw(f"By {authors}", (), style, kind=Ink.DIM)
    lines += _packed(_publication(article), style)
    whereabouts = _whereabouts(article)
    lines += _packed(whereabouts, style, whole=whereabouts)
    if marked.query is not None:
        count = len(marked.spans) + len(marked.title_spans)
        found = f"{count:,} matches" if count != 1 else "1 match"
        lines += draw(f"{found} for: {line(marked.query)}", (), style, kind=Ink.DIM)
    body = list(_body(article, marked.spans, style))
    return "\n".join([*lines, "", *body] if body else lines) + "\n"


def sources_as_text(sources: Sequence[SourceCount], style: Style) -> str:
    """Return a table of the sources, their names last so that none is cut."""
    rows = [
        (f"{row.articles:,}", str(row.first or ""), str(row.last or ""), row.source)
        for row in sources
    ]
    heads = ("Articles", "First", "Last")
    widths = [
        max(map(len, column)) for column in zip(heads, *(row[:3] for row in rows), strict=True)
    ]
    indent = " " * (sum(widths) + 2 * len(widths))
    if style.width - len(indent) < _LEAST_NAMED:
        return _sources_in_lines(sources, widths[0], style)

    def cells(number: str, first: str, last: str) -> str:
        return f"{number:>{widths[0]}}  {first:<{widths[1]}}  {last:<{widths[2]}}  "

    lines = [ink(cells(*heads) + "Source", Ink.HEADING, style)]
    for number, first, last, source in rows:
        lines += _outlet(source, style, first=cells(number, first, last), indent=indent)
    return "\n".join([*lines, *_sources_counted(sources, style)]) + "\n"


def _sources_in_lines(sources: Sequence[SourceCount], widest: int, style: Style) -> str:
    """Return the sources where a table has no room for their names: the dates under each."""
    indent = " " * (widest + 2)
    lines = [ink(f"{'Articles':>{widest}}  Source", Ink.HEADING, style)]
    for row in sources:
        lines += _outlet(row.source, style, first=f"{row.articles:>{widest},}  ", indent=indent)
        if when := period(row.first, row.last):
            lines += draw(when, (), style, kind=Ink.DIM, first=indent, indent=indent)
    return "\n".join([*lines, *_sources_counted(sources, style)]) + "\n"


def _outlet(source: str | None, style: Style, *, first: str, indent: str) -> Iterator[str]:
    """Yield the lines of a source in a table."""
    kind = Ink.DIM if source is None else Ink.PLAIN
    name = _NO_SOURCE if source is None else line(source)
    return draw(name, (), style, kind=kind, first=first, indent=indent)


def _sources_counted(sources: Sequence[SourceCount], style: Style) -> list[str]:
    """Return the lines under a table of sources."""
    named = sum(row.source is not None for row in sources)
    return ["", ink(counted(named, "source"), Ink.DIM, style)]


def completions_as_text(completions: Sequence[Completion], style: Style) -> str:
    """Return a line for each completion: how frequent it is, what it is, and itself."""
    rows = [
        ("" if one.count is None else f"{one.count:,}", one.kind, line(one.text))
        for one in completions
    ]
    return _table(("Count", "Kind", "Text"), rows, style)


def suggestions_as_text(suggestions: Sequence[Suggestion], style: Style) -> str:
    """Return a line for each word: how frequent it is, how far away, and itself."""
    rows = [(f"{one.count:,}", str(one.distance), line(one.word)) for one in suggestions]
    return _table(("Count", "Edits", "Word"), rows, style)


def _table(heads: tuple[str, str, str], rows: Sequence[tuple[str, str, str]], style: Style) -> str:
    """Return rows of a number, something short and a text, under their heads; nothing for none."""
    if not rows:
        return ""
    first, second, _ = (max(map(len, column)) for column in zip(heads, *rows, strict=True))

    def cells(number: str, short: str) -> str:
        return f"{number:>{first}}  {short:<{second}}  "

    lines = [ink(cells(*heads[:2]) + heads[2], Ink.HEADING, style)]
    for number, short, text in rows:
        indent = " " * (first + second + 4)
        lines += draw(text, (), style, first=cells(number, short), indent=indent)
    return "\n".join(lines) + "\n"


def stats_as_text(stats: Stats, style: Style) -> str:
    """Return what an index holds, a line for each thing."""
    dates = period(stats.first, stats.last)
    languages = sorted(stats.languages.items(), key=lambda item: (-item[1], item[0]))
    facts = {
        "Articles": f"{stats.articles:,}",
        "Dated": f"{stats.dated:,}" + (f", {dates}" if dates else ""),
        "Sources": f"{stats.sources:,}",
        "Languages": _DOT.join(f"{line(code)} {count:,}" for code, count in languages),
        "Terms": f"{stats.terms:,}",
        "Size": f"{size(stats.size)} in {counted(stats.segments, 'segment')}",
        "Updated": (
            "" if stats.updated is None else stats.updated.isoformat(sep=" ", timespec="seconds")
        ),
    }
    widest = max(map(len, facts)) + 2
    lines: list[str] = []
    for name, fact in facts.items():
        label = ink(name, Ink.HEADING, style) + " " * (widest - len(name))
        lines += draw(fact or "-", (), style, first=label, indent=" " * widest)
    for number, folder in enumerate(stats.corpus):  # whole, so that a path can be copied
        label = " " * widest if number else ink("Corpus", Ink.HEADING, style) + " " * (widest - 6)
        lines.append(label + _folder(folder))
    return "\n".join(lines) + "\n"


def _folder(folder: CorpusFolder) -> str:
    """Return a folder of the corpus, and what its articles have of it."""
    facts = (
        f"keys begin with {folder.prefix}" if folder.prefix else "",
        f"source {folder.source}" if folder.source else "",
        f"encoding {folder.encoding}" if folder.encoding else "",
    )
    told = ", ".join(filter(None, facts))
    return line(f"{folder.path} ({told})" if told else str(folder.path))


def report_as_text(report: UpdateReport, style: Style) -> str:
    """Return what an update did, or would do, and what it could not read."""
    counts = {
        "added": report.added,
        "replaced": report.replaced,
        "removed": report.removed,
        "unchanged": report.unchanged,
    }
    done = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    what = f"Articles: {done or 'none'} ({counted(report.files, 'file')}, {duration(report.took)})"
    lines = list(draw(("Dry run, nothing written. " if report.dry_run else "") + what, (), style))
    if report.skipped:
        skipped = _DOT.join(f"{line(why)} {count:,}" for why, count in report.skipped.items())
        lines += draw(f"Skipped: {skipped}", (), style, kind=Ink.DIM)
    if report.problems:
        lines.append(
            ink(f"Unreadable: {counted(len(report.problems), 'file')}", Ink.HEADING, style)
        )
    for problem in report.problems:
        lines += draw(line(with_options(str(problem))), (), style, first="  ", indent="  ")
    lines += _remarks(report.remarks, style)
    lines += _doubtful(report.doubtful, style)
    return "\n".join(lines) + "\n"


def _remarks(remarks: Sequence[Remark], style: Style) -> Iterator[str]:
    """Yield what was ignored in files that were read; of much, some."""
    if not remarks:
        return
    count = counted(len({remark.path for remark in remarks}), "file")
    yield ink(f"Read in part: {count}", Ink.HEADING, style)
    for remark in remarks[:_MOST_REMARKS]:
        yield from draw(line(with_options(str(remark))), (), style, first="  ", indent="  ")
    if (more := len(remarks) - _MOST_REMARKS) > 0:
        yield ink(f"  and {more:,} more", Ink.DIM, style)


def _doubtful(files: Mapping[str, str], style: Style) -> Iterator[str]:
    """Yield which files may have been read in a wrong encoding, and what helps; of many, some."""
    if not files:
        return
    count = counted(len(files), "file")
    yield ink(f"Encoding in doubt: {count} (--encoding NAME sets it for all)", Ink.HEADING, style)
    for path, name in list(files.items())[:_MOST_DOUBTFUL]:
        text = line(f"{path}: read as {name}")
        yield from draw(text, (), style, first="  ", indent="  ")
    if (more := len(files) - _MOST_DOUBTFUL) > 0:
        yield ink(f"  and {more:,} more", Ink.DIM, style)


def check_as_text(report: CheckReport, style: Style) -> str:
    """Return what a check found, each fault in a line."""
    lines = [line(fault) for fault in report.faults]
    what = counted(len(report.faults), "fault") if report.faults else "No faults"
    where = f"{counted(report.segments, 'segment')}, {counted(report.articles, 'article')}"
    how = "every byte" if report.deep else "structure and sizes"
    lines += draw(f"{what} in {where} ({how}, {duration(report.took)})", (), style)
    return "\n".join(lines) + "\n"


def repair_as_text(report: RepairReport, style: Style) -> str:
    """Return what a repair did, each fault and each lost article in a line."""
    lines = [line(fault) for fault in report.faults]
    lines += [f"Lost: {line(name)}" for name in report.lost]
    lines += [f"Set aside: {line(name)}" for name in report.aside]
    counts = f"{report.kept:,} kept, {report.indexed:,} of them indexed again, "
    counts += f"{len(report.lost):,} lost"
    what = f"Articles: {counts}" if report.faults or report.aside else "Nothing to repair"
    lines += draw(f"{what} ({duration(report.took)})", (), style)
    return "\n".join(lines) + "\n"


def _note(note: Note, query: str, style: Style) -> str:
    """Return a note, with the part of the query that it is about pointed at."""
    lines = list(draw(_advising(note), (), style, first="Note: ", indent=" " * 6))
    if note.span is not None:
        lines += _pointed(query, note.span, style)
    if note.suggestion is not None:
        lines += draw(line(note.suggestion), (), style, first=" Try: ", indent=" " * 6)
    return "\n".join(lines)


def _advising(note: Note) -> str:
    """Return the message of a note, with the option that shows what it is about."""
    message = line(note.message)
    if note.argument is None:
        return message
    them = "it" if message.startswith("1 ") else "them"
    return f"{message.removesuffix('.')}; --{note.argument} shows {them}."


def query_fault(error: QueryError, style: Style) -> str:
    """Return the query of an error with a line under it that points at the fault."""
    span = Span(error.position, error.end)
    return "\n".join(_pointed(error.query, span, style, indent="")) + "\n"


def _pointed(query: str, span: Span, style: Style, *, indent: str = " " * 6) -> list[str]:
    """Return the query with a line under it that points at the span; of a long one, a part."""
    text, spans = clean_line(query, [span])
    if not spans:
        return []
    start, end = spans[0]
    room = max(style.width - len(indent), _LEAST_POINTED)
    first = 0
    if display_width(text) > room:
        first = max(0, min(start, len(text)) - room // 3)
        last = first + _fitting(text[first:], room - 2)
        before, after = "…" * (first > 0), "…" * (last < len(text))
        text = before + text[first:last] + after
        first -= len(before)
        end = min(end, last)
    blank = " " * display_width(text[: start - first])
    carets = "^" * max(1, display_width(text[start - first : end - first]))
    return [f"{indent}{text}", f"{indent}{blank}{ink(carets, Ink.MATCH, style)}"]


def _fitting(text: str, width: int) -> int:
    """Return how many characters of a text fit into so many columns."""
    columns = 0
    for place, char in enumerate(text):
        columns += display_width(char)
        if columns > width:
            return place
    return len(text)


def _total(results: Results) -> str:
    """Return how many hits are shown of how many, and how long it took."""
    took = duration(results.took)
    if not results.total:
        return f"No articles found ({took})"
    if not results.hits and results.offset < results.total:  # none were asked for
        return f"{counted(results.total, 'article')} ({took})"
    shown = str(len(results))
    if results.offset and results.hits:
        shown = f"{results.offset + 1:,}-{results.offset + len(results):,}"
    return f"{shown} of {counted(results.total, 'article')} ({took})"


def _hit(hit: Hit, digits: int, style: Style) -> Iterator[str]:
    """Yield the lines of one hit."""
    indent = " " * (digits + 2)
    article = hit.article
    title, title_spans = clean_line(article.title, hit.title_spans)
    rank = f"{hit.rank:>{digits}}. "
    yield from draw(title, title_spans, style, kind=Ink.HEADING, first=rank, indent=indent)
    score = None if hit.score is None else f"{hit.score:.2f}"
    facts = [article.source, str(article.date or "undated"), score, article.key]
    shown = [line(fact) for fact in facts if fact]
    yield from _packed(shown, style, indent=indent, whole=shown[-1:])
    for snippet in hit.snippets:
        text, spans = clean_line(snippet.text, snippet.spans)
        yield from draw(text, spans, style, first=f"{indent}- ", indent=f"{indent}  ")


def _packed(
    facts: Sequence[str], style: Style, *, indent: str = "", whole: Collection[str] = ()
) -> Iterator[str]:
    """Yield dim lines that hold as many facts as fit.

    Args:
        facts: The facts.
        style: How to draw.
        indent: What stands before each line.
        whole: Which of them are not broken where they are longer than a line, so that a
            key or an address can be copied.
    """
    room = style.width - len(indent)
    packed = ""
    for fact in facts:
        longer = f"{packed}{_DOT}{fact}" if packed else fact
        if packed and display_width(longer) > room:
            yield from _dim(packed, style, indent, is_whole=packed in whole)
            longer = fact
        packed = longer
    if packed:
        yield from _dim(packed, style, indent, is_whole=packed in whole)


def _dim(text: str, style: Style, indent: str, *, is_whole: bool) -> Iterator[str]:
    """Yield a dim text, in one line or as many as it takes."""
    if is_whole:
        yield indent + ink(text, Ink.DIM, style)
    else:
        yield from draw(text, (), style, kind=Ink.DIM, first=indent, indent=indent)


def _publication(article: Article) -> list[str]:
    """Return who published an article when, and how that is known."""
    origins = article.origins
    facts = [
        "no source" if article.source is None else article.source + _from(origins.source),
        "undated" if article.date is None else str(article.date) + _from(origins.date),
    ]
    return [line(fact) for fact in facts]


def _whereabouts(article: Article) -> list[str]:
    """Return where an article lies, its language, where its headline is from, how it was read."""
    origins = article.origins
    facts = [article.key, article.url]
    if article.language:
        facts.append(article.language + _from(origins.language))
    if origins.title is not Origin.NONE:
        facts.append(f"headline{_from(origins.title)}")
    if origins.encoding is not None and origins.encoding.known is not Known.VALID:
        facts.append(str(origins.encoding))
    return [line(fact) for fact in facts if fact]


def _from(origin: Origin) -> str:
    """Return where a fact came from, to stand after it."""
    return "" if origin is Origin.NONE else f" ({origin.value})"


def _body(article: Article, spans: Sequence[Span], style: Style) -> Iterator[str]:
    """Yield the lines of an article's text, its matches marked and its furniture dim."""
    text, matches = clean(article.text, spans)
    _, furniture = clean(article.text, article.furniture)
    start = 0
    blank = True  # no blank lines before the first
    for row in text.split("\n"):
        end = start + len(row)
        shown = row.strip(" ")
        if shown:
            if blank and start:
                yield ""
            offset = start + row.index(shown[0])
            inside = _inside(matches, Span(offset, offset + len(shown)))
            kind = Ink.DIM if _covered(furniture, offset, offset + len(shown)) else Ink.PLAIN
            yield from draw(shown, inside, style, kind=kind)
        blank = not shown
        start = end + 1


def _inside(spans: Sequence[Span], stretch: Span) -> list[Span]:
    """Return the parts of spans, in order and apart, that lie in a stretch, counted from it."""
    start, end = stretch
    found = []
    for place in range(bisect_right(spans, start, key=attrgetter("end")), len(spans)):
        span = spans[place]
        if span.start >= end:
            break
        found.append(Span(max(span.start, start) - start, min(span.end, end) - start))
    return found


def _covered(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of the spans, in order and apart, holds all of a stretch."""
    place = bisect_right(spans, start, key=attrgetter("start")) - 1
    return place >= 0 and spans[place].end >= end
