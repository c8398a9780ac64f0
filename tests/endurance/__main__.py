from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.endurance.crashing import crash
from tests.endurance.flipping import flip
from tests.endurance.fuzzing import fuzz
from tests.endurance.installing import install
from tests.endurance.killing import kill
from tests.endurance.reading import fuzz_foreign_readers, fuzz_readers, repeat
from tests.endurance.sharing import share


def main() -> None:
    """Run what was asked for, and print what it met."""
    parser = argparse.ArgumentParser("python -m tests.endurance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where to work; it has to be empty")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, option, kind, usual in (
        ("kill", "times", int, 200),
        ("crash", "commits", int, 50),
        ("flip", "cases", int, 5000),
        ("share", "seconds", float, 60),
        ("fuzz", "cases", int, 20_000),
        ("read", "cases", int, 200_000),
        ("read-foreign", "cases", int, 20_000),
        ("install", "times", int, 1),
        ("repeat", "length", int, 400_000),
    ):
        commands.add_parser(name).add_argument(
            f"--{option}", dest="count", type=kind, default=usual
        )
    arguments = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        count, seed = arguments.count, arguments.seed
        seen = {
            "kill": lambda: kill(folder, times=count, seed=seed),
            "crash": lambda: crash(folder, commits=count, seed=seed),
            "flip": lambda: flip(folder, cases=count, seed=seed),
            "share": lambda: share(folder, seconds=count, seed=seed),
            "fuzz": lambda: fuzz(folder, cases=count, seed=seed),
            "read": lambda: fuzz_readers(folder, cases=count, seed=seed),
            "read-foreign": lambda: fuzz_foreign_readers(folder, cases=count, seed=seed),
            "install": lambda: install(folder, times=count, seed=seed),
            "repeat": lambda: repeat(folder, length=count, seed=seed),
        }[arguments.command]()
    lines = [f"{arguments.command} {count:g}, seed {seed}: {time.perf_counter() - began:.0f} s"]
    lines += [f"{times:8,} {what}" for what, times in seen.most_common()]
    sys.stdout.write("\n".join(lines) + "\n")


main()
