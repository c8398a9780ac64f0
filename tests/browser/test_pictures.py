"""Pictures of eight states, which the documentation shows; `make pictures` writes them there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import ROOT, Visit
from tests.browser.test_pages import ARTICLE, STATES

FOLDER = ROOT / "docs" / "pictures"
STEPPED = f"{ARTICLE}#m2"


def as_it_is(_: Page) -> None:
    """Nothing is done before the picture is taken."""


def with_completions(page: Page) -> None:
    page.fill("#q", "")
    page.locator("#q").press_sequentially("ti")
    page.locator("#choices li").first.wait_for()
    page.keyboard.press("ArrowDown")


def stepped(page: Page) -> None:
    page.keyboard.press("n")
    page.keyboard.press("n")


PICTURES = {
    "start-1280-light": ("/", 1280, "light", as_it_is),
    "results-1280-light": (STATES["results"], 1280, "light", as_it_is),
    "results-390-dark": (STATES["chosen"], 390, "dark", as_it_is),
    "completion-1280-dark": (STATES["results"], 1280, "dark", with_completions),
    "article-1280-light": (ARTICLE, 1280, "light", stepped),
    "article-390-dark": (ARTICLE, 390, "dark", stepped),
    "nothing-1280-light": (STATES["meant"], 1280, "light", as_it_is),
    "sources-1280-light": (STATES["sources"], 1280, "light", as_it_is),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_taken_of_each_state(visit: Visit, name: str, tmp_path: Path) -> None:
    address, width, scheme, prepare = PICTURES[name]
    page = visit(address, width=width, height=844 if width < 500 else 760, scheme=scheme)
    prepare(page)
    page.wait_for_timeout(200)
    folder = FOLDER if os.environ.get("SEARCHKIT_PICTURES") else tmp_path
    page.screenshot(path=folder / f"{name}.png", animations="disabled")

    assert (folder / f"{name}.png").stat().st_size > 10_000


def test_the_documentation_shows_the_pictures_that_there_are() -> None:
    assert {path.stem for path in FOLDER.glob("*.png")} == set(PICTURES)
    pages = (ROOT / "docs" / "serving.md").read_text() + (ROOT / "README.md").read_text()
    assert [name for name in PICTURES if f"pictures/{name}.png" not in pages] == []
