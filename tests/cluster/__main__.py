"""Nodes of OpenSearch on this machine: `python -m tests.cluster start`, then `… stop`.

start [--nodes 1] [--heap 512]    prints the addresses of the nodes
kill N, pause N, revive N         of node N: end it, have it hang, have it come back
memory                            how much each takes, in MB
stop                              ends all, and removes what is theirs
endure [--seed 1] [--only TEXT]   breaks three nodes in turn, and says what an index survived:
                                  those of the folder, or some of its own
run COMMAND…                      starts one, runs a command beside it, and stops it again;
                                  without Java that is skipped, but fails where CI is true
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.cluster import nodes


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what was asked for."""
    parser = argparse.ArgumentParser("python -m tests.cluster", description=__doc__)
    parser.add_argument("--folder", type=Path, default=nodes.FOLDER, help="where nodes are kept")
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("start")
    start.add_argument("--nodes", type=int, default=1)
    start.add_argument("--heap", type=int, default=512, help="MB of memory for each node")
    for command in ("kill", "pause", "revive"):
        commands.add_parser(command).add_argument("number", type=int)
    commands.add_parser("memory")
    commands.add_parser("stop")
    endure = commands.add_parser("endure")
    endure.add_argument("--seed", type=int, default=1)
    endure.add_argument("--only", default="", help="a part of the name of a trial, such as hangs")
    run = commands.add_parser("run")
    run.add_argument("arguments", nargs=argparse.REMAINDER)
    asked = parser.parse_args(arguments)
    if asked.command == "endure":
        from tests.cluster import enduring  # late: the rest needs no searchkit

        sys.exit(enduring.endure(asked.seed, only=asked.only, folder=asked.folder, say=_say) and 1)
    if asked.command == "run":
        sys.exit(beside_a_node(asked.arguments))
    try:
        if asked.command == "start":
            cluster = nodes.start(asked.nodes, heap=asked.heap, folder=asked.folder)
            sys.stdout.write(",".join(cluster.addresses) + "\n")
            return
        cluster = nodes.Cluster.load(asked.folder)
        if asked.command == "memory":
            sys.stdout.write(" ".join(map(str, cluster.memory())) + "\n")
        elif asked.command == "stop":
            cluster.stop()
        else:
            getattr(cluster, asked.command)(asked.number)
    except nodes.ClusterError as error:
        sys.exit(str(error))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def beside_a_node(command: Sequence[str]) -> int:
    """Run a command beside a node in a folder of its own, and return its status."""
    try:
        nodes.java_home()
    except nodes.ClusterError as error:
        sys.stderr.write(f"The tests of a cluster are skipped. {error}\n")
        return int(os.environ.get("CI", "").lower() == "true")
    folder = Path(tempfile.mkdtemp(prefix="searchkit-cluster-"))
    folder.chmod(0o755)  # a node that root starts runs as another user
    cluster = nodes.start(folder=folder)
    try:
        hosts = ",".join(cluster.addresses)
        environment = {**os.environ, "SEARCHKIT_TEST_CLUSTER": hosts}
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        cluster.stop()


if __name__ == "__main__":
    main()
