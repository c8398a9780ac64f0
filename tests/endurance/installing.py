"""Installed from a wheel with nothing upgraded, this package reads every format.

Downloads what the package needs, so it takes a minute and a network.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.endurance.samples import GOOD_FILES

ROOT = Path(__file__).parents[2]
_APART = ("numpy", "pip", "setuptools", "pkg_resources", "_distutils_hack", "__pycache__")
_MOST = 80_000_000  # bytes of the package and all that it needs, NumPy aside


def install(folder: Path, *, times: int = 1, seed: int = 1) -> Counter[str]:
    """Install the bare package and all extras, each into a new environment, and use them.

    Args:
        folder: An empty folder.
        times: How often; each is the same.
        seed: Nothing follows from it.

    Returns:
        How many megabytes each takes beside NumPy, and how many files were read.

    Raises:
        AssertionError: The bare package takes too much room, or a file is not read with all extras.
    """
    del seed
    seen: Counter[str] = Counter()
    for number in range(times):
        work = folder / str(number)
        corpus = work / "corpus"
        corpus.mkdir(parents=True)
        for suffix, contents in GOOD_FILES.items():
            (corpus / f"a.{suffix}").write_bytes(contents[0])
        wheel = _built(work)
        for extra in ("", "[reading]"):
            venv = work / f"venv{extra}"
            _run(sys.executable, "-m", "venv", venv)
            _run(venv / "bin/pip", "install", "--quiet", f"{wheel}{extra}")
            size = _size(venv)
            seen[f"megabytes beside NumPy{extra}"] = round(size / 1e6)
            assert extra or size < _MOST, size
            index = work / f"index{extra}"
            told = _run(
                venv / "bin/searchkit", "index", corpus, "--index", index, "--format", "json"
            )
            report = json.loads(told)
            assert bool(report["missing"]) != bool(extra), report["missing"]
            assert report["problems"] == [], report["problems"]
            seen[f"articles{extra}"] += report["added"]
            if extra:
                for library in ("trafilatura", "htmldate", "pypdfium2", "warcio", "docutils"):
                    _run(venv / "bin/python", "-c", f"import {library}")
    return seen


def _built(work: Path) -> Path:
    """Build the wheel, and return it."""
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", work, ROOT)
    (wheel,) = work.glob("*.whl")
    return wheel


def _run(*command: str | Path) -> str:
    """Run a program with an environment of no other Python; return what it printed."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV"))}
    ran = subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment, cwd="/"
    )
    assert ran.returncode == 0, (command, ran.stderr)
    return ran.stdout


def _size(venv: Path) -> int:
    """Return how many bytes are installed in an environment, NumPy and pip aside."""
    (packages,) = venv.glob("lib/python*/site-packages")
    return sum(
        path.stat().st_size
        for top in packages.iterdir()
        if not top.name.startswith(_APART)
        for path in (top.rglob("*") if top.is_dir() else [top])
        if path.is_file()
    )
