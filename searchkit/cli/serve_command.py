"""`serve`: the page and the API of an index, for browsers and programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

import searchkit
from searchkit.cli.help_layout import SectionedCommand
from searchkit.cli.options import Text, index_option
from searchkit.cli.status import FOUND

if TYPE_CHECKING:
    from collections.abc import Callable


_PLACE = (
    click.option(
        "--host",
        default="127.0.0.1",
        show_default=True,
        metavar="ADDRESS",
        type=Text(),
        help="The address to listen at. Beyond this machine, requests need a token.",
    ),
    click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=8000,
        show_default=True,
        metavar="N",
        help="The port to listen at; 0: any that is free.",
    ),
    click.option(
        "--allow-host",
        multiple=True,
        metavar="NAME",
        type=Text(),
        help="Another name by which requests may call this server; may be given several times.",
    ),
    click.option(
        "--token",
        metavar="TOKEN",
        envvar="SEARCHKIT_TOKEN",
        show_envvar=True,
        type=Text(),
        help="What requests have to bring. [default: beyond this machine, one that is made]",
    ),
)


def place_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say where a server listens, and who may ask it."""
    for option in reversed(_PLACE):
        command = option(command)
    return command


@click.command(cls=SectionedCommand, short_help="Serve a search page and an API.")
@index_option
@place_options
@click.option("--open", "opens", is_flag=True, help="Open the page in a browser.")
def serve(
    address: str, host: str, port: int, allow_host: tuple[str, ...], token: str | None, opens: bool
) -> int:
    """Serve a search page and an API of the index, until Ctrl-C.

    Nothing is changed by any request, and a later commit is answered from within two
    seconds. Only this machine may ask, unless --host names another address.

    \b
    searchkit serve --open
    searchkit serve --index news --port 8080
    searchkit serve --host 192.168.1.20
    """
    try:
        from searchkit.serving import running
        from searchkit.serving.application import make_application
    except ModuleNotFoundError as error:
        raise click.UsageError(
            f"searchkit serve needs {error.name}: pip install 'searchkit[serve]'"
        ) from error

    place = running.place_of(host, port, allowed=allow_host, token=token or None)

    def ready(page: str) -> None:
        click.echo(f"Serving {len(index):,} articles at {page}\nCtrl-C stops it.", err=True)
        sys.stderr.flush()
        if opens:
            import webbrowser  # late: few ask for it

            webbrowser.open(page)

    with searchkit.open(address) as index:
        app = make_application(index, hosts=place.hosts, token=place.token)
        running.serve(app, place, ready=ready)
    return FOUND
