"""Whoosh's own tests are the referee of our codec.

They are taken from the source distribution of the Whoosh that is installed,
which pip fetches, and are run twice in processes of their own: with Whoosh's
codec as the default one, and with ours. Each test that passes the first way
has to pass the second way, except those that ``exceptions.toml`` names with a
reason.

The first outcome is kept in pytest's cache, for it depends on the versions of
Whoosh and Python alone. Without a network, set ``SEARCHKIT_OFFLINE=1``: the
comparison is then skipped unless the distribution was fetched before.

To look at one test, unpack the distribution and run it there:

    PYTHONPATH=/project/tests/referee/startup:/project \\
    WHOOSH_CODEC=searchkit.local.whoosh:ColumnarCodec python -m pytest tests/test_codecs.py
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest

import searchkit

HERE = Path(__file__).parent
PROJECT = Path(searchkit.__file__).parents[1]
WHOOSH = importlib.metadata.version("whoosh3")
THEIRS = "whoosh.codec.whoosh3:W3Codec"
OURS = os.environ.get("SEARCHKIT_REFEREE_CODEC", "searchkit.local.whoosh:ColumnarCodec")
DOWNLOAD = "-m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all:"
PYTEST = "-m pytest -q -p record_outcomes -p no:cacheprovider --continue-on-collection-errors"
FEWEST = 700  # tests that pass with Whoosh's codec; 875 do in 3.54.0
PATIENCE = 900  # seconds; a run takes about 25


def fetch(folder: Path) -> Path:
    """Return the source distribution of the installed Whoosh, fetched into ``folder`` if absent."""
    pinned = f"whoosh3=={WHOOSH}"
    if not list(folder.glob(f"whoosh3-{WHOOSH}.tar.gz")):
        if os.environ.get("SEARCHKIT_OFFLINE") == "1":
            pytest.skip(f"SEARCHKIT_OFFLINE is 1, and the source of {pinned} is not in {folder}")
        run = subprocess.run(
            [sys.executable, *DOWNLOAD.split(), "--dest", folder, pinned],
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            pytest.fail(
                f"pip could not fetch the source of {pinned}, whose tests are the referee of our "
                f"codec. Without a network, set SEARCHKIT_OFFLINE=1.\n{run.stderr}",
                pytrace=False,
            )
    return folder / f"whoosh3-{WHOOSH}.tar.gz"


def environment(codec: str, **more: str) -> dict[str, str]:
    """Return the environment of a process whose default codec is ``codec``."""
    mine = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    paths = os.pathsep.join([str(HERE / "startup"), str(PROJECT)])
    return mine | {"PYTHONPATH": paths, "WHOOSH_CODEC": codec} | more


def outcomes(codec: str, source: Path, scratch: Path, *, only: list[str]) -> dict[str, str]:
    """Run Whoosh's tests with a codec.

    Args:
        codec: The default codec, as ``module:Class``.
        source: The source distribution with the tests.
        scratch: An empty folder to unpack it into.
        only: The tests to run; all of them if empty.

    Returns:
        ``passed``, ``skipped``, or the first line of what went wrong, by test.
    """
    with tarfile.open(source) as archive:
        if hasattr(tarfile, "data_filter"):  # from Python 3.11.4 on, which then warn without it
            archive.extraction_filter = tarfile.data_filter
        archive.extractall(scratch)
    record = scratch / "outcomes"
    record.touch()
    run = subprocess.run(
        [sys.executable, *PYTEST.split(), *(only or ["tests"])],
        cwd=scratch / f"whoosh3-{WHOOSH}",
        env=environment(codec, OUTCOMES=str(record)),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    found: dict[str, str] = {}
    for line in record.read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        outcome = report["outcome"]
        found[report["test"]] = f"failed: {report['why']}" if outcome == "failed" else outcome
    if not (found or only):
        pytest.fail(f"no test of Whoosh ran with {codec}:\n{run.stdout}\n{run.stderr}")
    return found


def not_passed(theirs: dict[str, str], ours: dict[str, str]) -> dict[str, str]:
    """Return what became, with our codec, of the tests that pass with theirs and not with ours."""
    return {
        test: ours.get(test, "did not run")
        for test, outcome in theirs.items()
        if outcome == "passed" != ours.get(test)
    }


def excepted() -> dict[str, str]:
    """Return the reasons in ``exceptions.toml``, by test."""
    entries = tomllib.loads((HERE / "exceptions.toml").read_text(encoding="utf-8"))
    return {
        test: entry["reason"] for entry in entries.get("exception", []) for test in entry["tests"]
    }


def test_what_passes_with_theirs_alone_is_told_with_what_went_wrong() -> None:
    theirs = {"a": "passed", "b": "passed", "c": "passed", "d": "failed: x", "e": "skipped"}
    ours = {"a": "passed", "b": "failed: KeyError", "d": "failed: y", "e": "skipped"}

    assert not_passed(theirs, ours) == {"b": "failed: KeyError", "c": "did not run"}


def test_each_process_that_a_test_starts_has_the_codec_too(tmp_path: Path) -> None:
    program = (
        "import multiprocessing\n"
        "from whoosh.codec import default_codec\n"
        "def name(_=None): return type(default_codec()).__name__\n"
        "if __name__ == '__main__':\n"
        "    with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
        "        print(name(), *pool.map(name, [0]))\n"
    )
    (tmp_path / "program.py").write_text(program)
    run = subprocess.run(
        [sys.executable, tmp_path / "program.py"],
        env=environment("whoosh.codec.plaintext:PlainTextCodec"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.stdout, run.stderr) == ("PlainTextCodec PlainTextCodec\n", "")


def test_what_passes_with_the_codec_of_whoosh_passes_with_ours(
    pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    cache = pytestconfig.cache
    assert cache is not None
    source = fetch(cache.mkdir("whoosh"))
    key = f"whoosh/{WHOOSH}-{sys.platform}-{sys.version_info[0]}.{sys.version_info[1]}"
    theirs = cache.get(key, None)
    if theirs is None:
        theirs = outcomes(THEIRS, source, tmp_path / "theirs", only=[])
        cache.set(key, theirs)
    ours = outcomes(OURS, source, tmp_path / "ours", only=[])
    unlike = not_passed(theirs, ours)
    if unlike:
        # Some of the tests race against a clock: what fails has a second chance.
        ours |= outcomes(OURS, source, tmp_path / "again", only=list(unlike))
        unlike = not_passed(theirs, ours)
    exceptions = excepted()

    assert sum(outcome == "passed" for outcome in theirs.values()) >= FEWEST
    failures = [f"{test}: {why}" for test, why in unlike.items() if test not in exceptions]
    if failures:
        pytest.fail(f"{len(failures)} do not pass:\n" + "\n".join(failures), pytrace=False)
    assert [test for test in exceptions if test in ours and test not in unlike] == []
