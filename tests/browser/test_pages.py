"""The pages in a real browser: states, keys, no JavaScript, widths, colours, accessibility."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

KEY = "notes%2Fspring-tide.md"
ARTICLE = f"/article?key={KEY}&q=spring+tide"
COPIED = "/article?key=Quayside+Weekly%2F2019%2F06%2F04%2Fbattery-ferry.txt&q=ferry"
STATES = {
    "start": "/",
    "results": "/search?q=spring+tide",
    "chosen": "/search?q=tide&source=The+Marram+Post&since=2019&until=2019",
    "meant": "/search?q=sprnig+tide",
    "nothing": "/search?q=%22zebra+parliament%22&source=The+Marram+Post",
    "article": ARTICLE,
    "copied": COPIED,
    "story": "/story?key=notes%2Fspring-tide.md",
    "copies": "/copies",
    "sources": "/sources?q=tide",
    "problem": "/search?q=tide&since=2018-13",
    "saved": "/saved",
    "help": "/help",
    "api": "/api",
}
WIDTHS = (390, 1280)


def asked(page: Page) -> dict[str, list[str]]:
    """What the address of a page asks."""
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
@pytest.mark.parametrize("state", STATES)
def test_no_page_is_wider_than_its_window(visit: Visit, state: str, width: int) -> None:
    page = visit(STATES[state], width=width)
    wide = page.evaluate("document.documentElement.scrollWidth")

    assert wide <= width
    assert [one for one in visit.complaints if "400" not in one] == []


def test_no_request_leaves_the_server(visit: Visit, site: str) -> None:
    for address in STATES.values():
        page = visit(address)
        page.keyboard.press("/")
        page.keyboard.type("ti")
        page.wait_for_timeout(200)

    assert [url for url in visit.requests if not url.startswith(site + "/")] == []


AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe finds on a page, each place and what is wrong there."""
    import axe_playwright_python

    axe = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(axe)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", AXE_TAGS)
    return [
        f"{one['id']}: {node['html'][:200]}: {node['failureSummary'][:300]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_on_any_page(visit: Visit, state: str, width: int, scheme: str) -> None:
    assert violations(visit(STATES[state], width=width, scheme=scheme, bypass_csp=True)) == []


OPENED = {
    "table": ("/search?q=tide&share=1", ".timeline summary"),
    "export": ("/search?q=tide", ".export summary"),
    "copies": ("/search?q=ferry+hums", ".copies summary"),
    "filters": ("/search?q=tide", ".narrow summary"),
    "cite": (ARTICLE, ".tools summary"),
    "record": (ARTICLE, ".tools details + details summary"),
    "quotation": (COPIED, ".quotations summary"),
    "stepped": (ARTICLE, "#next"),
}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
@pytest.mark.parametrize("state", OPENED)
def test_axe_finds_nothing_in_what_was_opened(
    visit: Visit, state: str, width: int, scheme: str
) -> None:
    address, opener = OPENED[state]
    page = visit(address, width=width, scheme=scheme, bypass_csp=True)
    if page.locator(opener).first.is_visible():
        page.locator(opener).first.click()

    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_completions(visit: Visit, scheme: str) -> None:
    page = visit("/", scheme=scheme, bypass_csp=True)
    page.locator("#q").press_sequentially("source:the")
    page.locator("#choices li").first.wait_for()
    page.keyboard.press("ArrowDown")

    assert violations(page) == []


def test_a_story_is_found_narrowed_and_read(visit: Visit) -> None:
    page = visit("/")
    page.fill("#q", "tide")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("articles")
    total = page.locator("h1 b").inner_text()
    page.locator(".bars a").last.click()
    assert asked(page)["since"] == asked(page)["until"]
    expect(page.locator(".chips li")).to_have_count(1)
    page.locator(".crumbs a").first.click()
    expect(page.locator("h1 b")).to_have_text(total)
    page.locator(".counts a").first.click()
    assert "source" in asked(page)
    page.locator(".chips a").first.click()
    assert "source" not in asked(page)
    page.locator(".hits .title").first.click()
    expect(page.locator(".text mark").first).to_be_visible()
    page.go_back()
    expect(page.locator("h1 b")).to_have_text(total)


def test_the_timeline_is_read_as_a_table_and_as_shares(visit: Visit) -> None:
    page = visit("/search?q=tide")
    heights = "bars => bars.map(bar => bar.getAttribute('height'))"
    counts = page.locator("rect.bar").evaluate_all(heights)
    page.locator(".timeline summary").click()
    expect(page.locator(".timeline tbody tr").first).to_be_visible()
    page.get_by_text("as share").click()
    expect(page.locator(".timeline .above")).to_contain_text("Share of all articles")
    assert counts != page.locator("rect.bar").evaluate_all(heights)


def test_the_order_is_chosen_and_pages_are_turned(visit: Visit) -> None:
    page = visit("/search?size=10")
    page.get_by_role("link", name="Newest").click()
    first = page.locator(".hits .title").first.inner_text()
    page.get_by_role("link", name="Next →").click()
    assert asked(page) == {"sort": ["newest"], "page": ["2"]}
    expect(page.locator(".hits li").first).to_have_attribute("value", "11")
    page.get_by_role("link", name="← Previous").click()
    expect(page.locator(".hits .title").first).to_have_text(first)


def test_a_misspelt_query_leads_to_the_one_that_was_meant(visit: Visit) -> None:
    page = visit("/search?q=sprnig+tide")
    page.locator(".meant a").click()

    assert asked(page)["q"] == ["spring tide"]
    expect(page.locator("#q")).to_have_value("spring tide")


def test_what_is_typed_is_completed(visit: Visit) -> None:
    page = visit("/")
    box = page.locator("#q")
    box.press_sequentially("tid")
    expect(page.locator("#choices li").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    chosen = page.locator("#choices [aria-selected=true]")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    word = chosen.locator("bdi").inner_text()
    box.press("Enter")
    expect(box).to_have_value(f"{word} ")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("source:the")
    expect(page.locator("#choices li").first).to_be_visible()
    page.locator("#choices li").first.click()
    expect(box).to_have_value(f'{word} source:"The Ledger & Lantern" ')
    box.press_sequentially("-title:moo")
    expect(page.locator("#choices li").first).to_be_visible()
    box.press("ArrowDown")
    box.press("Tab")
    expect(box).to_have_value(f'{word} source:"The Ledger & Lantern" -title:moon ')
    box.press_sequentially("moo")
    expect(page.locator("#choices li").first).to_be_visible()
    box.press("Escape")
    expect(page.locator("#choices")).to_be_hidden()


def test_keys_go_through_hits_and_matches(visit: Visit) -> None:
    page = visit("/search?q=spring+tide")
    titles = page.locator(".hits .title")
    page.keyboard.press("j")
    expect(titles.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_contain_text("match")
    page.keyboard.press("n")
    expect(page.locator("#place")).to_contain_text("1 of")
    page.keyboard.press("n")
    expect(page.locator("mark.now")).to_have_id("m2")
    page.keyboard.press("p")
    expect(page.locator("mark.now")).to_have_id("m1")
    expect(page.locator("mark.now")).to_be_in_viewport()
    page.keyboard.press("u")
    page.wait_for_url("**/search?q=spring+tide")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("jk")
    expect(page.locator("#q")).to_have_value("jk")


def test_arrows_go_along_the_timeline(visit: Visit) -> None:
    page = visit("/search?q=tide")
    bars = page.locator(".bars a")
    bars.first.focus()
    page.keyboard.press("ArrowRight")
    expect(bars.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(bars.last).to_be_focused()
    expect(page.locator(".bars a[tabindex='0'], .bars a:not([tabindex])")).to_have_count(1)


def test_single_keys_can_be_switched_off(visit: Visit) -> None:
    page = visit("/search?q=tide")
    page.locator("#keys").click()
    expect(page.locator("#keys")).to_have_text("Single keys: off")
    page.keyboard.press("j")
    expect(page.locator(".hits .title").first).not_to_be_focused()
    page.reload()
    expect(page.locator("#keys")).to_have_text("Single keys: off")


def test_the_first_stop_leads_to_the_content(visit: Visit) -> None:
    page = visit("/search?q=tide")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()


def test_all_works_without_scripts(visit: Visit) -> None:
    page = visit("/", scripts=False)
    page.fill("#q", "tide")
    page.locator(".go").click()
    page.get_by_role("link", name="Newest").click()
    page.locator(".bars a").last.click()
    page.locator(".counts a").first.click()
    assert set(asked(page)) == {"q", "sort", "since", "until", "source"}
    page.get_by_label("From").fill("2015")
    page.get_by_label("To", exact=True).fill("")
    page.get_by_role("button", name="Apply").click()
    assert asked(page)["since"] == ["2015"]
    page.locator(".menu.export summary").click()
    expect(page.get_by_role("link", name="Atom feed")).to_be_visible()
    page.locator(".hits .title").first.click()
    page.locator("#next").click()
    assert page.url.endswith("#m1")
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator("#copy")).to_be_hidden()


def test_an_article_leads_back_to_the_filtered_results(visit: Visit) -> None:
    page = visit("/search?q=tide&source=The+Marram+Post&since=2016&sort=oldest")
    results = page.url
    page.locator(".hits .title").first.click()
    with page.expect_navigation():  # keys are listened to once a page is there
        page.locator(".latest .title").first.click()
    page.keyboard.press("u")
    page.wait_for_url(results)


def test_a_phone_has_its_filters_behind_a_button(visit: Visit) -> None:
    page = visit("/search?q=tide", width=390, height=844)
    expect(page.locator(".narrow .counts")).to_be_hidden()
    page.locator(".narrow summary").click()
    expect(page.locator(".narrow .counts")).to_be_visible()
    wide = visit("/search?q=tide")
    expect(wide.locator(".narrow .counts")).to_be_visible()
    expect(wide.locator(".narrow summary")).to_be_hidden()


def test_marks_are_seen_in_forced_colours(visit: Visit) -> None:
    page = visit("/search?q=spring+tide", forced_colours=True)
    colour = "element => getComputedStyle(element).backgroundColor"
    mark = page.locator(".snippets mark").first.evaluate(colour)

    assert mark != page.locator(".snippets li").first.evaluate(colour)


def test_paper_has_the_text_and_no_controls(visit: Visit) -> None:
    page = visit(ARTICLE)
    page.emulate_media(media="print")

    expect(page.locator(".text")).to_be_visible()
    for control in (".top", ".tools", ".matches", ".bottom"):
        expect(page.locator(control)).to_be_hidden()


def test_an_article_is_cited_and_says_where_its_facts_came_from(visit: Visit) -> None:
    page = visit(ARTICLE)
    page.get_by_text("Cite").click()
    expect(page.locator(".tools pre").last).to_contain_text("@article{")
    page.keyboard.press("Escape")
    expect(page.locator(".tools pre").last).to_be_hidden()
    page.get_by_text("About this record").click()
    expect(page.locator(".tools dl")).to_contain_text("Date from")


def test_a_search_is_exported(visit: Visit) -> None:
    page = visit("/search?q=tide")
    page.locator(".menu.export summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()

    assert download.value.suggested_filename == "searchkit.csv"
    assert download.value.path().read_text(encoding="utf-8").startswith("rank,key,title")


def test_copies_unfold_and_quotations_are_traced(visit: Visit) -> None:
    page = visit("/search?q=ferry+hums")
    copies = page.locator(".copies").first
    expect(copies.locator("summary")).to_have_text("also in 1 outlet")
    copies.locator("summary").click()
    copies.locator("a").first.click()
    expect(page.get_by_role("heading", name="The same text elsewhere")).to_be_visible()
    quotation = page.locator(".quotations details").first
    expect(quotation.locator("summary")).to_contain_text("first printed here")
    quotation.locator("summary").click()
    quotation.locator("a").last.click()
    expect(page.locator(".text mark").first).to_contain_text("engineers")


def test_each_copy_may_be_a_hit(visit: Visit) -> None:
    page = visit("/search?q=ferry+hums")
    folded = page.locator(".hits > li").count()
    page.get_by_role("link", name="each copy").click()
    expect(page.locator(".hits > li")).to_have_count(folded + 1)
    page.get_by_role("link", name="fold copies").click()
    expect(page.locator(".hits > li")).to_have_count(folded)


def test_a_saved_search_is_opened(visit: Visit) -> None:
    page = visit("/saved")
    page.get_by_role("link", name="tides").click()

    assert asked(page) == {"q": ["spring tide"], "since": ["2016"], "sort": ["newest"]}
