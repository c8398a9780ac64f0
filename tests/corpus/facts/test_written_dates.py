"""Dates that are written for people, in many languages."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.calendar_names import MONTHS
from searchkit.corpus.facts import date_words
from searchkit.corpus.facts.date_words import MONTH_NUMBERS, folded
from searchkit.corpus.facts.publication_dates import parse_date
from searchkit.corpus.facts.written_dates import days_in, one_day, plain


@pytest.mark.parametrize(
    "written",
    [
        "14 March 2018",
        "Wednesday, 14th March 2018",
        "the 14th of March, 2018",
        "MARCH 14 2018",
        "14-Mar-2018",
        "14Mar2018",
        "14/Mar/2018",
        "2018 Mar 14",
        "Mar-14-2018",
        "14. März 2018",
        "den 14. Maerz 2018",
        "14 mars 2018",
        "mercredi 14 mars 2018",
        "mer. 14 mars 2018",
        "14 de marzo de 2018",
        "14º de março de 2018",
        "mer 14 mar 2018",
        "14:e mars 2018",
        "14. maaliskuuta 2018",
        "2018. március 14.",
        "14 марта 2018 г.",
        "14 آذار 2018",
        "١٤ مارس ٢٠١٨",
        "2018年3月14日(水)",
        "2018년 3월 14일",
        "2018. 3. 14.",
        "14/03/2018",
        "03/14/2018",
        "14.3.2018",
        "14-03-2018",
        "March 14, 2018 by Nell Garrowby",
        "March 14, 2018, Wednesday, Late Edition",
    ],
)
def test_a_day_with_one_reading_is_that_day(written: str) -> None:
    assert str(parse_date(written)) == "2018-03-14"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("March 14, 2018 at 9:30 PM", "2018-03-14T21:30:00"),
        ("March 14, 2018, 9:30 p.m.", "2018-03-14T21:30:00"),
        ("14 de marzo de 2018, 9:30 p. m.", "2018-03-14T21:30:00"),
        ("March 14, 2018 | 9:30pm", "2018-03-14T21:30:00"),
        ("Mar 14 2018 9.30PM", "2018-03-14T21:30:00"),
        ("9pm, 14 March 2018", "2018-03-14T21:00:00"),
        ("2018-03-14 9:30 PM", "2018-03-14T21:30:00"),
        ("2018-3-14T9:30:15 PM", "2018-03-14T21:30:15"),
        ("3/14/2018 9:30:00 PM", "2018-03-14T21:30:00"),
        ("14 March 2018 12:15 AM", "2018-03-14T00:15:00"),
        ("14 March 2018 12:15 PM", "2018-03-14T12:15:00"),
        ("14 March 2018 21:30 PM", "2018-03-14T21:30:00"),
        ("14.03.2018, 21:30 Uhr", "2018-03-14T21:30:00"),
        ("14.03.2018 21.30 Uhr", "2018-03-14T21:30:00"),
        ("um 21:30 am 14. März 2018", "2018-03-14T21:30:00"),
        ("Publié le 14 mars 2018 à 21h30", "2018-03-14T21:30:00"),
        ("14 mars 2018, 21 h", "2018-03-14T21:00:00"),
        ("14 марта 2018 в 21:30", "2018-03-14T21:30:00"),
        ("14. maaliskuuta 2018 klo 21.30", "2018-03-14T21:30:00"),
        ("2018年3月14日21時30分", "2018-03-14T21:30:00"),
        ("Mittwoch, 14. März 2018 21.30", "2018-03-14T21:30:00"),
        ("Last updated 14 maart 2018 om 21:30 uur", "2018-03-14T21:30:00"),
        ("14MAR2018:21:30:00", "2018-03-14T21:30:00"),
        ("2018:03:14 21:30:00", "2018-03-14T21:30:00"),
        ("2018-03-14T21", "2018-03-14T21:00:00"),
        ("Wed Mar 14 21:30:00 2018", "2018-03-14T21:30:00"),
    ],
)
def test_a_clock_has_twelve_hours_or_twenty_four(written: str, expected: str) -> None:
    assert str(parse_date(written)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Wed Mar 14 2018 22:30:00 GMT-0500 (Eastern Standard Time)", "2018-03-14T22:30:00-05:00"),
        ("Wed Mar 14 2018 22:30:00 GMT+0000 (GMT)", "2018-03-14T22:30:00Z"),
        ("Wed, 14 Mar 2018 22:30:00 -0500", "2018-03-14T22:30:00-05:00"),
        ("Wed, 14 Mar 18 22:30:00 -0500", "2018-03-14T22:30:00-05:00"),
        ("14 Mar 99 22:30 GMT", "1999-03-14T22:30:00Z"),
        ("Wed Mar 14 22:30:00 +0000 2018", "2018-03-14T22:30:00Z"),
        ("Wed Mar 14 22:30:00 EST 2018", "2018-03-14T22:30:00-05:00"),
        ("2018-03-14 22:30:00 +0100 CET", "2018-03-14T22:30:00+01:00"),
        ("2018-03-14T22:30:00+01:00[Europe/Paris]", "2018-03-14T22:30:00+01:00"),
        ("March 14, 2018 9:30 PM EST", "2018-03-14T21:30:00-05:00"),
        ("9:30 p.m. EDT, March 14, 2018", "2018-03-14T21:30:00-04:00"),
        ("9:30 PM, March 14, 2018 EDT", "2018-03-14T21:30:00-04:00"),
        ("14 March 2018 22:30 (CET)", "2018-03-14T22:30:00+01:00"),
        ("14 March 2018 22:30 UTC+2", "2018-03-14T22:30:00+02:00"),
        ("14 March 2018 22:30 UTC+05:30", "2018-03-14T22:30:00+05:30"),
        ("14 March 2018 22:30+02", "2018-03-14T22:30:00+02:00"),
        ("14.03.2018 - 22:30", "2018-03-14T22:30:00"),
        ("22:30 -14.03.2018", "2018-03-14T22:30:00"),
    ],
)
def test_a_zone_counts_wherever_it_stands(written: str, expected: str) -> None:
    assert str(parse_date(written)) == expected


@pytest.mark.parametrize(
    "written",
    [
        "14 March 2018 21:30 BST",  # British, or of Bangladesh
        "Updated 9:30 PM ET, Wed March 14, 2018",
        "2018-03-14 21:30:00 Europe/Paris",
        "2018년 3월 14일 오후 9:30",  # the word is PM
        "2018年3月14日 午後9時30分",
        "14 March 2018, 0:30 PM",
    ],
)
def test_a_word_that_is_not_known_beside_a_clock_leaves_the_day(written: str) -> None:
    assert str(parse_date(written)) == "2018-03-14"


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2018",
        "03.04.2018",
        "3/4/2018 9:30 PM",
        "14 Mar 18",
        "3/14/18",
        "14-16 March 2018",
        "14 March 15, 2021",
        "14 March 2018 to 15 March 2018",
        "February 29, 2019",
        "31 June 2018",
        "30/02/2018",
        "2018-13-04",
        "13/2018",
        "14 Brumaire 2018",
        "Spring 2018",
        "March or April 2018",
        "12 noon",
    ],
)
def test_what_has_two_readings_or_none_is_no_date(written: str) -> None:
    assert parse_date(written) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("March 2018", "2018-03"),
        ("mars 2018", "2018-03"),
        ("2018. március", "2018-03"),
        ("март 2018 г.", "2018-03"),
        ("03/2018", "2018-03"),
        ("2018年3月", "2018-03"),
    ],
)
def test_a_month_alone_is_that_month(written: str, expected: str) -> None:
    assert str(parse_date(written)) == expected


def _lists_of_months() -> list[list[str]]:
    lists: list[list[str]] = []
    for word in date_words._NAMES_OF_MONTHS.split():
        if word.endswith(":"):
            lists.append([])
        else:
            lists[-1].append(word)
    return [list(MONTHS), *lists]


def test_no_name_is_one_month_here_and_another_one_there() -> None:
    meanings: dict[str, set[int]] = {}
    for names in _lists_of_months():
        assert len(names) == 12
        for number, forms in enumerate(names, start=1):
            for form in forms.split("/"):
                meanings.setdefault(folded(form), set()).add(number)

    assert {name: months for name, months in meanings.items() if len(months) > 1} == {}


@given(
    st.sampled_from(sorted(MONTH_NUMBERS)),
    st.integers(1700, 2100),
    st.integers(1, 28),
    st.sampled_from([str.lower, str.upper, str.title]),
    st.booleans(),
)
def test_each_name_of_a_month_is_read_in_every_spelling(
    name: str, year: int, day: int, case: object, apart: bool
) -> None:
    assert callable(case)
    month = unicodedata.normalize("NFD" if apart else "NFC", case(name))
    expected = date(year, MONTH_NUMBERS[name], day).isoformat()

    assert str(parse_date(f"{day} {month} {year}")) == expected
    assert str(parse_date(f"{month} {day}, {year}")) == expected


@given(st.dates(date(1700, 1, 1), date(2100, 12, 31)))
def test_numbers_are_a_day_where_they_can_be_no_other(day: date) -> None:
    written = {f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}", f"{day:%d.%m.%Y}"}
    readable = day.day > 12 or day.day == day.month

    assert {str(parse_date(text)) for text in written} == {str(day) if readable else "None"}


def test_one_day_is_refused_where_two_can_be_meant() -> None:
    with pytest.raises(ValueError, match="it could be either of two days"):
        one_day(2018, 3, 4)


def test_days_are_found_wherever_they_are_in_a_text() -> None:
    text = plain("Publié le 3 février 2019 à 10:00. 12.11.2017, Apr 3rd, 2015; in 1953 25/12/2018")

    assert sorted(mention.days for mention in days_in(text)) == [
        (date(2015, 4, 3),),
        (date(2017, 11, 12),),
        (date(2018, 12, 25),),
        (date(2019, 2, 3),),
    ]


def test_a_day_that_may_be_two_is_both_and_one_in_no_calendar_is_none() -> None:
    (found,) = days_in(plain("03/04/2018, 30.2.2018"))

    assert (found.start, set(found.days)) == (0, {date(2018, 3, 4), date(2018, 4, 3)})


@given(st.text("0123456789 ./- janMarz", max_size=60))
def test_whatever_a_text_has_its_days_are_looked_for(text: str) -> None:
    assert all(mention.days for mention in days_in(plain(text)))
