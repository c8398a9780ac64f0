"""What is installed from a wheel works, far from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from searchkit.output.manual import PAGES
from tests.conftest import MEMORABLE, write_files

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in ("searchkit", "docs"):
        shutil.copytree(ROOT / name, source / name)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_a_wheel_holds_the_package_and_its_types_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "searchkit/py.typed" in names
    pages = {f"searchkit/docs/{page.file}" for page in PAGES.values()}
    assert {name for name in names if "/docs/" in name} == pages
    assert {name.split("/")[0] for name in names} == {"searchkit", "searchkit-0.1.0.dist-info"}


def test_a_wheel_works_in_an_empty_environment_outside_the_checkout(
    wheel: Path, tmp_path: Path
) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV"))}
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run(
        [venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", wheel],
        check=True,
        env=environment,
    )
    write_files(tmp_path / "corpus", MEMORABLE)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [venv / "bin/searchkit", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    built, found, helped = run("index"), run("search", "recovers"), run("help", "query")

    assert (built.returncode, built.stderr) == (0, "")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("1. Otters **recovered** on the Wend\n")
    assert (helped.returncode, helped.stderr) == (0, "")
    assert helped.stdout.startswith("Query language 2\n")
