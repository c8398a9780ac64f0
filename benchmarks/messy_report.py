"""What was measured of messy files, as a page of Markdown. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.report import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.messy_files import Figure, Part

LEGEND = """\
The files lie in the folder that the command names, and are not part of searchkit. Texts are
compared by their words in fours; precision and recall are means over the pages. A day is right if
it is the one in the list that came with the pages; that list has the day of an update for some of
them. The rules for pages were chosen on these pages, so expect a point less on others. Files that
are not read right are named."""


def messy_page(command: str, machine: Mapping[str, str], parts: Sequence[Part]) -> str:
    """Return the whole page.

    Args:
        command: What was typed.
        machine: Facts about the machine.
        parts: What was measured.
    """
    sections = [
        "# Reading",
        "Written by the command below; nothing here was typed by hand.",
        f"    {command}",
        "\n".join(f"- {name}: {fact}" for name, fact in machine.items()),
        LEGEND,
        *(section for part in parts for section in _sections(part)),
    ]
    return "\n\n".join(sections) + "\n"


def _sections(part: Part) -> list[str]:
    rows = [_row(figure) for figure in part.figures]
    misses = "\n".join(f"- {line}" for line in part.misses)
    shown = [f"## {part.title}", table(["measure", "measured", "target", "met"], rows)]
    return [*shown, misses] if misses else shown


def _row(figure: Figure) -> list[str]:
    most = "at most" if figure.less_is_better else "at least"
    return [
        figure.name,
        figure.form.format(figure.value),
        f"{most} {figure.target:g}",
        "yes" if figure.is_met else "**no**",
    ]
