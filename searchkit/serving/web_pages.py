"""The pages for people: what each shows, worked out in one go from one state of the index."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from searchkit.errors import (
    IndexOutdatedError,
    IndexStateError,
    SavedSearchError,
    SearchTimeoutError,
)
from searchkit.notes import NoteKind
from searchkit.output.safe_text import line
from searchkit.records import Record
from searchkit.serving import exports
from searchkit.serving.api import LIMITS, PREFIX
from searchkit.serving.citations import citation_of
from searchkit.serving.marking import ArticleText
from searchkit.serving.page_address import MOST_HITS, Asked
from searchkit.serving.timeline_drawing import timeline_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.article import Facts, Span
    from searchkit.index import Index
    from searchkit.notes import Note
    from searchkit.results import Copy, Hit, Results, SourceCount
    from searchkit.results.printings import Printing
    from searchkit.results.saved_searches import NewHits, SavedSearch
    from searchkit.results.surveys import Survey

_LATEST = 5  # articles on the start page
_SOURCES = 10  # beside results
_STARTING_SOURCES = 8
_MINUTE = 1_200  # characters that are read in a minute
_AROUND = 2  # pages that are named before and after this one
_SNIPPETS = 3
_SIMILAR = 5
_NEW = 5  # articles of a saved search


class Choice(Record):
    """An outlet to choose, or chosen: its name, its articles, and where a click leads."""

    name: str
    articles: int
    address: str
    is_chosen: bool = False


class Chip(Record):
    """Something that was chosen, and the address without it."""

    name: str
    address: str


class Told(Record):
    """A note, and the address of the query with what it suggests, or None."""

    message: str
    is_reading: bool
    suggestion: str | None
    address: str | None


class Quoted(Record):
    """A quotation of an article: its text, how many outlets have it, whether it was first here."""

    text: str
    outlets: int
    is_first: bool
    printings: tuple[Printing, ...]


class Turn(Record):
    """A page of the results: its number, and its address; None: this one, or a gap."""

    number: int | None
    address: str | None


def start_page(index: Index) -> dict[str, Any]:
    """Return what the start page shows."""
    asked = Asked()
    survey = index.survey("", sources=_STARTING_SOURCES + 1, authors=0)
    latest = index.search("", sort="newest", limit=_LATEST, snippets=0, limits=LIMITS)
    return {
        "asked": asked,
        "articles": len(index),
        "n_sources": survey.n_sources,
        "first": survey.first,
        "last": survey.last,
        "timeline": timeline_of(survey, asked),
        "examples": list(_examples(survey)),
        "latest": [hit.facts for hit in latest],
        "has_copies": _has_copies(index),
        "sources": [
            Choice(line(one.source), one.articles, asked.with_source(one.source))
            for one in survey.sources
            if one.source is not None
        ][:_STARTING_SOURCES],
    }


def _has_copies(index: Index) -> bool:
    """Whether several articles have one text, as far as that is known."""
    with suppress(SearchTimeoutError, IndexOutdatedError):
        return index.copies(limit=0).total > 0
    return False


def results_page(index: Index, asked: Asked) -> dict[str, Any]:
    """Return what a page of results shows."""
    # First what has to be whole: hits that are not quoted in time are shown without passages.
    survey = index.survey(asked.q, **asked.filters, share=asked.share, sources=_SOURCES, authors=0)
    results = index.search(
        asked.q,
        **asked.filters,
        sort=asked.sort,  # type: ignore[arg-type] # its table of parameters has no other
        limit=asked.limit,
        offset=asked.offset,
        snippets=_SNIPPETS,
        join_matches=True,
        fold=not asked.apart,
        limits=LIMITS,
    )
    meant = _did_you_mean(results)
    others = results.more if results.groups is None else results.more_groups
    shown = (results.groups or results.total) + (others if asked.sort == "relevance" else 0)
    return {
        "asked": asked,
        "results": results,
        "shown": shown,
        "corrected": meant,
        "corrected_address": asked.at(q=results.corrected or ""),
        "notes": [_told(note, asked, is_corrected=bool(meant)) for note in results.notes],
        "is_read_otherwise": any(note.kind is NoteKind.READING for note in results.notes),
        "chips": list(_chips(asked)),
        "timeline": timeline_of(survey, asked),
        "sources": _choices(survey.sources, asked),
        "n_sources": survey.n_sources,
        "turns": _turns(asked, min(shown, MOST_HITS)),
        "without_filters": _without_filters(index, asked, results),
        "articles": len(index),
        "survey": survey,
        "also_in": also_in,
        "has_copies": any(hit.copies for hit in results),
        "most_exported": exports.MOST,
    }


def article_page(
    index: Index, asked: Asked, key: str, part: int, marks: tuple[Span, ...] = ()
) -> dict[str, Any]:
    """Return what the page of an article shows.

    Args:
        index: The index.
        asked: The page of results that it leads back to, whose query is marked.
        key: The key of the article.
        part: Which part of a long article, from 1.
        marks: What is marked instead, spans of the text.
    """
    found = index.marked(key, asked.q, join_matches=True)
    similar = _similar(index, key)
    quotations = _quotations(index, key)
    copies = _copies(index, key)
    length = len(found.article.text)
    spans = tuple(span for span in marks if span.end <= length) or (found.spans if asked.q else ())
    text = ArticleText(found.article.text, spans, found.article.furniture)
    part = min(max(part, 1), text.n_parts)
    return {
        "asked": asked,
        "article": found.article,
        "title_spans": found.title_spans if asked.q else (),
        "paragraphs": list(text.paragraphs(part)),
        "places": [(number, round(100 * at, 2)) for number, at in text.where(part)],
        "n_matches": text.n_matches,
        "part": part,
        "parts": [
            (number, asked.article(key, part=number)) for number in range(1, text.n_parts + 1)
        ],
        "minutes": max(1, round(len(found.article.prose) / _MINUTE)),
        "citation": citation_of(found.article),
        "similar": similar,
        "copies": copies,
        "quotations": quotations,
        "origins": found.article.origins,
        "api_address": _api_address(key, asked.q),
    }


def _api_address(key: str, query: str) -> str:
    asked = {"key": key} | ({"q": query} if query else {})
    return f"{PREFIX}/article?{urlencode(asked, errors='replace')}"


def _similar(index: Index, key: str) -> list[Facts]:
    """Return some articles that are like one; none where time is up."""
    with suppress(SearchTimeoutError):
        return [hit.facts for hit in index.similar(key, limit=_SIMILAR)]
    return []


def also_in(hit: Hit) -> int:
    """Return how many other outlets have the text of a hit."""
    others = {copy.source for copy in hit.copies if copy.source is not None}
    return len(others - {hit.source})


def _copies(index: Index, key: str) -> list[Copy]:
    """Return the other articles with the text of one; none of an index that does not know."""
    with suppress(SearchTimeoutError, IndexOutdatedError):
        found = index.copies(article=key)
        return [one for cluster in found for one in cluster.articles if one.key != key]
    return []


def _quotations(index: Index, key: str) -> list[Quoted]:
    """Return the quotations of an article that others have, too; none of an index without any."""
    with suppress(SearchTimeoutError, IndexOutdatedError):
        return [
            Quoted(
                line(one.text),
                one.outlets,
                any(printing.is_first and printing.key == key for printing in one.printings),
                one.printings,
            )
            for one in index.quotations(article=key)
        ]
    return []


def saved_page(index: Index) -> dict[str, Any]:
    """Return what the page of saved searches shows; looking at it moves no bookmark."""
    searches = index.saved
    new: dict[str, NewHits] = {}
    problem = None
    try:
        with index.new_hits(limit=_NEW, snippets=0, keep=True, wait=0) as found:
            new = {one.search.name: one for one in found}
    except (SearchTimeoutError, SavedSearchError, IndexStateError) as error:
        problem = line(error.for_others())
    saved = [(one, _of_saved(one), new.get(one.name)) for one in searches]
    return {"asked": Asked(), "saved": saved, "problem": problem}


def _of_saved(search: SavedSearch) -> Asked:
    """Return what a saved search asks."""
    return Asked(
        q=search.query,
        source=search.source,
        since=search.since or "",
        until=search.until or "",
        undated=search.undated,
        timezone=search.timezone or "",
        sort="newest",
    )


def sources_page(index: Index, asked: Asked) -> dict[str, Any]:
    """Return what the page of outlets shows: all that have articles which a query finds."""
    survey = index.survey(asked.q, **asked.filters, sources=None, authors=0)
    return {
        "asked": asked,
        "survey": survey,
        "sources": [
            (one, _name(one), asked.at(source=(one.source or "none",)))
            for one in survey.sources
            if one.articles
        ],
    }


def _examples(survey: Survey) -> Iterator[str]:
    """Yield queries that find something here, and show what can be asked."""
    names = [one.source for one in survey.sources if one.source]
    if names:
        yield f'source:"{line(names[0])}"'
    if survey.last:
        yield f"date:{survey.last.start.year}"
    yield "date:none" if survey.undated else "lang:*"


def _name(count: SourceCount) -> str:
    return "without a source" if count.source is None else line(count.source)


def _did_you_mean(results: Results) -> str | None:
    """Return the corrected query where words were not found, rather than signs misread."""
    is_about_words = any(
        note.suggestion and note.span and note.kind is NoteKind.INFORMATION
        for note in results.notes
    )
    return results.corrected if is_about_words else None


def _told(note: Note, asked: Asked, *, is_corrected: bool) -> Told:
    """Return a note; where the page offers the query corrected as a whole, words are not again."""
    address = None
    if is_corrected and note.span and note.kind is NoteKind.INFORMATION:
        pass
    elif note.suggestion is not None and note.span is not None:
        start, end = note.span
        address = asked.at(q=asked.q[:start] + note.suggestion + asked.q[end:])
    elif note.suggestion is not None:
        address = asked.at(source=(note.suggestion,))
    elif note.argument == "undated":
        address = asked.at(undated=True, since="", until="")
    is_reading = note.kind is NoteKind.READING
    message = note.message.replace(" (limits.time)", "")  # which a reader cannot set
    return Told(line(message), is_reading, note.suggestion, address)


def _chips(asked: Asked) -> Iterator[Chip]:
    """Yield what was chosen beside the query."""
    for source in asked.source:
        yield Chip(line(source), asked.without_source(source))
    if asked.since and asked.since == asked.until:
        yield Chip(line(asked.since), asked.at(since="", until=""))
    else:
        if asked.since:
            yield Chip(f"since {line(asked.since)}", asked.at(since=""))
        if asked.until:
            yield Chip(f"until {line(asked.until)}", asked.at(until=""))
    if asked.undated:
        yield Chip("undated", asked.at(undated=False))


def _choices(sources: Sequence[SourceCount], asked: Asked) -> list[Choice]:
    """Return the outlets beside results, those chosen first, whether they have articles or not."""
    counts = {(one.source or "none"): one.articles for one in sources}
    folded = {name.casefold(): articles for name, articles in counts.items()}
    chosen = [
        Choice(
            line(name), folded.get(name.casefold(), 0), asked.without_source(name), is_chosen=True
        )
        for name in asked.source
    ]
    names = {name.casefold() for name in asked.source}
    others = [
        Choice(_name(one), one.articles, asked.with_source(one.source or "none"))
        for one in sources
        if one.articles and (one.source or "none").casefold() not in names
    ]
    return chosen + others


def _turns(asked: Asked, shown: int) -> list[Turn]:
    """Return the pages to turn to: the first, the last, and those around this one."""
    last = -(-shown // asked.limit)
    if last < 2:
        return []
    near = range(asked.page - _AROUND, asked.page + _AROUND + 1)
    numbers = sorted({1, last, *(number for number in near if 1 <= number <= last)})
    turns: list[Turn] = []
    for number in numbers:
        if turns and turns[-1].number is not None and number > turns[-1].number + 1:
            turns.append(Turn(None, None))
        is_this = number == asked.page
        turns.append(Turn(number, None if is_this else asked.at(page=number)))
    return turns


def _without_filters(index: Index, asked: Asked, results: Results) -> int | None:
    """Return how many articles there are without filters, where there is none with them."""
    if results.total or not asked.is_filtered:
        return None
    return index.search(asked.q, limit=0, limits=LIMITS).total
