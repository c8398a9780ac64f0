"""A page of measurements that several commands write, each a section of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

EXPLORING = "EXPLORING.md"

_HEAD = (
    "# Exploring an archive, measured\n\n"
    "Each section is written by the command that it names; the others stay as they are.\n"
)


def measured_by(command: str, machine: Mapping[str, str]) -> list[str]:
    """Return the lines that say how a section was measured, and where."""
    return [f"    {command}", "", *(f"- {name}: {value}" for name, value in machine.items())]


def write_section(page: Path, title: str, lines: list[str]) -> None:
    """Write a section of a page in place of the one with its title, or behind the others.

    Args:
        page: The page; it is made where there is none.
        title: The title of the section.
        lines: What is in it, in Markdown.
    """
    text = page.read_text(encoding="utf-8") if page.exists() else _HEAD
    page.write_text(with_section(text, title, lines), encoding="utf-8")


def with_section(text: str, title: str, lines: list[str]) -> str:
    r"""Return a page with a section of that title, in place of the one that it may have.

    >>> with_section("# P\n\n## A\n\nold\n\n## B\n\nb\n", "A", ["new"])
    '# P\n\n## A\n\nnew\n\n## B\n\nb\n'
    """
    section = "\n".join([f"## {title}", "", *lines, ""])
    head, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    parts = [each.strip("\n") + "\n" for each in sections]
    mine = [number for number, each in enumerate(parts) if each.startswith(f"## {title}\n")]
    if mine:
        parts[mine[0]] = section
    else:
        parts.append(section)
    return "\n".join([head.strip("\n") + "\n", *parts])
