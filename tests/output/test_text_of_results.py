from __future__ import annotations

from searchkit.article import Article, Span
from searchkit.output import (
    RESULTS_FORMATS,
    SIMILAR_FORMATS,
    Style,
)
from searchkit.results import (
    Hit,
    Note,
    Results,
    Snippet,
)
from searchkit.results.similar_articles import SimilarArticles

PLAIN = Style(width=60)
COLOUR = Style(width=60, colour=True)


def test_hits_show_headline_facts_and_snippets(results: Results) -> None:
    drawn = RESULTS_FORMATS["text"](results, PLAIN)

    assert (
        drawn
        == """\
Note: Nothing follows AND, so it was left out.
      spring tide AND
                  ^^^
 Try: spring tide
Note: No article has all the words.

 9. **Spring** **tide** floods the market
    The Marram Post · 2021-03-14 · 12.35
    post/2021/flood.md#2
    - The **spring** **tide** came over the wall at four…
    - A high **tide** is due at noon.

10. 港口 tide
    undated · 3.00 · 港口.txt
    lacks: spring, moon
    - **潮汐**表已經沒有用處了。

9-10 of 27 articles (4 ms)
"""
    )


def test_hits_are_wrapped_to_a_narrow_terminal(results: Results) -> None:
    drawn = RESULTS_FORMATS["text"](results.replace(notes=()), Style(width=30))

    assert (
        drawn
        == """\
 9. **Spring** **tide** floods
    the market
    The Marram Post
    2021-03-14 · 12.35
    post/2021/flood.md#2
    - The **spring** **tide**
      came over the wall at
      four…
    - A high **tide** is due
      at noon.

10. 港口 tide
    undated · 3.00 · 港口.txt
    lacks: spring, moon
    - **潮汐**表已經沒有用處
      了。

9-10 of 27 articles (4 ms)
"""
    )


def test_colour_marks_matches_and_dims_facts(results: Results) -> None:
    drawn = RESULTS_FORMATS["text"](results.replace(notes=()), COLOUR)

    assert drawn == (
        " 9. \x1b[1;31mSpring\x1b[0m\x1b[1m \x1b[0m\x1b[1;31mtide\x1b[0m"
        "\x1b[1m floods the market\x1b[0m\n"
        "    \x1b[2mThe Marram Post · 2021-03-14 · 12.35\x1b[0m\n"
        "    \x1b[2mpost/2021/flood.md#2\x1b[0m\n"
        "    - The \x1b[1;31mspring\x1b[0m \x1b[1;31mtide\x1b[0m came over the wall at four…\n"
        "    - A high \x1b[1;31mtide\x1b[0m is due at noon.\n"
        "\n"
        "10. \x1b[1m港口 tide\x1b[0m\n"
        "    \x1b[2mundated · 3.00 · 港口.txt\x1b[0m\n"
        "    \x1b[2mlacks: spring, moon\x1b[0m\n"
        "    - \x1b[1;31m潮汐\x1b[0m表已經沒有用處了。\n"
        "\n"
        "\x1b[2m9-10 of 27 articles (4 ms)\x1b[0m\n"
    )


def test_a_match_over_two_lines_is_marked_on_both() -> None:
    article = Article(key="k", title="t", text="x", path="k")
    hit = Hit(
        rank=1,
        article=article,
        score=1.0,
        snippets=(Snippet("seen at New York harbour", (Span(8, 16),)),),
    )
    drawn = RESULTS_FORMATS["text"](
        Results(query="q", total=1, took=0.0, hits=(hit,)), Style(width=17, colour=True)
    )

    assert drawn.splitlines()[3:5] == [
        "   - seen at \x1b[1;31mNew\x1b[0m",
        "     \x1b[1;31mYork\x1b[0m harbour",
    ]


def test_the_last_line_counts_what_is_shown(results: Results) -> None:
    first_page = results.replace(offset=0, notes=(), total=1200)
    nothing = Results(query="q", total=0, took=0.25, hits=())
    too_far = Results(query="q", total=1, took=1.5, hits=(), offset=5)
    last_lines = [
        RESULTS_FORMATS["text"](found, PLAIN).splitlines()[-1]
        for found in (first_page, nothing, too_far)
    ]

    assert last_lines == [
        "2 of 1,200 articles (4 ms)",
        "No articles found (250 ms)",
        "0 of 1 article (1.5 s)",
    ]


def test_a_note_on_a_query_too_long_for_a_line_points_at_a_part_of_it() -> None:
    query = f"{'tide ' * 20}潮汐 {'moon ' * 20}"
    note = Note("Too few tides.", Span(100, 102))
    found = Results(query=query, total=0, took=0.0, hits=(), notes=(note,))

    assert RESULTS_FORMATS["text"](found, PLAIN) == (
        "Note: Too few tides.\n"
        "      …de tide tide tide 潮汐 moon moon moon moon moon moon…\n"
        "                         ^^^^\n"
        "\n"
        "No articles found (0.0 ms)\n"
    )


def test_a_source_too_long_for_a_line_is_broken_as_text_is() -> None:
    source = "The Quarterly Review of Harbours and Havens"
    article = Article(key="tide.txt", title="Tide", text="x", path="tide.txt", source=source)
    hit = Hit(rank=1, article=article, score=None, snippets=())
    results = Results(query="tide", total=1, took=0.0, hits=(hit,))
    drawn = RESULTS_FORMATS["text"](results, Style(width=24))

    assert drawn.startswith(
        """\
1. Tide
   The Quarterly Review
   of Harbours and
   Havens
   undated · tide.txt
"""
    )


def test_how_many_there_are_breaks_between_words() -> None:
    results = Results(query="tide", total=1959, groups=1956, took=0.043, hits=())
    drawn = RESULTS_FORMATS["text"](results, Style(width=30))

    assert drawn == "1,959 articles, 1,956\n  without copies (43 ms)\n"


def test_what_is_like_an_article_stands_under_it_and_names_ten_words_at_most(
    flood: Article, harbour: Article
) -> None:
    shared = tuple(f"w{number}" for number in range(12))
    hits = (
        Hit(rank=1, score=3.5, article=harbour, shared=shared),
        Hit(rank=2, score=2.0, article=harbour, shared=("tide",)),
    )
    similar = SimilarArticles(query="", article=flood, terms=(), total=2, took=0.0042, hits=hits)

    assert (
        SIMILAR_FORMATS["text"](similar, PLAIN)
        == """\
Like: Spring tide floods the market
      The Marram Post · 2021-03-14 · post/2021/flood.md#2

1. 港口 tide
   undated · 3.50 · 港口.txt
   shares: w0, w1, w2, w3, w4, w5, w6, w7, w8, w9 and 2 more

2. 港口 tide
   undated · 2.00 · 港口.txt
   shares: tide

2 of 2 articles (4 ms)
"""
    )
