"""Markdown as the text that a reader sees."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from searchkit.corpus.markup.markdown import reduce_markdown


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("It came [twice](http://a.example/b_(c)).", "It came twice."),
        ("It came [twice][1].\n\n[1]: http://a.example 'Title'", "It came twice."),
        ("![A boat](boat.png 'x') went out.", "A boat went out."),
        ("[![A boat](boat.png)](http://a.example) went out.", "A boat went out."),
        (
            "It was **very** *cold*, ***so*** __very__ _cold_ and ~~warm~~.",
            "It was very cold, so very cold and warm.",
        ),
        ("**It was *very* cold**", "It was very cold"),
        ("5 * 3 * 2 is 30, snake_case_name stays", "5 * 3 * 2 is 30, snake_case_name stays"),
        ("Use `tide_at(x)` or ``a`b``.", "Use tide_at(x) or a`b."),
        ("Run `<b>` and `[a](b)`, `**c**`.", "Run <b> and [a](b), **c**."),
        ("One.\n\n## Two ##\n\nThree.", "One.\n\nTwo\n\nThree."),
        ("One.\n\nTwo\n---\n\nThree.\n\n---\n\nFour.", "One.\n\nTwo\n\nThree.\n\nFour."),
        ("> One\n> two.\n>\n> Three.", "One\ntwo.\n\nThree."),
        ("One.<!-- not\nseen --> Two.", "One. Two."),
        ("<!-- not\n\nseen -->\n\nTwo.", "Two."),
        ("One <!-- never closed", "One <!-- never closed"),
        ("One <!-- not\n\nseen --> two.", "One two."),
        ("<div>\n<!-- not\n\nseen -->\n</div>\n\nTwo.", "Two."),
        ("~~~\n<!-- seen\n\n-->\n%%seen%%\n~~~", "<!-- seen\n\n-->\n%%seen%%"),
        ("One `<!--` and `%%` two `-->`, ``%%`", "One <!-- and %% two -->, ``%%`"),
        ("One %%not seen%% two.\n\n%%\nnot\n\nseen\n%%\n\nThree.", "One two.\n\nThree."),
        ("One sign is written %% here.\n\nAnd %% there, too.",) * 2,
        ("Sales rose 5%% and then 7%%, and %% stayed.",) * 2,
        ("The ==old *quay*== and ==[tide](/a)==, `==x==`.", "The old quay and tide, ==x==."),
        ("If a == b or x==y, then c == d; ==== so ==",) * 2,
        ('<img src="a.png" alt="A boat">', "A boat"),
        ("At noon <IMG alt='A &amp; B' src=a.png/> *went* out.", "At noon A & B went out."),
        ('One <img src="a.png" alt=""> two.', "One two."),
        ("```python\nx = *y*  # z\n\n\ny\n```\nAfter.", "x = *y*  # z\n\n\ny\n\nAfter."),
        ("``` and then nobody ever closed it\nTide.", "and then nobody ever closed it\nTide."),
        ("~~~\n```\n~~~", "```"),
        ('One<br>two <em class="a>b">three</em> 2 < 3', "One\ntwo three 2 < 3"),
        ("One<br>\ntwo  \nthree\\\nfour", "One\ntwo\nthree\nfour"),
        ("<https://a.example/x> or <ada@a.example>", "https://a.example/x or ada@a.example"),
        ("We have m <alpha and q> beta, a <b and c> d.",) * 2,
        ("git push <remote> <branch-name>, cp <source> <title>",) * 2,
        ("<div>\n<p>One</p><p>Two</p>\n</div>\n\n*Three*", "One\n\nTwo\n\nThree"),
        ("<ul><li>Tern</li><li>Gull</li></ul>", "Tern\nGull"),
        ("A<script>let b = 1;</script> c", "A c"),
        ("AT&amp;T &mdash; R&D", "AT&T — R&D"),
        ("Not \\*bold\\*, says {{< figure >}}he.", "Not *bold*, says he."),
        (
            "Tides {% raw %}{{< figure src='x' caption='At noon' >}} {{ date }}",
            "Tides At noon {{ date }}",
        ),
        ("See [the chart]({{ site.url }}/c) or [it](/a{% link b.md %}).", "See the chart or it."),
        ("[It]() and [that](javascript:x) and [so](<a b>).", "It and that and so."),
        ("{% include 'a%2Cb' %}\n[1]: /a\n{{< figure alt='A boat' >}}\n[It][1]", "A boat\n\nIt"),
        ("<p>\n{{< figure alt='A boat' >}}\n</p>", "A boat"),
        ("A claim.[^1] So.[^b]\n\n[^1]: A note.\n[^b]: Ibid.", "A claim. So.\n\nA note.\n\nIbid."),
        ("No note.[^1]", "No note.[^1]"),
        ("* one\n* two", "* one\n* two"),
        ("- [x] one\n- [ ] two\n  - three\n\n    more", "- one\n- two\n\n  - three\n\n    more"),
        ("1986. A great year\n1987. Another", "1986. A great year\n1987. Another"),
        ("| A | B |\n|---|:-:|\n| 1 | `2` | 3 |\nEnd |", "A\tB\n1\t2\t3\nEnd"),
        ("> | A | B |\n> |---|---|\n> | 1 | 2 | 3 |", "A\tB\n1\t2\t3"),
        (
            "[[Low tide]], [[Low tide#Noon|so]], [[A#B]], ![[b.png|300]]",
            "Low tide, so, A > B, b.png",
        ),
        (
            "It ebbs.^[At noon.] So ^[*twice*]\nit does.",
            "It ebbs. (At noon.) So (*twice*)\nit does.",
        ),
        ("It ebbs. ^a1b2c3\n\n- one ^ebb-2\n- x ^2\n\n^d4e5f6", "It ebbs.\n\n- one\n- x ^2"),
        ("Notes:\n```dataview\nLIST FROM #tide\n```\nEnd", "Notes:\n\nEnd"),
        ("[[1]](http://a.example) [[a][b]", "[1] [[a][b]"),
        ("> [!warning]- Mind the *tide*\n> It comes.", "Warning: Mind the tide\nIt comes."),
        ("So $a_1 * b_1 < c*d$ costs $5 to $6 *now*", "So $a_1 * b_1 < c*d$ costs $5 to $6 now"),
        ("$$\n\\frac{a_1}{b_1}\n$$", "$$\n\\frac{a_1}{b_1}\n$$"),
        ("[![Build](b.svg)](c)[![Test](t.svg)](d) ![](e.png 'Chart')x", "Build Test Chart x"),
        ("[One](/1)[Two](/2)s", "One Twos"),
        (
            "[Judge]: When did it sink?\n\n[Pilot]: Noon.",
            "[Judge]: When did it sink?\n\n[Pilot]: Noon.",
        ),
        ("[Pilot], he says.\n\n[Pilot]: Noon.", "Pilot, he says.\n\n[Pilot]: Noon."),
        ("[1]: /a 'Unused'\n[2]: /b\n\nSee [it][2].", "[1]: /a 'Unused'\n\nSee it."),
    ],
)
def test_marks_go_and_words_stay(source: str, expected: str) -> None:
    assert reduce_markdown(source) == (None, expected)


@pytest.mark.parametrize(
    "source",
    [
        "# Spring *tide* #\n\nIt came.",
        "Spring tide\n===\n\nIt came.",
        "\n\n### Spring tide\nIt came.",
    ],
)
def test_a_heading_at_the_head_is_apart(source: str) -> None:
    assert reduce_markdown(source) == ("Spring tide", "It came.")


@given(st.text(alphabet="ab *_`~[]()<>!#-=>{}%\\&\n:^.", max_size=200))
def test_no_text_is_too_odd_for_it(source: str) -> None:
    heading, text = reduce_markdown(source)

    assert text == text.strip()
    assert heading is None or "\n" not in heading


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("![A boat](b.png)\n\n# Tide\n\nIt came.", ("Tide", "A boat\n\nIt came.")),
        ("[![](b.png)](c)\n![A boat](b.png)\n\n# Tide", ("Tide", "A boat")),
        ("![A boat](b.png) So.\n\n# Tide", (None, "A boat So.\n\nTide")),
        ("Two\nlines\n---\n\nIt came.", (None, "Two lines\n\nIt came.")),
        ("# ![A boat](b.png)\n\nIt came.", ("A boat", "It came.")),
        ("> # Quoted\n\nIt came.", (None, "Quoted\n\nIt came.")),
    ],
)
def test_a_picture_may_stand_above_the_heading_and_nothing_else(
    source: str, expected: tuple[str | None, str]
) -> None:
    assert reduce_markdown(source) == expected


WORDS = st.just("word")
MARKS = st.sampled_from(
    """
    * ** _ ` ~~ ~ # ## === --- | |-|-| |-| > >> - + 1. 12) [ ] [^ ]: ! ![ $ $$ : < > </ <b> </b>
    <br> <br/> <p> </p> <div> </div> <td> <pre> <title> <word> & &amp; { } {{ }} ( ) ' " = [x] @ \\
    """.split()
)
SPACES = st.sampled_from(["", " ", "  ", "    ", "\t", "\n", "\n\n"])


@given(st.lists(st.tuples(WORDS | MARKS, SPACES), max_size=60))
def test_no_word_is_lost_but_where_links_lead_and_names_of_languages(
    parts: list[tuple[str, str]],
) -> None:
    numbered = [
        (f"w{n}w" if part == "word" else part, space) for n, (part, space) in enumerate(parts)
    ]
    source = "".join(part + space for part, space in numbered)
    assume(not any(mark in source for mark in ("](", "[[", "```", "~~~", "<!", "<?")))

    heading, text = reduce_markdown(source)

    shown = f"{heading} {text}"
    assert [part for part, _ in numbered if part.startswith("w") and part not in shown] == []


