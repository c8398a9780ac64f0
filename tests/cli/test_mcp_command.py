"""`searchkit mcp` as a process, with the client of the official SDK."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
from typing import Any

import pytest

import searchkit
from tests.conftest import MEMORABLE, write_files

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

from mcp import Client, StdioServerParameters


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("mcp")
    write_files(folder / "corpus", MEMORABLE)
    searchkit.update(folder / "index", folder / "corpus")
    return str(folder / "index")


async def _found(server: Any) -> int:
    async with Client(server) as client:
        answered = await client.call_tool("search", {"query": "otters"})
        total: int = answered.structured_content["total"]
        return total


def test_a_program_speaks_to_it_over_the_standard_streams(address: str) -> None:
    command = ["-m", "searchkit", "mcp", "--index", address]
    server = StdioServerParameters(command=sys.executable, args=command)

    assert asyncio.run(_found(server)) > 0


def test_it_serves_over_http_until_ctrl_c(address: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "searchkit", "mcp", "--http", "--port", "0", "--index", address],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        told = process.stderr.readline()
        found = re.fullmatch(r"Serving tools at (http://127\.0\.0\.1:\d+/mcp)\n", told)
        assert found, told
        assert asyncio.run(_found(found[1])) > 0
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
