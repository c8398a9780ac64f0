"""A user's afternoon, from end to end in a real browser and a terminal, over any articles.

    python -m tests.browser.afternoon news.jsonl.gz --query "climate change"

It finds a story, narrows it by clicking the timeline, steps through matches, unfolds copies,
traces a quotation, saves the search in the terminal, adds a file, sees it as new, and exports a
table and a feed. It is no test of the suite, since it takes as long as indexing the articles.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, expect, sync_playwright

import searchkit


def told(what: str) -> None:
    """Say what has been done."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {what}\n")
    sys.stdout.flush()


class Afternoon:
    """A folder of articles, its index, a server and a browser.

    Args:
        work: Where the folder and the index are.
        query: What is looked for.
        site: Where the server is.
        page: The page in the browser.
    """

    def __init__(self, work: Path, query: str, site: str, page: Page) -> None:
        self.work = work
        self.query = query
        self.site = site
        self.page = page

    def command(self, *arguments: str) -> str:
        """Run the command in the terminal, and return what it printed."""
        command = [
            sys.executable,
            "-m",
            "searchkit",
            *arguments,
            "--index",
            str(self.work / "index"),
        ]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def total(self) -> int:
        """Return how many articles the page says there are."""
        return int(self.page.locator("h1 b").first.inner_text().replace(",", ""))

    def find_and_narrow(self) -> None:
        """Find the story, and click through the timeline until it is at its narrowest."""
        self.page.goto(self.site)
        self.page.fill("#q", self.query)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("h1 b").first).to_be_visible()
        everything = last = self.total()
        told(f"{everything:,} articles for {self.query}")
        for _ in range(3):
            heights = self.page.locator("rect.bar").evaluate_all(
                "bars => bars.map(bar => parseFloat(bar.getAttribute('height')))"
            )
            if len(heights) < 2:
                break
            self.page.locator(".bars a").nth(heights.index(max(heights))).click()
            assert 0 < self.total() <= last
            last = self.total()
        told(f"{last:,} of them in {self.page.locator('.crumbs b').inner_text()}")
        self.page.locator(".crumbs a").first.click()
        assert self.total() == everything

    def step_through_matches(self) -> None:
        """Open the first hit, and step through its matches."""
        self.page.keyboard.press("j")
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#place")).to_be_visible()
        for number in (1, 2):
            self.page.keyboard.press("n")
            expect(self.page.locator("#place")).to_contain_text(f"{number} of")
            expect(self.page.locator("mark.now")).to_be_in_viewport()
        told(f"stepped through matches: {self.page.locator('#place').inner_text()}")
        self.page.keyboard.press("u")
        expect(self.page.locator(".hits")).to_be_visible()

    def unfold_copies(self) -> None:
        """Find a text that several outlets have, and unfold it."""
        with searchkit.open(self.work / "index") as index:
            cluster = next(one for one in index.copies(limit=20) if one.articles[0].title)
            words = " ".join(re.findall(r"\w+", cluster.articles[0].title)[:8])
        self.page.goto(f"{self.site}search?{urlencode({'q': words, 'size': 100})}")
        copies = self.page.locator(".copies").first
        copies.locator("summary").click()
        expect(copies.locator("li").first).to_be_visible()
        told(f"unfolded copies: {copies.locator('summary').inner_text()}")

    def trace_a_quotation(self) -> None:
        """Open an article whose words others have, too, and go to where another has them."""
        with searchkit.open(self.work / "index") as index:
            about = [*index.quotations(about=self.query), *index.quotations(about="")]
            shared = next(one for one in about if one.outlets > 1)
        self.page.goto(f"{self.site}article?{urlencode({'key': shared.printings[0].key})}")
        quoted = self.page.locator(".quotations details").first
        told(f"traced a quotation: {quoted.locator('summary').inner_text()}")
        quoted.locator("summary").click()
        quoted.locator("a").last.click()
        expect(self.page.locator(".text mark").first).to_be_visible()

    def see_what_is_new(self) -> None:
        """Save the search in the terminal, add a file, and see it as new."""
        self.command("save", "afternoon", self.query)
        (self.work / "corpus" / "new.txt").write_text(f"Today: {self.query}\n\n{self.query}.\n")
        self.command("index", str(self.work / "corpus"))
        began = time.monotonic()
        while True:
            self.page.goto(f"{self.site}saved")
            row = self.page.locator("tr", has_text="afternoon")
            if row.locator("td b").count():
                break
            assert time.monotonic() - began < 60
            time.sleep(0.2)
        took = time.monotonic() - began
        told(f"{row.locator('td b').inner_text()} new, seen {took:.1f} s after it was indexed")
        row.locator("a").click()
        assert "new.txt" in self.command("new", "afternoon")
        self.page.goto(f"{self.site}saved")
        expect(self.page.locator("tr", has_text="afternoon").locator("td b")).to_have_count(0)

    def export(self) -> None:
        """Take the search along as a table and as a feed."""
        self.page.goto(f"{self.site}search?{urlencode({'q': self.query})}")
        self.page.locator(".menu.export summary").click()
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name="CSV").click()
        with download.value.path().open(encoding="utf-8", newline="") as table:
            rows = sum(1 for _ in csv.DictReader(table))
        atom = self.page.request.get(f"{self.site}feed.atom?{urlencode({'q': self.query})}").text()
        told(f"exported {rows:,} rows and a feed of {atom.count('<entry>')} entries")
        assert rows
        assert "<entry>" in atom


def main() -> None:
    """Spend the afternoon."""
    parser = argparse.ArgumentParser("python -m tests.browser.afternoon")
    parser.add_argument("articles", type=Path, help="a file or a folder of articles")
    parser.add_argument("--query", default="climate change")
    parser.add_argument("--index", type=Path, help="an index of them, which is copied")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        copy = shutil.copytree if arguments.articles.is_dir() else shutil.copy
        (work / "corpus").mkdir()
        copy(arguments.articles, work / "corpus" / arguments.articles.name)
        if arguments.index:
            shutil.copytree(arguments.index, work / "index")
        searchkit.update(work / "index", work / "corpus", replace_corpus=True)
        told("indexed")
        command = [sys.executable, "-m", "searchkit", "serve", "--port", "0"]
        with subprocess.Popen(
            [*command, "--index", str(work / "index")], stderr=subprocess.PIPE, text=True
        ) as server:
            try:
                assert server.stderr is not None
                found = re.search(r"http://\S+", server.stderr.readline())
                assert found
                spend(work, arguments.query, found[0])
            finally:
                server.terminate()


def spend(work: Path, query: str, site: str) -> None:
    """Do what is done in an afternoon."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        page = browser.new_page(reduced_motion="reduce")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        afternoon = Afternoon(work, query, site, page)
        afternoon.find_and_narrow()
        afternoon.step_through_matches()
        afternoon.unfold_copies()
        afternoon.trace_a_quotation()
        afternoon.see_what_is_new()
        afternoon.export()
        assert [url for url in asked if not url.startswith(site)] == []
        told(f"{len(asked)} requests, none of which left the server")
        browser.close()


if __name__ == "__main__":
    main()
