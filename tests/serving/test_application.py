"""What each address answers: pages, the API, errors, feeds, exports, and what is new."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import ASGIApp

import searchkit
from searchkit.index import Index
from searchkit.limits import Limits
from searchkit.output.as_feed import as_rss, feed_of_new_hits
from searchkit.results.plain import plain_results
from searchkit.serving import served_index
from searchkit.serving.api import ROUTES
from searchkit.serving.application import make_application
from searchkit.serving.guard import LOOPBACK
from searchkit.serving.lanes import Lanes
from searchkit.serving.page_address import PARAMETERS
from tests.conftest import KEYS, write_files
from tests.helpers.asking import Answered, ask, asked
from tests.serving.conftest import SCRIPT
from tests.test_deadlines import by_looks

PAGES = [
    "/", "/search", "/search?q=tide", "/search?q=tyde+AND", "/search?q=zebra&source=x",
    "/search?q=hostile&size=50", "/search?q=tide&since=2018-13", "/search?q=tide&page=99",
    "/search?undated=1", "/search?q=tide&share=1", "/sources", "/sources?q=tide", "/help",
    "/help/dates", "/help/ranking", "/help/limits", "/api", "/nowhere", "/article?key=none",
    "/saved", "/copies", "/copies?q=tide&page=9", "/story?key=moon.md", "/story?key=none",
]  # fmt: skip


NO_MONTH = (
    "since 2018-13: there is no month 13. Write a date such as 2018, 2018-03-14, yesterday or past "
    "3 days."
)


def error(answered: Answered) -> tuple[int, str]:
    return answered.status, answered.json()["error"]["message"]


def test_the_api_searches_as_the_library_does(app: ASGIApp, served_index: Index) -> None:
    answered = ask(app, "/api/v1/search", q="spring tide", since="2019", limit=2, snippets=1)
    expected = plain_results(served_index.search("spring tide", since="2019", limit=2, snippets=1))
    found = answered.json()

    assert answered.headers["content-type"] == "application/json"
    assert found.pop("took_ms") >= 0
    expected.pop("took_ms")
    assert found == expected


@pytest.mark.parametrize("name", [route.name for route in ROUTES])
def test_every_address_of_the_api_answers(app: ASGIApp, name: str) -> None:
    needed: dict[str, dict[str, Any]] = {
        "article": {"key": KEYS["moon"], "q": "tide"},
        "suggest": {"word": "tdie"},
        "similar": {"key": KEYS["moon"]},
        "quotations": {"key": KEYS["flood"]},
    }
    answered = ask(app, f"/api/v1/{name}", **needed.get(name, {}))

    assert answered.status == 200
    assert answered.json()["version"] == 2


def test_no_answer_tells_where_things_are_on_this_machine(app: ASGIApp, index_folder: Path) -> None:
    addresses = [*PAGES, "/api/v1/stats", "/api/v1/health", "/api/v1/article?key=none",
                 "/api/v1/search?q=tide", f"/article?key={KEYS['moon']}"]  # fmt: skip

    assert [one for one in addresses if str(index_folder.parent) in ask(app, one).text] == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("search?limt=3", (400, "There is no parameter limt. Did you mean limit?")),
        ("search?limit=1000", (400, "limit is a whole number from 0 to 100.")),
        ("search?q=tide+AND&strict=1", (400, 'Nothing follows AND. Try: "and"')),
        ("search?since=2018-13", (400, NO_MONTH)),
        ("stats?x=1", (400, "There is no parameter x. It takes none.")),
        ("article?key=none", (404, "No article has the key none. Search for it to see its key.")),
        ("article", (400, "key is missing.")),
        ("nothing", (404, "There is no such address. There are: "
                     + ", ".join(route.name for route in ROUTES) + ".")),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_an_error_in_json(
    app: ASGIApp, address: str, expected: tuple[int, str]
) -> None:
    assert error(ask(app, f"/api/v1/{address}")) == expected


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_whole_and_has_nothing_inline(app: ASGIApp, address: str) -> None:
    answered = ask(app, address)
    text = answered.text

    assert answered.headers["content-type"] == "text/html; charset=utf-8"
    assert text.startswith("<!doctype html>")
    assert text.count("<h1") == 1
    assert "</html>" in text
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
    assert re.findall(r"<script[^>]*>", text) == ['<script src="/static/page.js?0.1.0" defer>']
    assert set(re.findall(r'(?:src|href)="(\w+:)?//([^/"]*)', text)) == set()


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/search?q=tide&since=2018-13", 400, "there is no month 13"),
        ("/search?q=tide&page=x", 400, "page is a whole number"),
        ("/search?size=11", 400, "size is one of: 10, 20, 50, 100."),
        ("/article?key=none", 404, "No article has the key none."),
        ("/secret-address", 404, "There is no such page here."),
        ("/help/nothing", 404, "There is no such page here."),
        ("/export.exe", 404, "There is no such page here."),
    ],
)
def test_a_page_that_cannot_be_shown_says_why(
    app: ASGIApp, address: str, status: int, says: str
) -> None:
    answered = ask(app, address)

    assert answered.status == status
    assert says in answered.text
    assert "secret-address" not in answered.text


def test_what_cannot_be_asked_is_not_asked_again_with_the_next_query(app: ASGIApp) -> None:
    page = ask(app, "/search?q=tide&since=2018-13&sort=newest").text

    assert re.findall(r'type="hidden" name="(\w+)"', page) == ["sort"]
    assert '<a href="/search?q=tide&amp;sort=newest">The same without the filters</a>' in page


def test_hostile_articles_are_text(app: ASGIApp) -> None:
    pages = [ask(app, "/search?q=hostile&size=50").text, ask(app, "/sources").text]
    pages += [ask(app, "/article", key=f"hostile.jsonl#{key}", q="tide").text
              for key in (SCRIPT, "a/../b#c", "rtl", "long", "link")]  # fmt: skip

    for page in pages:
        assert "<script>" not in page
        assert not re.search(r'href="(?:javascript|data):', page)
        assert not set("\u202e\x1b\x00") & set(page)
    assert "&lt;script&gt;" in pages[0]
    assert "{{7*7}}" in pages[0]
    assert 'href="https://example.org/a?b=1&amp;c=2"' in pages[-1]
    assert 'rel="noopener noreferrer nofollow external"' in pages[-1]


@pytest.mark.parametrize(
    "path",
    ["/static/../application.py", "/static/..%2fapplication.py", "/static/%2e%2e/api.py",
     "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/static/..\\api.py", "/static/", "/static"],
)  # fmt: skip
def test_no_path_of_a_request_leaves_the_folder_of_static_files(app: ASGIApp, path: str) -> None:
    assert ask(app, path).status in {307, 404}


def test_notes_lead_to_the_query_that_was_meant(app: ASGIApp) -> None:
    page = ask(app, "/search?q=tyde+moon").text

    assert 'Did you mean <a href="/search?q=tide+moon"><b>tide moon</b></a>?' in page


def test_what_was_chosen_can_be_taken_back(app: ASGIApp) -> None:
    page = ask(app, "/search?q=tide&source=Harbour+Gazette&since=2019&until=2019").text

    assert '<a href="/search?q=tide&amp;since=2019&amp;until=2019"><bdi>Harbour Gazette' in page
    assert '<a href="/search?q=tide&amp;source=Harbour+Gazette"><bdi>2019</bdi>' in page


def test_an_empty_page_says_how_many_there_are_without_filters(app: ASGIApp) -> None:
    page = ask(app, "/search?q=otters&since=2018&until=2018").text

    assert "No article with these filters answers <b>otters</b>." in page
    assert 'Without the filters there is <a href="/search?q=otters">1</a>.' in page


@pytest.mark.parametrize("address", ["/", "/search?q=tide"])
def test_an_index_without_articles_says_how_some_are_added(tmp_path: Path, address: str) -> None:
    with searchkit.create(tmp_path / "index") as index:
        page = ask(make_application(index, hosts=LOOPBACK), address).text

    assert "<code>searchkit index FOLDER</code>" in page
    assert "All 0 sources" not in page
    assert "lang:*" not in page


def test_an_article_shows_where_its_facts_came_from_and_its_matches(app: ASGIApp) -> None:
    page = ask(app, "/article", key=KEYS["flood"], q="tide").text

    assert "<dt>Date from</dt><dd>path</dd>" in page
    assert '<mark id="m1" tabindex="-1">tide</mark>' in page
    assert '<p class="furniture">' in page
    assert "@article{" in page
    assert '<a rel="up" href="/search?q=tide">' in page


def test_an_article_leads_back_to_the_results_it_was_opened_from(app: ASGIApp) -> None:
    asked = "q=tide&amp;since=2018&amp;sort=newest&amp;size=20"
    results = ask(app, f"/search?{asked}".replace("&amp;", "&")).text
    (address,) = re.findall(r'href="(/article\?key=moon[^"]*)"', results)
    article = ask(app, address.replace("&amp;", "&")).text

    assert address == f"/article?key=moon.md&amp;{asked}"
    assert f'<a rel="up" href="/search?{asked}">← Results for <b>tide</b>, filtered</a>' in article
    assert '<a href="/api/v1/article?key=moon.md&amp;q=tide">JSON</a>' in article


def test_an_address_may_say_what_is_marked(app: ASGIApp) -> None:
    page = ask(app, "/article", key=KEYS["moon"], q="tide", marks="4-8,9999-10000,8-2,x")

    assert 'The <mark id="m1" tabindex="-1">moon</mark> pulls' in page.text
    assert page.text.count("<mark") == 1


def test_saved_searches_are_listed_with_what_is_new(app: ASGIApp, served_index: Index) -> None:
    page = ask(app, "/saved").text
    with served_index.new_hits(keep=True) as found:
        (tides,) = found

    assert '<a href="/search?q=tide&amp;since=2018&amp;sort=newest"><bdi>tides</bdi></a>' in page
    assert f"<td>{tides.total}</td><td>0</td>" in page
    assert ask(app, "/api/v1/saved").json()["searches"][0]["name"] == "tides"


def test_new_articles_of_saved_searches_are_listed(tmp_path: Path) -> None:
    write_files(tmp_path / "corpus", {"a.txt": "Tide\n\nThe tide rose.\n"})
    with searchkit.create(tmp_path / "index") as index:
        index.update(tmp_path / "corpus")
        index.save_search("tides", "tide", until="2030")
        later = {f"{n}.md": f"---\ntitle: Tide {n}\ndate: 2020\n---\n\nThe tide." for n in range(7)}
        write_files(tmp_path / "corpus", later)
        index.update()
        pages = [ask(make_application(index, hosts=LOOPBACK), "/saved").text for _ in range(2)]

    assert pages[0] == pages[1]
    assert "<td>7</td><td><b>7</b></td>" in pages[0]
    assert re.findall(r'key=\d.md&amp;q=tide&amp;until=2030&amp;sort=newest">Tide \d</a>', pages[0])
    assert '<p class="quiet">and 2 more</p>' in pages[0]


def test_a_page_of_saved_searches_says_why_it_does_not_know_what_is_new(tmp_path: Path) -> None:
    write_files(tmp_path / "corpus", {"a.txt": "Tide\n\nThe tide rose.\n"})
    with searchkit.create(tmp_path / "index") as index:
        index.update(tmp_path / "corpus")
        index.save_search("tides", "tide")
        with index.new_hits():
            page = ask(make_application(index, hosts=LOOPBACK), "/saved").text

    assert (
        "What is new cannot be told now: The index cannot be used at the moment. Try again later."
        in page
    )
    assert "<bdi>tides</bdi>" in page


def test_a_feed_is_xml_whatever_the_articles_hold(app: ASGIApp) -> None:
    atom = ask(app, "/feed.atom?q=hostile")
    rss = ask(app, "/feed.rss?q=hostile")
    entries = ET.fromstring(atom.body).findall("{http://www.w3.org/2005/Atom}entry")
    items = ET.fromstring(rss.body).findall("channel/item")

    assert atom.headers["content-type"] == "application/atom+xml"
    assert rss.headers["content-type"] == "application/rss+xml"
    assert len(entries) == len(items) == 4
    links = {item.findtext("link") or "" for item in items}
    assert "https://example.org/a?b=1&c=2" in links
    assert {link.split(":")[0] for link in links} == {"http", "https"}


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_feed_says_where_it_is_served(form: str, app: ASGIApp) -> None:
    feed = ET.fromstring(ask(app, f"/feed.{form}?q=tide+%22%26%22&since=2018").body)
    links = feed.iter("{http://www.w3.org/2005/Atom}link")
    (link,) = [one for one in links if one.get("rel") == "self"]
    address = link.attrib["href"]

    assert address == f"http://localhost:8000/feed.{form}?q=tide+%22%26%22&since=2018"
    assert link.get("type") == f"application/{form}+xml"
    again = ET.fromstring(ask(app, address.removeprefix("http://localhost:8000")).body)
    assert ET.tostring(again) == ET.tostring(feed)


def test_an_article_is_the_same_entry_in_every_feed(app: ASGIApp, served_index: Index) -> None:
    with served_index.new_hits("tides", all_hits=True, keep=True) as found:
        saved = {guid.text for guid in ET.fromstring(as_rss(feed_of_new_hits(found))).iter("guid")}
    rss = ET.fromstring(ask(app, "/feed.rss?q=tide&since=2018").body)

    assert saved
    assert {guid.text for guid in rss.iter("guid")} == saved
    assert rss.findtext("channel/link") == (
        "http://localhost:8000/search?q=tide&since=2018&sort=newest"
    )
    assert "<b>tide</b>" in (rss.findtext("channel/item/description") or "").lower()


def test_titles_say_what_was_chosen(app: ASGIApp) -> None:
    asked = "?q=tide&source=The+Post&since=2018&until=2019"
    atom = ET.fromstring(ask(app, f"/feed.atom{asked}").body)

    assert atom.findtext("{http://www.w3.org/2005/Atom}title") == (
        "tide, The Post, since 2018, until 2019"
    )
    assert "<title>tide, The Post, since 2018, until 2019 – searchkit</title>" in (
        ask(app, f"/search{asked}").text
    )


def test_an_export_has_all_that_was_found(app: ASGIApp, served_index: Index) -> None:
    keys = {hit.key for hit in served_index.search("tide", limit=100)}
    table = list(csv.DictReader(io.StringIO(ask(app, "/export.csv?q=tide").text, newline="")))
    lines = ask(app, "/export.jsonl?q=tide").text.splitlines()

    assert {json.loads(line)["key"] for line in lines} == keys
    assert len(table) == len(keys)
    assert all(row["source"] != "=1+1" for row in table)
    assert "path" not in table[0]


def test_a_long_export_is_made_of_parts(
    app: ASGIApp, served_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchkit.serving.exports.STEP", 3)
    monkeypatch.setattr("searchkit.serving.exports.part.__kwdefaults__", {"limit": 3})
    rows = list(csv.reader(io.StringIO(ask(app, "/export.csv").text, newline="")))

    assert [row[0] for row in rows] == ["rank", *map(str, range(1, len(served_index) + 1))]


def test_an_export_that_cannot_be_is_an_error_before_its_first_byte(app: ASGIApp) -> None:
    assert ask(app, "/export.csv?since=2018-13").status == 400


def test_what_has_not_changed_is_not_sent_again(app: ASGIApp) -> None:
    first = ask(app, "/search?q=tide")
    again = ask(app, "/search?q=tide", {"if-none-match": first.headers["etag"]})
    other = ask(app, "/search?q=moon", {"if-none-match": first.headers["etag"]})

    assert first.headers["cache-control"] == "no-cache"
    assert (again.status, again.body) == (304, b"")
    assert other.status == 200


@pytest.mark.parametrize(
    "address", ["/saved", "/api/v1/saved", "/search?q=%40tides", "/api/v1/search?q=@tides"]
)
def test_what_depends_on_saved_searches_is_never_kept(app: ASGIApp, address: str) -> None:
    answered = ask(app, address, {"if-none-match": '"x"'})

    assert answered.status == 200
    assert answered.headers["cache-control"] == "no-store"
    assert "etag" not in answered.headers


def test_a_later_commit_is_answered_from_without_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path / "corpus", {"a.txt": "Tide\n\nThe tide rose.\n"})
    searchkit.update(tmp_path / "index", tmp_path / "corpus")
    monkeypatch.setattr(served_index, "_EVERY", 0)
    with searchkit.open(tmp_path / "index") as index:
        app = make_application(index, hosts=LOOPBACK)
        before = ask(app, "/api/v1/search?q=tide")
        write_files(tmp_path / "corpus", {"b.txt": "Tide\n\nThe tide fell.\n"})
        searchkit.update(tmp_path / "index")
        after = ask(app, "/api/v1/search?q=tide", {"if-none-match": before.headers["etag"]})

    assert (before.json()["total"], after.json()["total"]) == (1, 2)
    assert before.headers["etag"] != after.headers["etag"]


def test_a_queue_that_is_full_is_told_and_nothing_is_lost(served_index: Index) -> None:
    async def scenario() -> list[Answered]:
        app = make_application(served_index, hosts=LOOPBACK, lanes=Lanes(threads=2, waiting=4))
        every = [asked(app, f"/api/v1/search?q=tide&offset={n}") for n in range(40)]
        return list(await asyncio.gather(*every))

    answers = asyncio.run(scenario())
    busy = [one for one in answers if one.status == 503]

    assert {one.status for one in answers} == {200, 503}
    assert busy[0].headers["retry-after"] == "1"
    assert error(busy[0]) == (503, "Too much is asked at the moment. Try again in a second.")


def test_a_slow_query_ends_and_holds_up_no_other(served_index: Index) -> None:
    event = threading.Event()

    async def scenario() -> tuple[Answered, Answered]:
        lanes = Lanes(threads=2)
        slow = asyncio.create_task(lanes.run(lambda: event.wait(30), is_slow=True))
        await asyncio.sleep(0)
        app = make_application(served_index, hosts=LOOPBACK, lanes=lanes)
        pattern = asyncio.create_task(asked(app, "/api/v1/search?q=/.*/"))
        plain = await asyncio.wait_for(asked(app, "/api/v1/search?q=tide"), 30)
        assert not pattern.done()
        event.set()
        await slow
        return plain, await pattern

    plain, pattern = asyncio.run(scenario())

    assert (plain.status, pattern.status) == (200, 200)


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/survey?q=t*d*",
        "/api/v1/copies?q=t*d*",
        "/api/v1/explain?q=t*d*",
        "/api/v1/quotations?q=t*d*",
        "/search?q=t*d*",
        "/sources?q=t*d*",
    ],
)
def test_every_question_has_a_deadline(
    app: ASGIApp, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr("searchkit.serving.application.SECONDS", 0.0)

    answered = ask(app, address)

    assert answered.status == 503
    assert "The search did not end within 0 s" in answered.text


def test_hits_that_are_not_quoted_in_time_are_shown(
    index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchkit.serving.web_pages.LIMITS", Limits())
    pages = []
    for looks in range(1, 60):
        with searchkit.open(index_folder) as fresh, by_looks():
            app = make_application(fresh, hosts=LOOPBACK)
            monkeypatch.setattr("searchkit.serving.application.SECONDS", looks)
            pages.append(ask(app, "/search?q=tide"))
    cut = [one for one in pages if "Time was up before every hit had been quoted." in one.text]

    assert {one.status for one in cut} == {200}
    assert {one.headers["cache-control"] for one in cut} == {"no-store"}
    assert "<h1><b>" in cut[0].text


@pytest.mark.parametrize("address", ["/search?q=tide", "/article?key=moon.md&q=tide", "/saved"])
def test_what_was_cut_short_is_asked_for_again(
    app: ASGIApp, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr("searchkit.serving.application.SECONDS", 0.0)
    monkeypatch.setattr("searchkit.deadlines.check", lambda: None)
    answered = ask(app, address)

    assert answered.status == 200
    assert answered.headers["cache-control"] == "no-store"


_PATHS = [
    "/", "/search", "/article", "/story", "/copies", "/sources", "/saved", "/export.csv",
    "/export.jsonl", "/feed.atom", "/feed.rss", "/help/dates", *(route.path for route in ROUTES),
]  # fmt: skip
_NAMES = sorted(
    {one.name for one in PARAMETERS}
    | {one.name for route in ROUTES for one in route.parameters}
    | {"part", "marks"}
)
_VALUES = st.one_of(
    st.text(max_size=12),
    st.integers(-1, 101).map(str),
    st.sampled_from(
        ["1", "tide", "/t.*/", "t*", "e~2", '"', "(", "date:none", "source:", "last week",
         "2018-13", "9999", "none", "newest", "UTC", "../../etc/passwd", "moon.md",
         "hostile.jsonl#rtl", "2-9", "day", "word", SCRIPT,
         "we have to do what is right for this town and its people"]
    ),
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    path=st.sampled_from(_PATHS),
    pairs=st.lists(st.tuples(st.sampled_from(_NAMES), _VALUES), max_size=5),
)
def test_whatever_is_asked_is_answered_or_refused(
    app: ASGIApp, index_folder: Path, path: str, pairs: list[tuple[str, str]]
) -> None:
    answered = ask(app, f"{path}?{urlencode(pairs, errors='replace')}")

    assert answered.status in {200, 400, 404, 503}
    assert str(index_folder.parent) not in answered.text
    assert SCRIPT not in answered.text or "html" not in answered.headers["content-type"]
    if answered.headers["content-type"] == "application/json":
        assert answered.json()["version"] == 2


def test_no_request_changes_the_index(app: ASGIApp, index_folder: Path) -> None:
    def files() -> dict[str, int]:
        return {p.name: p.stat().st_mtime_ns for p in index_folder.rglob("*")}

    before = files()
    for address in PAGES:
        ask(app, address)

    assert files() == before
