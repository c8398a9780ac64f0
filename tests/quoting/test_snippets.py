"""Snippets: the passages of a text that are shown, by examples and by laws."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Span
from searchkit.quoting.matches import Match
from searchkit.quoting.repetition import ELLIPSIS
from searchkit.quoting.snippets import quote
from searchkit.results import Snippet


def find(text: str, query: str) -> list[Match]:
    """Match the words of a query, by their letters alone."""
    return [
        Match(*found.span(), number)
        for number, word in enumerate(query.split())
        for found in re.finditer(re.escape(word), text, re.IGNORECASE)
    ]


def shown(text: str, query: str, **settings: object) -> list[str]:
    """Return the snippets of a text with their matches in brackets."""
    found = quote(text, find(text, query), **settings)  # type: ignore[arg-type]
    return [bracketed(snippet) for snippet in found]


def bracketed(snippet: Snippet) -> str:
    text = snippet.text
    for start, end in reversed(snippet.spans):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


STORY = (
    "The council met on Monday. The tide had come over the wall again. Nobody was hurt.\n\n"
    "The surge barrier was closed too late. Its gates need an hour.\n\n"
    "A spring tide and a surge meet once in ten years. The tide turned at noon."
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("wall", ["The tide had come over the [wall] again."], id="one sentence"),
        pytest.param(
            "tide",
            [
                "The [tide] had come over the wall again.",
                "A spring [tide] and a surge meet once in ten years.",
                "The [tide] turned at noon.",
            ],
            id="as many as are as good, in the order of the text",
        ),
        pytest.param(
            "tide surge",
            ["A spring [tide] and a [surge] meet once in ten years."],
            id="one strong passage rather than weak ones beside it",
        ),
        pytest.param(
            "barrier hour",
            ["The surge [barrier] was closed too late. Its gates need an [hour]."],
            id="neighbouring sentences that gather more words",
        ),
        pytest.param(
            "gates tide",
            ["Its [gates] need an hour. A spring [tide] and a surge meet once in ten years."],
            id="neighbours on both sides of the end of a paragraph",
        ),
        pytest.param(
            "barrier monday noon",
            [
                "The council met on [Monday].",
                "The surge [barrier] was closed too late.",
                "The tide turned at [noon].",
            ],
            id="a passage for each word where no two fit in one",
        ),
        pytest.param(
            "tide surge hurt",
            [
                "Nobody was [hurt]. The [surge] barrier was closed too late.",
                "A spring [tide] and a [surge] meet once in ten years.",
            ],
            id="a new word before a better passage without one",
        ),
        pytest.param(
            "harbour",
            ["The council met on Monday. The tide had come over the wall again."],
            id="the beginning where nothing matches",
        ),
    ],
)
def test_a_snippet_shows_the_sentences_that_say_most(query: str, expected: list[str]) -> None:
    assert shown(STORY, query, width=80) == expected


def test_a_rare_word_outweighs_two_common_ones() -> None:
    text = "The tide was high. The mayor was there. The bittern was not."

    assert shown(text, "tide high bittern", width=30, limit=1, weights=[0.5, 0.5, 2.0]) == [
        "The [bittern] was not."
    ]


def test_a_word_without_a_weight_weighs_one() -> None:
    text = "The tide came. The bittern went."

    assert shown(text, "tide bittern", width=20, limit=1, weights=[0.5]) == ["The [bittern] went."]


def test_the_same_sentence_is_not_shown_twice() -> None:
    text = "High tide at nine.\nThe ferry waited.\nHigh  tide at nine."

    assert shown(text, "tide", width=40) == ["High [tide] at nine."]


LONG = (
    "The harbour master, who had kept the book of the tides since the year of the great flood and "
    "who never once missed a morning, wrote that the bittern had called from the reeds at dawn."
)


@pytest.mark.parametrize(
    ("query", "width", "expected"),
    [
        ("harbour", 40, ["The [harbour] master, who had kept the…"]),
        ("flood", 40, ["…of the great [flood] and who never once…"]),
        ("dawn", 40, ["…had called from the reeds at [dawn]."]),
        (
            "flood bittern",
            40,
            [
                "…of the great [flood] and who never once…",
                "…wrote that the [bittern] had called from…",
            ],
        ),
        ("who", 20, ["…master, [who] had kept…", "…and [who] never once…"]),
        ("nothing", 40, ["The harbour master, who had kept the…"]),
    ],
)
def test_a_long_sentence_is_cut_between_words(query: str, width: int, expected: list[str]) -> None:
    assert shown(LONG, query, width=width) == expected


def test_a_run_longer_than_any_word_is_cut_anywhere() -> None:
    text = "潮" * 100 + "港口" + "汐" * 100

    assert shown(text, "港口", width=10) == ["…潮潮潮潮[港口]汐汐汐汐…"]


@pytest.mark.parametrize(
    ("width", "before", "after"), [(9, 2, 2), (10, 2, 2), (11, 2, 3), (12, 2, 3), (13, 3, 3)]
)
def test_a_cut_never_parts_a_letter_from_its_accent(width: int, before: int, after: int) -> None:
    letter = "e\u0301"

    assert shown(letter * 100 + "X" + letter * 100, "X", width=width) == [
        f"…{letter * before}[X]{letter * after}…"
    ]


def test_matches_as_wide_as_the_width_are_shown_alone() -> None:
    text = "A well-known high-water table hung in the office of the harbour master."

    assert shown(text, "known high", width=12) == ["…[known] [high]…"]


@pytest.mark.parametrize(
    ("width", "expected"), [(6, "…[潮汐港口潮汐]…"), (9, "…[潮汐潮汐港口潮汐]…")]
)
def test_a_run_is_not_cut_within_a_match(width: int, expected: str) -> None:
    text = "潮汐" * 60 + "港口" + "潮汐" * 60

    assert shown(text, "潮汐 港口", width=width, limit=1) == [expected]


def test_a_chain_of_overlapping_matches_is_cut_at_the_width() -> None:
    text = "潮汐表" * 20
    bigrams = [Match(at, at + 2, at % 3) for at in range(len(text) - 1)]
    found = quote(text, bigrams, width=10, limit=1)

    assert found == (Snippet("潮汐表潮汐表潮汐表潮…", (Span(0, 10),)),)


def test_matches_that_overlap_or_touch_are_one_span() -> None:
    text = "他在北京大学教书。"
    bigrams = [Match(2, 4, 0), Match(3, 5, 1), Match(4, 6, 2), Match(6, 7, 3)]
    found = quote(text, bigrams)

    assert found == (Snippet("他在北京大学教书。", (Span(2, 7),)),)


def test_a_match_longer_than_the_width_is_cut() -> None:
    found = quote("x" * 100, [Match(0, 100, 0)], width=10)

    assert found == (Snippet("xxxxxxxxxx…", (Span(0, 10),)),)


def test_a_match_across_the_end_of_a_sentence_stands_in_no_ones_way() -> None:
    matches = [Match(0, 9, 0), Match(10, 14, 0), Match(10, 18, 1)]

    assert quote("Ebb. Tide runs out", matches, width=18) == (
        Snippet("Tide runs out", (Span(5, 13),)),
    )


def test_white_space_is_collapsed_and_spans_follow() -> None:
    text = "  The   spring\u00a0 tide\t\tturned. "

    assert shown(text, "spring tide") == ["The [spring] [tide] turned."]


WRAPPED = (
    "The ferry was late because the tide had not yet reached the\n"
    "third step, and the pilot would not risk the sand bar that\n"
    "had moved again since the storm. Nobody on the quay thought\n"
    "that strange, least of all the old harbour master himself.\n"
) * 3


def test_a_wrapped_line_does_not_end_a_sentence() -> None:
    assert shown(WRAPPED, "quay", limit=1) == [
        "Nobody on the [quay] thought that strange, least of all the old harbour master himself."
    ]


FURNISHED = "Subscribe to the tide letter\nThe tide rose.\nMore on the tide\nIt fell."
FURNITURE = (Span(0, 28), Span(44, 60))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tide", ["The [tide] rose."]),
        ("more", ["The tide rose."]),
        ("rose fell", ["The tide [rose].", "It [fell]."]),
    ],
)
def test_furniture_is_neither_shown_nor_crossed(query: str, expected: list[str]) -> None:
    assert shown(FURNISHED, query, furniture=FURNITURE) == expected


def test_a_match_that_reaches_into_furniture_is_none() -> None:
    found = quote(FURNISHED, [Match(38, 48, 0)], furniture=FURNITURE)

    assert found == (Snippet("The tide rose.", ()),)


@pytest.mark.parametrize("text", ["", " \n\t", "Subscribe now"])
def test_only_furniture_and_white_space_give_no_snippet(text: str) -> None:
    assert quote(text, [], furniture=[Span(0, len(text))]) == ()


def test_matches_far_into_a_long_article_are_shown() -> None:
    text = "The sea was calm that day. " * 200_000 + "Then a bittern called. " + "Waves. " * 9

    assert shown(text, "bittern") == ["Then a [bittern] called."]


def test_words_everywhere_that_never_fit_in_one_passage_are_shown_apart() -> None:
    tide = "A [tide] rose over the long wall " + "and on " * 12 + "."
    surge = tide.replace("tide", "surge")
    text = f"{tide} {surge} ".replace("[", "").replace("]", "") * 5_000

    assert sorted(shown(text, "tide surge", width=140)) == [surge, tide]


def test_the_same_words_over_and_over_are_shown_once() -> None:
    text = "A tide rose over the wall.\n\n" * 5_000

    assert shown(text, "tide wall") == ["A [tide] rose over the [wall]."]


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[Match], list[Span]]:
    """Draw a text whose every letter occurs once, with matches and furniture on its words."""
    letters = map(chr, itertools.count(0x4E00))
    text = ""
    words = []
    shape = st.tuples(st.integers(1, 12), st.sampled_from(["", "", "."]), GAPS)
    for length, stop, gap in draw(st.lists(shape, max_size=50)):
        words.append(Span(len(text), len(text) + length))
        text += "".join(itertools.islice(letters, length)) + stop + gap
    if not words:
        return text, [], []
    some_words = st.lists(st.sampled_from(words), max_size=15)
    matches = [Match(*word, draw(st.integers(0, 4))) for word in draw(some_words)]
    edges = sorted({word.start for word in draw(some_words)})
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return text, matches, [Span(*pair) for pair in pairs]


GAPS = st.sampled_from([" ", " ", " ", "\n", "\n\n", " \u00a0 ", "\t"])


def span_in(snippet: Snippet, text: str) -> Span:
    """Return where a snippet stands in a text whose every letter occurs once."""
    line = snippet.text.strip(ELLIPSIS)
    letters = line.rstrip(".")
    return Span(text.index(line[0]), text.index(letters[-1]) + 1 + len(line) - len(letters))


@given(articles(), st.integers(1, 4), st.integers(14, 90))
def test_snippets_keep_their_laws(
    article: tuple[str, list[Match], list[Span]], limit: int, width: int
) -> None:
    text, matches, furniture = article
    found = quote(text, matches, furniture=furniture, limit=limit, width=width)
    spans = [span_in(snippet, text) for snippet in found]
    own = set(range(len(text))) - {at for span in furniture for at in range(*span)}
    matched = {at for match in matches for at in range(match.start, match.end)} & own

    assert len(found) <= limit
    assert bool(found) == any(not text[at].isspace() for at in own)
    assert all(one.end <= two.start for one, two in itertools.pairwise(spans))
    assert all(set(range(*span)) <= own for span in spans)
    for snippet, (start, end) in zip(found, spans, strict=True):
        line = " ".join(text[start:end].split())
        before = ELLIPSIS * snippet.text.startswith(ELLIPSIS)
        after = ELLIPSIS * snippet.text.endswith(ELLIPSIS)
        marked = {snippet.text[at] for span in snippet.spans for at in range(*span)}

        assert snippet.text == f"{before}{line}{after}"
        assert end - start <= width
        assert start == 0 or text[start - 1].isspace()
        # A sign at the end of a word may be cut off, where the width ends before it.
        assert end == len(text) or text[end].isspace() or text[end] == "."
        assert marked == {text[at] for at in matched & set(range(start, end))}
        assert all(one.end < two.start for one, two in itertools.pairwise(snippet.spans))
    assert not matched or all(snippet.spans for snippet in found)


@given(
    st.text("aé 。.\n潮\u0301\u200d", max_size=200),
    st.lists(st.tuples(st.integers(0, 199), st.integers(1, 60), st.integers(0, 3)), max_size=20),
    st.integers(1, 60),
)
def test_no_text_and_no_matches_are_too_strange(
    text: str, drawn: list[tuple[int, int, int]], width: int
) -> None:
    matches = [
        Match(start, start + len(text[start : start + length].rstrip()), term)
        for start, length, term in drawn
        if not text[start : start + 1].isspace() and start < len(text)
    ]
    found = quote(text, matches, width=width)
    collapsed = " ".join(text.split())

    assert bool(found) == bool(collapsed)
    assert all(snippet.text.strip(ELLIPSIS) in collapsed for snippet in found)
    assert all(len(snippet.text) <= width + 2 for snippet in found)
    assert all(
        0 <= start < end <= len(snippet.text) for snippet in found for start, end in snippet.spans
    )
