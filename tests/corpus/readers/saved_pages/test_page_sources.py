"""The name of a page's site."""

from __future__ import annotations

import pytest

from searchkit.article import Origin
from searchkit.corpus.readers.saved_pages.page_declarations import Declarations
from searchkit.corpus.readers.saved_pages.page_sources import PageSource, page_source


def found(name: str, *objects: dict[str, object], url: str | None = None) -> PageSource | None:
    return page_source(Declarations(objects, {"ogsitename": [name]}, {}), url)


@pytest.mark.parametrize("name", ["The Marram Post", "9to5Tide", "Cambrian & Marram News Online"])
def test_a_site_has_the_name_that_it_says(name: str) -> None:
    assert found(name) == PageSource(name, Origin.META)


@pytest.mark.parametrize(
    "name",
    [
        "Marram News, Weather, Sports",
        "The paper that tells you all of what happens in Marram",
        "News | Weather",
    ],
)
def test_a_slogan_is_no_name(name: str) -> None:
    publisher: dict[str, object] = {"publisher": [{"name": "Marram Media"}]}

    assert found(name) is None
    assert found(name, publisher) == PageSource("Marram Media", Origin.JSON_LD)


def test_a_part_of_a_slogan_that_is_named_like_the_host_is_the_name() -> None:
    name = "Marram News, Weather, Sports | WQHM 7News"

    assert found(name, url="https://www.wqhm.example/tide") == PageSource("WQHM 7News", Origin.META)
    assert found(name, url="https://tide.example/tide") is None


def test_an_address_as_a_name_is_a_domain() -> None:
    assert found("https://www.marram.example/") == PageSource("marram.example", Origin.META)