@given(st.integers(1, 60), st.sampled_from(["> ", "- ", "1. ", "> - ", "* > "]))
def test_what_is_nested_too_deeply_is_text_all_the_same(depth: int, mark: str) -> None:
    source = "".join(f"{mark * level}word{level}\n" for level in range(1, depth + 1))

    _, text = reduce_markdown(source)

    assert [level for level in range(1, depth + 1) if f"word{level}" not in text.split()] == []


@pytest.mark.parametrize("between", ["\n\n", "\n", " ", "\n\n```\n"])
def test_a_text_that_is_read_in_pieces_keeps_all_its_words(between: str) -> None:
    words = [f"w{number}w" for number in range(60_000)]
    source = between.join(" ".join(words[at : at + 100]) for at in range(0, 60_000, 100))

    heading, text = reduce_markdown(f"# High *water*\n\n{source}")

    assert (heading, text.split()) == ("High water", words)


def test_links_are_known_by_what_stands_in_another_piece() -> None:
    middle = "The tide came in.\n\n" * 20_000

    _, text = reduce_markdown(
        f"[It][1] came.\n\n{middle}So[^n] [it][1] went.\n\n[1]: /a\n[^n]: So."
    )

    assert text == f"It came.\n\n{middle}So it went.\n\nSo."


