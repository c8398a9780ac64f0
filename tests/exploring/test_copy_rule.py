from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Article, ArticleDate, Span
from searchkit.exploring.copy_rule import are_copies, compared_article

DAY = date(2018, 3, 14)


def prose(n: int, *, seed: int = 0, of: int = 4000) -> list[str]:
    """Words of a story, never the same twice for two seeds."""
    chance = random.Random(seed)
    return [f"w{chance.randrange(of)}x".translate(LETTERS) for _ in range(n)]


LETTERS = str.maketrans("0123456789", "abcdefghij")  # numbers have a rule of their own


def article(
    words: list[str] | str, *, title: str = "The tide", days: int | None = 0, **facts: object
) -> Article:
    text = words if isinstance(words, str) else " ".join(words)
    when = None if days is None else ArticleDate.of_day(DAY + timedelta(days))
    made = Article(key="k", title=title, text=text, path="k", date=when)
    return made.replace(**facts)


def fold(one: Article, other: Article) -> bool:
    first, second = compared_article(one), compared_article(other)
    assert are_copies(first, second) == are_copies(second, first)
    return are_copies(first, second)


STORY = prose(400)
CAPTIONS = prose(3000, seed=5)


@pytest.mark.parametrize(
    "other",
    [
        STORY,
        ["LONDON", "(Agency)", *STORY, "Reporting", "by", "A.", "Marsh"],
        STORY[:200],
        [*STORY[:100], *prose(12, seed=1), *STORY[112:300], *prose(10, seed=2), *STORY[310:]],
        [*STORY[:60], *prose(90, seed=3), *STORY[60:]],
        [*prose(45, seed=4), *STORY[45:]],
    ],
    ids=["same", "framed", "shortened", "edited", "inserted into", "with an own introduction"],
)
def test_the_same_text_edited_is_a_copy(other: list[str]) -> None:
    assert fold(article(STORY), article(other, title="High water"))


@pytest.mark.parametrize(
    "other",
    [
        prose(400, seed=9),
        [*STORY[:80], *prose(300, seed=9)],
        [*prose(300, seed=9), *STORY[:80], *prose(300, seed=10)],
    ],
    ids=["another", "with the same beginning", "that quotes it"],
)
def test_another_text_is_no_copy(other: list[str]) -> None:
    assert not fold(article(STORY), article(other))


def test_stories_before_the_same_gallery_are_no_copies() -> None:
    one, other = article(prose(150, seed=6) + CAPTIONS), article(prose(150, seed=7) + CAPTIONS)

    assert not fold(one, other)


def test_furniture_that_the_other_has_in_its_text_is_common() -> None:
    words = STORY[:150] + CAPTIONS[:600] + STORY[150:]
    text = " ".join(words)
    start, end = len(" ".join(words[:150])), len(" ".join(words[:750]))
    with_gallery = article(words, furniture=(Span(start, end),))

    assert fold(with_gallery, article(words[:500]))
    assert not fold(with_gallery, article(text[start:end]))


def report(numbers: list[str]) -> list[str]:
    """A market report: the same words around other numbers."""
    words = prose(300, seed=8)
    words[5::20] = numbers[: len(words[5::20])]
    return words


def test_reports_that_differ_in_their_numbers_are_no_copies() -> None:
    numbers = [str(10 * number) for number in range(20)]
    days = ["monday", "july", "twelve", "3.5", "1,234"] * 4

    assert fold(article(report(numbers)), article(report(numbers)))
    assert not fold(article(report(numbers)), article(report(numbers[::-1])))
    assert not fold(
        article(report(days)), article(report(["friday", *days[1:5], *days[:15]][::-1]))
    )


def test_a_correction_of_one_number_is_a_copy() -> None:
    corrected = [*STORY]
    corrected[50] = "6"

    assert fold(article([*STORY[:50], "5", *STORY[51:]]), article(corrected))


def test_a_number_is_the_same_in_letters() -> None:
    text = report(["three"] * 20)

    assert fold(article(text), article(" ".join(text).replace("three", "3")))


@pytest.mark.parametrize(
    ("n_words", "days", "is_copy"),
    [(100, 3, True), (100, 4, False), (100, None, True), (200, 4, True), (200, 4000, True)],
)
def test_the_same_text_of_other_days_is_a_copy_where_it_is_long(
    n_words: int, days: int | None, is_copy: bool
) -> None:
    assert fold(article(STORY[:n_words]), article(STORY[:n_words], days=days)) == is_copy


def test_a_shortened_text_of_other_days_is_no_copy() -> None:
    assert not fold(article(STORY), article(STORY[:300], days=9))


def test_days_of_a_date_are_those_between_which_it_may_be() -> None:
    month = article(STORY[:100], date=ArticleDate.of_month(2018, 3))

    assert fold(article(STORY[:100], days=10), month)
    assert not fold(article(STORY[:100], days=40), month)


def test_titles_that_differ_in_numbers_alone_are_those_of_other_articles() -> None:
    one, other = "The year in pictures: 2016", "The year in pictures: 2015"

    assert fold(article(STORY, title=one), article(STORY, title=one))
    assert not fold(article(STORY, title=one), article(STORY, title=other))


def test_short_articles_are_copies_where_they_are_the_same_word_for_word() -> None:
    note = STORY[:59]

    assert fold(article(note), article(" ".join(note).upper() + "!"))
    assert not fold(article(note), article([*note[:58], "other"]))
    assert not fold(article(note), article(note, title="Another"))
    assert not fold(article(note), article(note, days=4))
    assert fold(article("Page not found"), article("Page not found."))
    assert not fold(article(""), article(""))


def test_furniture_does_not_count() -> None:
    notice = " ".join(prose(300, seed=20))
    texts = [f"{' '.join(prose(90, seed=seed))} {notice}" for seed in (21, 22)]
    spans = [(Span(len(text) - len(notice), len(text)),) for text in texts]
    same = [f"{notice[: 300 * n]} {' '.join(STORY)}" for n in (0, 3)]

    assert not fold(*(article(t, furniture=s) for t, s in zip(texts, spans, strict=True)))
    assert fold(article(same[0]), article(same[1], furniture=(Span(0, 900),)))


def test_texts_without_spaces_are_compared_by_their_letters() -> None:
    chance = random.Random(1)
    signs = [chr(0x4E00 + chance.randrange(2000)) for _ in range(300)]
    thai = [chr(0x0E01 + chance.randrange(40)) for _ in range(300)]

    for letters in (signs, thai):
        text = "".join(letters)
        assert fold(article(text), article(text[:200]))
        assert not fold(article(text), article(text[150:] + text[:150][::-1]))


@given(texts=st.lists(st.lists(st.integers(0, 5), max_size=90), min_size=2, max_size=2))
def test_being_copies_does_not_depend_on_which_is_named_first(texts: list[list[int]]) -> None:
    one, other = (article([f"word{'abcdef'[n]}" for n in text]) for text in texts)

    fold(one, other)
    assert not one.text or fold(one, one)
