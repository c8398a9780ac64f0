"""Real nodes of OpenSearch on this machine, for tests and for a look: started, harmed, stopped.

The plain distribution comes from Maven Central, where it is an artifact like any other. It wants
Java 21 or later, which is looked for below `/usr/lib/jvm` and in `JAVA_HOME`. Nodes listen on
loopback alone, at free ports, and run as an ordinary user, since OpenSearch refuses to run as
root: for root that is *nobody*. All they write lies in one folder of temporary files, which goes
when they are stopped. They are ended by their own process ids and never by name.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

VERSION = "3.6.0"
ARTIFACT = f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip"
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get"
ZIP = (
    Path.home()
    / ".m2"
    / "repository"
    / Path(
        "org/opensearch/distribution/integ-test-zip/opensearch",
        VERSION,
        f"opensearch-{VERSION}.zip",
    )
)
OLDEST_JAVA = 21
_STUCK = 20  # seconds after which nodes are asked again to come together
_LOOKS = 20  # at a process that has no command
PATIENCE = 300
"""Seconds until all nodes have to answer; a machine that does other things needs most of them."""

FOLDER = Path(tempfile.gettempdir()) / f"searchkit-cluster-{os.getuid()}"
"""Where nodes are kept unless another folder is named."""

# Lines of the Java options that name files in the distribution, which is not theirs to write to,
# or collectors of garbage other than the one that takes least memory.
_NOT_OURS = re.compile("-Xlog:gc|Heap|ErrorFile|G1|ConcMark|CMSInit")


class ClusterError(Exception):
    """Nodes cannot be had here; the text says why."""


@dataclass
class Cluster:
    """Nodes that were started.

    Attributes:
        folder: Where all that is theirs lies.
        heap: How much memory for objects each has, in MB.
        http: The port of each for requests.
        transport: The port of each for the others.
        pids: The process of each; the first node is number 1.
    """

    folder: Path
    heap: int
    http: list[int]
    transport: list[int]
    pids: list[int]

    @property
    def addresses(self) -> list[str]:
        """Where the nodes listen: host and port of each."""
        return [f"127.0.0.1:{port}" for port in self.http]

    def save(self) -> None:
        """Keep what is known of them, for the commands that follow."""
        known = asdict(self) | {"folder": str(self.folder)}
        (self.folder / "nodes.json").write_text(json.dumps(known))

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Cluster:
        """Return the nodes that were started in a folder."""
        try:
            known = json.loads((folder / "nodes.json").read_text())
        except OSError as error:
            raise ClusterError(f"No nodes were started in {folder}.") from error
        return cls(**known | {"folder": Path(known["folder"])})

    def signal(self, number: int, what: signal.Signals) -> None:
        """Send a signal to a node."""
        if self._is_running(number):
            os.kill(self.pids[number - 1], what)

    def kill(self, number: int) -> None:
        """End a node without warning, and wait until it is gone."""
        self.signal(number, signal.SIGKILL)
        self._wait_for_end([number], 10)

    def pause(self, number: int) -> None:
        """Have a node hang."""
        self.signal(number, signal.SIGSTOP)

    def go_on(self, number: int) -> None:
        """Have a node that hangs go on."""
        self.signal(number, signal.SIGCONT)

    def revive(self, number: int) -> None:
        """Start a node again that has ended, with what it had; or have it go on."""
        if self._is_running(number):
            self.go_on(number)
            return
        self.pids[number - 1] = self._launch(number)
        self.save()

    def stop(self) -> None:
        """End all nodes, and remove what is theirs."""
        numbers = list(range(1, len(self.pids) + 1))
        for number in numbers:
            self.go_on(number)
            self.signal(number, signal.SIGTERM)
        for number in self._wait_for_end(numbers, 30):
            self.signal(number, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)

    def wait(self, *, n_nodes: int | None = None, status: str = "green") -> None:
        """Wait until so many nodes are together, and all shards have a place.

        Raises:
            ClusterError: One of them ended, or it takes too long.
        """
        wanted = n_nodes or len(self.pids)
        end = time.monotonic() + PATIENCE
        asked = time.monotonic()
        while time.monotonic() < end:
            if time.monotonic() - asked > _STUCK:
                asked = time.monotonic()
                self._find_places()
            for number, port in enumerate(self.http, start=1):
                if not self._is_running(number):
                    if n_nodes is None:
                        raise ClusterError(f"Node {number} ended: {self._last_words(number)}")
                    continue
                health = _health(port)
                if health.get("number_of_nodes") == wanted and (
                    health.get("status") in {status, "green"}
                ):
                    return
            time.sleep(0.3)
        raise ClusterError(f"The nodes did not come together in {PATIENCE} seconds.")

    def _find_places(self) -> None:
        """Have the cluster try again to find places for copies: on a slow machine it gives up."""
        for port in self.http:
            with contextlib.suppress(OSError):
                address = f"http://127.0.0.1:{port}/_cluster/reroute?retry_failed=true&metric=none"
                request = urllib.request.Request(address, method="POST")
                urllib.request.urlopen(request, timeout=5).close()
                return

    def memory(self) -> list[int]:
        """Return how much memory each node takes, in MB; 0: it has ended."""
        return [_resident(pid) for pid in self.pids]

    def _wait_for_end(self, numbers: list[int], seconds: float) -> list[int]:
        """Wait until nodes have ended; return those that have not."""
        end = time.monotonic() + seconds
        while (left := [n for n in numbers if self._is_running(n)]) and time.monotonic() < end:
            time.sleep(0.1)
        return left

    def _is_running(self, number: int) -> bool:
        """Whether a node is there: its process, and no other that has the number since."""
        pid = self.pids[number - 1]
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)  # one of this process's own leaves no trace
        # A process that becomes another program has no command for a moment.
        for _ in range(_LOOKS):
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes()
            except OSError:
                return False
            if command:
                return f"{self.folder}/".encode() in command
            time.sleep(0.05)
        return False

    def _last_words(self, number: int) -> str:
        lines = (self.folder / str(number) / "out.log").read_text(errors="replace").splitlines()
        return " | ".join(lines[-5:])

    def _launch(self, number: int) -> int:
        """Start a node, and return its process."""
        home, place = self.folder / "distribution", self.folder / str(number)
        options = f"-Xms{self.heap}m -Xmx{self.heap}m -XX:+UseSerialGC -Djava.io.tmpdir={place}/tmp"
        with (place / "out.log").open("ab") as output:
            process = subprocess.Popen(
                ["nice", str(home / "bin" / "opensearch")],
                env={
                    "PATH": os.environ["PATH"],
                    "OPENSEARCH_PATH_CONF": str(place / "config"),
                    "OPENSEARCH_JAVA_HOME": str(java_home()),
                    "OPENSEARCH_JAVA_OPTS": options,
                },
                cwd=place,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **_ordinary_user(),
            )
        return process.pid


def start(n_nodes: int = 1, *, heap: int = 512, folder: Path = FOLDER) -> Cluster:
    """Start nodes that make one cluster, and wait until they do.

    Raises:
        ClusterError: There is no Java, the distribution cannot be had, or a node ended.
    """
    java_home()
    _make_room(folder)
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    unpack(folder)
    ports = _free_ports(2 * n_nodes)
    cluster = Cluster(folder, heap, ports[:n_nodes], ports[n_nodes:], [])
    for number in range(1, n_nodes + 1):
        _configure(cluster, number)
    for number in range(1, n_nodes + 1):
        cluster.pids.append(cluster._launch(number))
        cluster.save()
    try:
        cluster.wait()
    except BaseException:
        cluster.stop()
        raise
    return cluster


def _make_room(folder: Path) -> None:
    """Remove what nodes left in a folder that ended without being stopped, as with the machine.

    Raises:
        ClusterError: Nodes still run there.
    """
    if not (folder / "nodes.json").exists():
        return
    before = Cluster.load(folder)
    if any(before._is_running(number) for number in range(1, len(before.pids) + 1)):
        raise ClusterError(f"Nodes were started in {folder} before. Stop them first.")
    before.stop()


def java_home() -> Path:
    """Return where a Java is that is new enough.

    Raises:
        ClusterError: There is none.
    """
    named = os.environ.get("JAVA_HOME")
    homes = [Path(named)] if named else []
    homes += sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)
    for home in homes:
        with_version = home / "release"
        if not (home / "bin" / "java").exists() or not with_version.exists():
            continue
        found = re.search(r'JAVA_VERSION="(\d+)', with_version.read_text())
        if found and int(found[1]) >= OLDEST_JAVA:
            return home
    raise ClusterError(f"There is no Java {OLDEST_JAVA} or later below /usr/lib/jvm.")


def unpack(folder: Path) -> None:
    """Unpack the distribution into a folder, after fetching it if that was not done before.

    Raises:
        ClusterError: It cannot be fetched.
    """
    if not ZIP.exists():
        fetched = ["mvn", "-q", "-B", PLUGIN, f"-Dartifact={ARTIFACT}", "-Dtransitive=false"]
        try:
            subprocess.run(fetched, check=True, capture_output=True, timeout=PATIENCE)
        except (OSError, subprocess.SubprocessError) as error:
            raise ClusterError(f"OpenSearch cannot be fetched by Maven: {error}") from error
    home = folder / "distribution"
    with zipfile.ZipFile(ZIP) as packed:
        packed.extractall(folder)
    (folder / f"opensearch-{VERSION}").rename(home)
    for program in (home / "bin").iterdir():
        program.chmod(0o755)


def _configure(cluster: Cluster, number: int) -> None:
    """Write what a node is to be like."""
    place = cluster.folder / str(number)
    for name in ("data", "logs", "tmp"):
        (place / name).mkdir(parents=True)
    config = place / "config"
    shutil.copytree(cluster.folder / "distribution" / "config", config)
    options = config / "jvm.options"
    kept = [line for line in options.read_text().splitlines() if not _NOT_OURS.search(line)]
    options.write_text("\n".join([*kept, "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", ""]))
    settings = dict(_settings(cluster, number, place))
    lines = [f"{name}: {json.dumps(value)}" for name, value in settings.items()]
    (config / "opensearch.yml").write_text("\n".join(lines))
    user = _ordinary_user()
    if user:
        for path in (place, *place.rglob("*")):
            os.chown(path, user["user"], user["group"])


def _settings(cluster: Cluster, number: int, place: Path) -> Iterator[tuple[str, object]]:
    n_nodes = len(cluster.http)
    yield "cluster.name", f"searchkit-{os.getpid()}"
    yield "node.name", f"node-{number}"
    yield "path.data", str(place / "data")
    yield "path.logs", str(place / "logs")
    yield "network.host", "127.0.0.1"
    yield "http.port", cluster.http[number - 1]
    yield "transport.port", cluster.transport[number - 1]
    yield "node.store.allow_mmap", False
    yield "cluster.routing.allocation.disk.threshold_enabled", False
    if n_nodes == 1:
        yield "discovery.type", "single-node"
        return
    yield "discovery.seed_hosts", [f"127.0.0.1:{port}" for port in cluster.transport]
    yield "cluster.initial_cluster_manager_nodes", [f"node-{n + 1}" for n in range(n_nodes)]
    for check in ("leader_check", "follower_check"):  # a node that is lost is missed soon
        yield f"cluster.fault_detection.{check}.interval", "500ms"
        yield f"cluster.fault_detection.{check}.timeout", "3s"


def _ordinary_user() -> Mapping[str, Any]:
    """Return as whom a node is to run, for Popen; nothing: as who runs this."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _health(port: int) -> dict[str, Any]:
    """Return what a node says of its cluster; nothing where it says nothing."""
    try:
        address = f"http://127.0.0.1:{port}/_cluster/health"
        with urllib.request.urlopen(address, timeout=3) as answer:
            health: dict[str, Any] = json.load(answer)
            return health
    except (OSError, ValueError):
        return {}


def _resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s*(\d+)", status)
    return int(found[1]) // 1024 if found else 0
