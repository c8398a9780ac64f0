"""`--output FILE`: what a command prints, in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from searchkit.cli.printer import Printer


def form_of(path: Path | None, printer: Printer, forms: Collection[str]) -> str:
    """Return the format: the one that was asked for, or the one that the name of a file ends in.

    Args:
        path: The file; None: there is none.
        printer: Knows the format of `--format`.
        forms: The formats that there are.

    Raises:
        UsageError: No format is asked for, and the name ends in none.
    """
    is_typed = click.get_current_context().get_parameter_source("form") not in {
        ParameterSource.DEFAULT,
        None,
    }
    if path is None or is_typed:
        return printer.form
    form = {"txt": "text"}.get(ending := path.suffix.lower().removeprefix("."), ending)
    if form not in forms:
        known = ", ".join(f".{one}" for one in forms if one != "text")
        raise click.UsageError(
            f"{path} ends in none of .txt, {known}. Rename it, or say what it is with --format."
        )
    return form


def write_file(path: Path, data: bytes) -> None:
    """Write a file.

    Raises:
        UsageError: It cannot be written.
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise click.UsageError(message) from error