@given(
    st.lists(st.from_regex(r"[A-Za-zé]{1,9}( [A-Za-zé]{1,9}){0,8}[.?]", fullmatch=True), min_size=1)
)
def test_prose_without_marks_is_left_as_it_is(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)

    assert reduce_markdown(text) == (None, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a" + " " * 100_000 + "b", ("a b", "")),
        ("&#" + "1" * 5000 + ";", (None, "&#" + "1" * 5000 + ";")),
    ],
    ids=["spaces in a heading", "a reference to no character"],
)
def test_what_is_very_long_is_read_all_the_same(text: str, expected: tuple[str, str]) -> None:
    assert reduce_markdown(text) == expected


@pytest.mark.parametrize("mark", ["[", "![", "[a](", "**a", "_a ", "~~a", "[x][", "&a"])
def test_a_block_of_hardly_anything_but_marks_is_text_as_it_stands(mark: str) -> None:
    source = mark * 20_000

    assert reduce_markdown(source) == (None, source.strip())


def test_a_picture_in_html_may_stand_above_the_heading() -> None:
    picture = '<p align="center"><img src="a.png" alt="A boat"></p>'

    assert reduce_markdown(f"{picture}\n\n# Tides\n\nLow.") == ("Tides", "A boat\n\nLow.")
