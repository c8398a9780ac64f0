"""Random articles and random query trees."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

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
from tests.helpers.inverting import Piece, Shelf

# Inflections, relatives, stems that are words of another language, words that differ by accents.
WORDS = "tide tides tidal tidally sea seas new newness news résumé resume resumes mangé".split()
# Acronyms, and the words that they are in lower case or in another language.
ACRONYMS = ["us", "US", "ME", "U.S", "U.N", "un"]

words = st.sampled_from([*WORDS, *ACRONYMS])
texts = st.lists(words, max_size=8).map(" ".join)
days = st.sampled_from([date(2017, 5, 1), date(2018, 3, 14), date(2018, 3, 15)])
HONOLULU = ZoneInfo("Pacific/Honolulu")
# What is that day in the one zone and another in the other, and what no zone is known of.
moments = st.sampled_from(
    [
        datetime(2018, 3, 15, 5, tzinfo=UTC),
        datetime(2018, 3, 14, tzinfo=HONOLULU),
        datetime(2018, 3, 14, 23, 59, 59, tzinfo=HONOLULU),
        datetime(2018, 3, 15, 5),  # noqa: DTZ001
        datetime(2018, 3, 15, 3, tzinfo=timezone(timedelta(hours=9))),
        datetime(2018, 3, 14, 22, tzinfo=timezone(-timedelta(hours=4, minutes=30))),
    ]
)
SOURCES = ("Tern", "Marram Post")
AUTHORS = ("Ada Marsh", "Mary O’Brien-Marsh", "Łuk")
URLS = ("https://example.org", "https://news.example.org/tide", "https://example.org/tide/2018")


def pieces(key: int) -> st.SearchStrategy[Piece]:
    return st.builds(
        Piece,
        key=st.just(f"{key:02}.md"),
        title=texts,
        text=texts,
        language=st.sampled_from(["en", "en", "en", "en", "fr", "unknown"]),
        source=st.sampled_from([None, *SOURCES]),
        authors=st.lists(st.sampled_from(AUTHORS), max_size=2, unique=True).map(tuple),
        url=st.sampled_from([None, *URLS]),
        date=st.none() | days | moments,
    )


@st.composite
def shelves(draw: st.DrawFn) -> Shelf:
    """Articles in up to three segments, some of them deleted."""
    every = [draw(pieces(key)) for key in draw(st.permutations(range(draw(st.integers(1, 7)))))]
    first, second = sorted(draw(st.tuples(*2 * [st.integers(0, len(every))])))
    deleted = draw(st.sets(st.sampled_from([piece.key for piece in every]), max_size=3))
    return Shelf([every[:first], every[first:second], every[second:]], frozenset(deleted))


near_words = st.text("abct", min_size=1, max_size=7)


@st.composite
def shelves_of_near_words(draw: st.DrawFn) -> Shelf:
    """Articles of words that are few edits apart, in two segments, some of them deleted."""
    texts = draw(st.lists(st.lists(near_words, max_size=12).map(" ".join), min_size=1, max_size=6))
    pieces = [Piece(f"{n:02}", title=text[:9], text=text) for n, text in enumerate(texts)]
    cut = draw(st.integers(0, len(pieces)))
    deleted = draw(st.sets(st.sampled_from([piece.key for piece in pieces]), max_size=2))
    return Shelf([pieces[:cut], pieces[cut:]], frozenset(deleted))


patterns = st.one_of(
    st.builds(Prefix, st.sampled_from(["t", "ti", "tide", "new", "Ré", "x"])),
    st.builds(Wildcard, st.sampled_from(["*", "t*s", "?ea*", "m?o*", "t?ed", "*s"])),
    st.builds(Regex, st.sampled_from(["t.*l", "(sea|moon)s?", "[^t]+", "x"])),
    st.builds(Fuzzy, words, distance=st.integers(0, 2), prefix_length=st.integers(0, 2)),
)
query_words = st.sampled_from([*WORDS, "tied", "moon", "mangées", "Tides", "quay", "newly"])
asked_words = query_words.map(str.lower) | st.sampled_from([*ACRONYMS, "u.s"])
term_nodes = st.one_of(
    st.builds(Word, asked_words),
    st.builds(Word, asked_words),
    st.builds(Word, asked_words, whole_stem=st.just(value=True)),
    st.builds(
        Word,
        asked_words,
        language=st.sampled_from(["en", "fr"]),
        whole_stem=st.booleans(),
    ),
    st.builds(ExactWord, query_words),
    patterns,
)
composed_nodes = st.one_of(
    st.builds(
        Phrase, st.lists(term_nodes, min_size=2, max_size=3).map(tuple), slop=st.integers(0, 2)
    ),
    st.builds(Near, term_nodes, term_nodes, st.integers(1, 3)),
    st.builds(Before, term_nodes, term_nodes, st.integers(1, 3)),
)
leaf_nodes = term_nodes | composed_nodes
facts = st.one_of(
    st.just(Every()),
    st.builds(DateRange, st.none() | days | moments, st.none() | days | moments),
    st.builds(FromSource, st.sampled_from([*SOURCES, "none", "TERN", "nobody"])),
    st.builds(InLanguage, st.sampled_from(["en", "fr", "unknown", "de"])),
)
names = ["marsh", "Ada MARSH", "marsh ada", "luk", "mar", ""]
addresses = ["example.org", "news.example.org", "example.org/tide", "example.org/ti", "org", ""]
facts |= st.one_of(
    st.builds(ByAuthor, st.sampled_from(names)),
    st.builds(AtUrl, st.sampled_from(addresses)),
    st.builds(WithKey, st.sampled_from(["00.md", "01.md", "x"])),
)
factors = st.sampled_from([0.0, 0.5, 1.0, 3.0])


@st.composite
def groups(draw: st.DrawFn, inner: st.SearchStrategy[Node]) -> AllOrSome:
    """Parts that are looked for all together, or else some of them."""
    parts = tuple(draw(st.lists(inner, min_size=1, max_size=4, unique=True)))
    return AllOrSome(parts, tuple(draw(st.lists(st.sampled_from(parts), max_size=2, unique=True))))


trees = st.recursive(
    leaf_nodes | facts,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, min_size=1, max_size=4).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=1, max_size=4).map(tuple)),
        st.builds(Not, inner),
        groups(inner),
        st.builds(Field, st.sampled_from(["title", "text"]), inner),
        st.builds(Boost, inner, factors),
        st.builds(Constant, inner, factors),
    ),
    max_leaves=6,
)
