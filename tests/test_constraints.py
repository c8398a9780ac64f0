"""What the tests run on is written down, so that they pass next year too."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found

    return re.sub(r"[-_.]+", "-", found[0]).casefold()


def test_every_library_and_every_tool_of_the_tests_is_pinned() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project, tools = settings["project"], settings["dependency-groups"]["test"]
    libraries = [one for extra in project["optional-dependencies"].values() for one in extra]
    needed = {name_of(one) for one in ["pip", *project["dependencies"], *libraries, *tools]}
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = {name_of(line) for line in lines if "==" in line and not line.startswith("#")}

    assert needed - pinned == {"searchkit"}  # its extras name each other


def test_the_oldest_of_every_library_is_what_pyproject_admits() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    read = ("pages", "pdf", "png", "rst", "serve", "warc")
    admitted = [one for name in read for one in extras[name]]
    rule = (ROOT / "Makefile").read_text().partition("oldest/.test:")[2]
    oldest = dict(re.findall(r"([\w.-]+)==([\w.]+)", rule))

    wrong = [
        one
        for one in [*project["dependencies"], *admitted]
        if (found := re.match(r"([\w.-]+)>=([\d.]+)$", one))
        and not oldest.get(found[1], "").startswith(found[2])
    ]

    assert wrong == []


def test_the_readme_and_the_classifiers_name_the_same_pythons() -> None:
    classifiers = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["classifiers"]
    tried = re.search(r"\(tried on ([^)]+)\)", (ROOT / "README.md").read_text())
    assert tried

    assert {one.rpartition(" ")[2] for one in classifiers if " 3." in one} == {
        ".".join(version.split(".")[:2]) for version in re.findall(r"[\d.]*\d", tried[1])
    }
