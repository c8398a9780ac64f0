from __future__ import annotations

from benchmarks.corpus import Article
from benchmarks.reading import reading

TIDE = "The tide came in at noon."


def article(text: str, source: str | None) -> Article:
    return Article(id="1", title="Tides", text=text, date=None, source=source)


def test_furniture_and_sources_are_counted_and_the_different_lines_shown() -> None:
    told = f"{TIDE}\nShe told Quay Weekly exclusively.\nAdvertisement"

    assert reading(
        [
            article(told, "Quay Weekly (Online)"),
            article(told, "The Marram Post"),
            article(told, None),
            article(f"{TIDE}\nAdvertisement\nRead more", "The Marram Post"),
        ],
        sample=9,
        seed=0,
    )[:3] == [
        "4 articles, 12 lines",
        "furniture: 5 spans, 41.67 % of the lines, in 4 articles; 2 different",
        "sources in the text: 3, 75.00 % of the articles; 50.00 % of 2 agree with the one declared",
    ]


def test_the_lines_shown_are_those_that_were_taken_each_with_its_number() -> None:
    articles = [article(f"{TIDE}\nAdvertisement\n{TIDE} So.\nAdvertisement\nRead more", None)]

    assert sorted(reading(articles, sample=9, seed=1)[3:]) == [
        "       1  Read more",
        "       2  Advertisement",
    ]


def test_no_articles_give_no_shares() -> None:
    assert reading([], sample=9, seed=0)[0] == "0 articles, 0 lines"
