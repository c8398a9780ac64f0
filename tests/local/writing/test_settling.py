"""What recurs in many articles of an outlet is furniture, and what an article says is not."""

from __future__ import annotations

import random

import pytest

from tests.helpers.recurring import furniture, name, prose, settled, story

SIGN_UP = "Get the best of the Pier Post in your inbox each morning"


def test_a_line_that_recurs_is_furniture_from_five_articles_on() -> None:
    assert furniture([story(n, SIGN_UP) for n in range(4)]) == set()
    assert furniture([story(n, SIGN_UP) for n in range(5)]) == {SIGN_UP}


def test_a_line_is_furniture_of_its_outlet_alone() -> None:
    own = [story(n, SIGN_UP) for n in range(9)]
    other = story(99, SIGN_UP, outlet="Harbour Gazette")
    evidence = settled([*own, other])

    assert len(evidence.furniture(own[0])) == 1
    assert evidence.furniture(other) == ()


def test_nothing_is_furniture_of_articles_without_an_outlet() -> None:
    assert furniture([story(n, SIGN_UP, outlet=None) for n in range(9)]) == set()


def test_copies_of_an_article_count_once() -> None:
    copies = [story(7, SIGN_UP).replace(key=f"k{n}", date=None) for n in range(30)]
    edited = [
        one.replace(text=f"{one.text}\n\nCorrection number {n} of many.")
        for n, one in enumerate(copies)
    ]

    assert furniture(copies) == set()
    assert furniture(edited) == set()
    assert furniture([*copies, *(story(n, SIGN_UP) for n in range(3))]) == set()


def test_what_recurs_on_two_days_is_news() -> None:
    line = "The bridge to the island stays closed until the storm is over"
    days = [story(n % 2).date for n in range(9)]
    articles = [story(n, line).replace(date=days[n]) for n in range(9)]

    assert furniture(articles) == set()
    assert furniture([story(n, line) for n in range(9)]) == {line}


@pytest.mark.parametrize(
    "line",
    [
        "What happens next?",
        "The investigation continues.",
        "London",
        "Ada Marsh",
        "“We shall not be moved,” he said.",
        "The harbour office did not respond to a request for comment on Tuesday.",
    ],
)
def test_what_articles_themselves_say_again_is_theirs(line: str) -> None:
    articles = [story(n, line) if n % 8 == 0 else story(n) for n in range(80)]

    assert furniture(articles) == set()


def test_a_dateline_is_the_articles_own() -> None:
    articles = [
        story(n).replace(text=f"PIER TOWN (Tidewire) - {prose(n)}\n\n{prose(n + 500)}")
        for n in range(40)
    ]

    assert furniture(articles) == set()


def test_a_place_in_the_first_line_is_the_articles_own() -> None:
    articles = [story(n).replace(text=f"PIER TOWN\n\n{story(n).text}") for n in range(40)]

    assert furniture(articles) == set()


def test_what_varies_in_numbers_or_names_is_one_pattern() -> None:
    names = ["Ada Marsh", "Hugo Wend", "Pilar Strand and Dov Quay", "Ann Poe"]
    captions = [f"Hide caption {n} of 32" for n in range(40)]
    credits_ = [f"{names[n % 4]} {name(n).title()} contributed to this" for n in range(40)]
    articles = [story(n, captions[n], credits_[n]) for n in range(40)]

    assert furniture(articles) == {*captions, *credits_}


def test_a_label_takes_the_headline_behind_it_along() -> None:
    lines = [f"SEE ALSO: The wonders of {name(n)}" for n in range(12)]

    assert furniture([story(n, lines[n]) for n in range(12)]) == set(lines)


def test_a_label_at_the_head_of_what_an_article_says_is_all_that_is_taken() -> None:
    articles = [
        story(n).replace(
            text=f"Story highlights {name(n).title()} turns the tide\n\n{story(n).text}"
        )
        for n in range(30)
    ]

    assert furniture(articles) == {"Story highlights"}


def test_speakers_are_no_labels() -> None:
    articles = [story(n, f"ADA MARSH: I saw {name(n)} at the quay today.") for n in range(40)]

    assert furniture(articles) == set()


def test_what_pops_up_at_a_link_is_furniture_within_its_sentence() -> None:
    popup = "Ada Mary MarshTide of {0} turns Boats sail MORE"
    line = "It was the mayor, Ada Marsh " + popup + " (D), who said so in {0}."

    assert furniture([story(n, line.format(name(n))) for n in range(12)]) == {
        popup.format(name(n)) for n in range(12)
    }


def test_a_video_is_furniture_before_the_words_of_the_article() -> None:
    video = "JUST WATCHED The tide of {0} Replay More MUST WATCH The tide of {0} 01:27"
    line = video + " In their letter of {0} they said so."

    assert furniture([story(n, line.format(name(n))) for n in range(12)]) == {
        video.format(name(n)) for n in range(12)
    }


def test_a_gallery_that_is_appended_to_articles_is_furniture() -> None:
    gallery = [f"The mayor walked with {name(n)} on the quay." for n in range(4)]

    assert furniture([story(n, *gallery) for n in range(6)]) == set(gallery)


def test_neither_order_nor_batches_matter() -> None:
    articles = [story(n, SIGN_UP, f"Hide caption {n} of 9") for n in range(30)]
    shuffled = random.Random(1).sample(articles, 30)

    assert settled(shuffled[:7], shuffled[7:8], shuffled[8:]) == settled(articles)
    assert settled(articles).patterns.packed


def test_a_text_that_would_be_all_furniture_has_none() -> None:
    articles = [story(n, SIGN_UP) for n in range(9)]
    alone = articles[0].replace(text=SIGN_UP)

    assert settled(articles).furniture(alone) == ()


def test_no_articles_settle_nothing() -> None:
    assert not settled().patterns.packed
