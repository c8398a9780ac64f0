"""The sample corpus, served, and a browser that looks at it.

Debian's Chromium is driven by Playwright; where either is missing the tests are skipped with the
reason, but for CI, which has both. They are run by `make test-browser` alone.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit

IS_CI = os.environ.get("CI") == "true"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
ROOT = Path(__file__).parents[2]

if IS_CI:
    import axe_playwright_python  # noqa: F401
    import playwright  # noqa: F401
else:
    pytest.importorskip("playwright", reason="`make test-browser` installs what drives a browser")
    pytest.importorskip("axe_playwright_python", reason="`make test-browser` installs it")

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright  # noqa: E402

from searchkit.serving.application import make_application  # noqa: E402
from searchkit.serving.running import listen, make_server, place_of  # noqa: E402


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the sample corpus."""
    folder = tmp_path_factory.mktemp("browser") / "index"
    searchkit.update(folder, ROOT / "corpus")
    with searchkit.open(folder) as index:
        index.save_search("tides", "spring tide", since="2016")
        place = place_of("127.0.0.1", 0)
        listening = listen(place)
        server = make_server(make_application(index, hosts=place.hosts, token=place.token))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield place.address(listening.getsockname()[1]).rstrip("/")
        server.should_exit = True
        thread.join(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if IS_CI:
            pytest.fail("There is no Chromium: apt-get install chromium")
        pytest.skip("there is no Chromium: apt-get install chromium, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        arguments = ["--disable-dev-shm-usage", "--font-render-hinting=none"]
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield launched
        launched.close()


class Visit:
    """Opens pages, and notes what they ask for and complain of."""

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser = browser
        self._site = site
        self._contexts: list[BrowserContext] = []
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def __call__(
        self,
        address: str,
        *,
        width: int = 1280,
        height: int = 860,
        scheme: str = "light",
        forced_colours: bool = False,
        scripts: bool = True,
        bypass_csp: bool = False,
    ) -> Page:
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            forced_colors="active" if forced_colours else "none",
            java_script_enabled=scripts,
            bypass_csp=bypass_csp,
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.goto(self._site + address)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    made = Visit(browser, site)
    yield made
    made.close()
