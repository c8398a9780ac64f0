"""`mcp`: the tools of an index for agents."""

from __future__ import annotations

import click

from searchkit.cli.help_layout import SectionedCommand
from searchkit.cli.options import index_option
from searchkit.cli.serve_command import place_options
from searchkit.cli.status import FOUND


@click.command(cls=SectionedCommand, short_help="Give agents the tools to search an index.")
@index_option
@click.option("--http", is_flag=True, help="Speak HTTP, at /mcp, and not the standard streams.")
@place_options
def mcp(
    address: str, http: bool, host: str, port: int, allow_host: tuple[str, ...], token: str | None
) -> int:
    """Give agents the tools to search an index, over the Model Context Protocol.

    A program that runs agents starts this command and speaks to it over standard input and
    output. With --http it serves any number of them, under the same rules as searchkit serve.

    \b
    searchkit mcp --index ~/articles.idx
    searchkit mcp --http --port 8001
    """
    try:
        from searchkit.agents.running_agents import serve_http, serve_streams
        from searchkit.serving.running import place_of
    except ModuleNotFoundError as error:
        raise click.UsageError(
            f"searchkit mcp needs {error.name}: pip install 'searchkit[mcp]'"
        ) from error

    if not http:
        serve_streams(address)
        return FOUND
    place = place_of(host, port, allowed=allow_host, token=token or None)

    def ready(at: str) -> None:
        click.echo(f"Serving tools at {at}", err=True)
        if place.token:
            click.echo(f"Requests bring the header Authorization: Bearer {place.token}", err=True)
        click.echo("Ctrl-C stops it.", err=True)

    serve_http(address, place, ready=ready)
    return FOUND
