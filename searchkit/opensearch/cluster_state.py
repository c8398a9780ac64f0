"""What was committed to a cluster: the manifest, the files of the corpus, and the lease.

The *manifest* is a document, and to replace it is to commit: it names the indices of articles and
words, and has what searches need of the whole index. Beside it is what is known of the files of
the corpus, in as many documents as it takes; these are written before the manifest that
they belong to, and name it by its digest.

The *lease* says who may write. It is taken and renewed by a script, by the clock of the cluster, so
that no clocks of writers are compared; whoever takes it over gets a greater *token*. All that is
written bears the token as its version, and the cluster refuses what bears a smaller one than is
there: a writer that was replaced while it slept can do no harm.
"""

from __future__ import annotations

import os
import platform
import time
import zlib
from base64 import b64decode, b64encode
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from searchkit.errors import (
    ClusterRefusedError,
    IndexDamagedError,
    IndexLockedError,
    IndexNotFoundError,
    IndexOutdatedError,
    IndexStateError,
    LockHolder,
    NotAnIndexError,
)
from searchkit.local.store import manifests
from searchkit.opensearch.client import INCOMPLETE, NOT_UNDERSTOOD, ConflictError, NotFoundError
from searchkit.opensearch.mappings import LAYOUT, articles_index, state_index, words_index
from searchkit.progress import Phase, Progress
from searchkit.records import NamedTuple, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from searchkit.local.store.manifests import Manifest
    from searchkit.opensearch.client import Client
    from searchkit.syncing.remembered import FilesRead

LEASE = 30
"""Seconds after which a writer that has fallen silent is replaced."""

_POLL = 0.5  # seconds between attempts to get the lease
_PART = 1 << 20  # characters of a document
_LONGEST_NAME = 80
_MOST_UNPACKED = 1 << 30  # bytes
_MOST_PARTS = 1 << 10  # of what is known of files


class Statistics(Record, kw_only=True):
    """What searches need to know of the whole index.

    Attributes:
        articles: How many articles there are.
        languages: How many each language has, by its code.
        lengths: How many tokens each field has in all of them.
        outlets: How many each outlet has, by its term.
    """

    articles: int
    languages: Mapping[str, int]
    lengths: Mapping[str, int]
    outlets: Mapping[str, int]


class Layout(NamedTuple):
    """How the articles of a generation are spread over the nodes of a cluster.

    Attributes:
        shards: In how many shards they are.
        replicas: How many copies of each shard there are.
    """

    shards: int
    replicas: int


class Commit(NamedTuple):
    """A state of an index on a cluster.

    Attributes:
        manifest: What a manifest of the local engine says, too; it names no segments.
        generation: The number of the indices of articles and words.
        statistics: What searches need of the whole index.
        token: The token of its writer.
        host: The machine on which the folders of its corpus are; empty: that is not known.
    """

    manifest: Manifest
    generation: int
    statistics: Statistics
    token: int
    host: str = ""


class ClusterStore:
    """The documents and indices of an index on a cluster; threads and processes may share it.

    Args:
        client: Talks to the cluster.
    """

    def __init__(self, client: Client) -> None:
        self.client = client

    def __reduce__(self) -> tuple[type[ClusterStore], tuple[Client]]:
        return ClusterStore, (self.client,)

    @property
    def address(self) -> str:
        """The address of the index."""
        return self.client.address.text

    @property
    def name(self) -> str:
        """The name of the index."""
        return self.client.address.name

    @property
    def state(self) -> str:
        """The name of the index of the state."""
        return f"{self.name}.state"

    def articles(self, generation: int) -> str:
        """Return the name of the index of articles of a generation."""
        return f"{self.name}.articles-{generation}"

    def words(self, generation: int) -> str:
        """Return the name of the index of words of a generation."""
        return f"{self.name}.words-{generation}"

    def commit(self) -> Commit | None:
        """Return the newest commit; None: there is none.

        Raises:
            IndexStateError: It cannot be read.
        """
        try:
            found = self.client.get(f"/{self.state}/_doc/manifest")
        except NotFoundError:
            return None
        try:
            return self._read(found)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            reason = "what is in place of its manifest is none"
            raise IndexDamagedError(self.address, reason=reason) from error

    def _read(self, found: Any) -> Commit:
        content = found["_source"]
        if int(content.get("layout", 1)) != LAYOUT:
            raise IndexOutdatedError(self.address, reason="it is laid out otherwise")
        manifest = manifests.from_bytes(
            self.address, _unpacked(content["sealed"]), int(content["number"]), name="its manifest"
        )
        counts = content["statistics"]
        statistics = Statistics(
            articles=int(counts["articles"]),
            languages={str(code): int(n) for code, n in counts["languages"].items()},
            lengths={str(name): int(n) for name, n in counts["lengths"].items()},
            outlets={str(term): int(n) for term, n in counts["outlets"].items()},
        )
        host = str(content.get("host", ""))[:_LONGEST_NAME]
        token = int(found["_version"])
        return Commit(manifest, int(content["generation"]), statistics, token, host)

    def opened(self) -> Commit:
        """Return the newest commit.

        Raises:
            IndexStateError: There is none, or it cannot be read.
        """
        commit = self.commit()
        if commit is None:
            self._check_is_free()
            raise IndexNotFoundError(self.address)
        return commit

    def _check_is_free(self) -> None:
        """Raise if the name is that of an index of somebody else."""
        try:
            found = self.client.get(f"/{self.name}")
        except NotFoundError:
            return
        if self.name in found:
            raise NotAnIndexError(self.address, found="the cluster has an index of another program")

    def files_read(self, commit: Commit) -> FilesRead | None:
        """Return what is known of the files of the corpus at a commit; None: nothing."""
        digest = commit.manifest.digest
        parts = []
        with suppress(NotFoundError):
            for number in range(_MOST_PARTS):
                found = self.client.get(f"/{self.state}/_doc/files-{digest}-{number}")
                parts.append(found["_source"]["part"])
                if found["_source"]["last"]:
                    break
        try:
            return manifests.files_from_bytes(_unpacked("".join(parts)), digest=digest)
        except (ValueError, TypeError):
            return None

    def make_state(self, *, replicas: int) -> None:
        """Make the index of the state, if it is not there.

        Raises:
            NotAnIndexError: The name is that of an index of somebody else.
        """
        self._check_is_free()
        self._make(self.state, state_index(replicas=replicas))

    def make_generation(self, generation: int, layout: Layout) -> None:
        """Make the indices of a generation, in place of what may be left of some of its number.

        They have no replicas before :func:`searchkit.opensearch.replicas.make_replicas` makes them.
        """
        for name in (self.articles(generation), self.words(generation)):
            self.remove_index(name)
        shards, replicas = layout
        self._make(self.articles(generation), articles_index(shards=shards, replicas=replicas))
        self._make(self.words(generation), words_index(replicas=replicas))

    def _make(self, name: str, content: object) -> None:
        try:
            self.client.request("PUT", f"/{name}", content, seconds=60)
        except ClusterRefusedError as error:
            if "resource_already_exists_exception" not in error.reason:
                raise

    def remove_index(self, name: str) -> None:
        """Remove an index, if it is there."""
        with suppress(NotFoundError):
            self.client.request("DELETE", f"/{name}", seconds=60)

    def generations(self) -> list[int]:
        """Return the numbers of the generations that have indices, ascending."""
        prefix = self.articles(0)[:-1]
        try:
            found = self.client.get(f"/{prefix}*")
        except NotFoundError:
            return []
        return sorted(int(n) for name in found if (n := name.removeprefix(prefix)).isdigit())

    def health(self, names: str = "") -> Mapping[str, Any]:
        """Return what the cluster tells of its health; nothing where these credentials may not ask.

        Args:
            names: The indices that are meant, with commas between; empty: all.
        """
        try:
            health: Mapping[str, Any] = self.client.get(f"/_cluster/health/{names}".rstrip("/"))
        except NotFoundError:  # a managed cluster has none to be asked for
            return {}
        except ClusterRefusedError as error:
            if error.status != 403:
                raise
            return {}
        return health

    def refresh(self, generation: int) -> None:
        """Have searches see what was written to a generation."""
        self._have_all_shards("_refresh", generation)

    def flush(self, generation: int) -> None:
        """Have what was written to a generation on the disks of the cluster."""
        self._have_all_shards("_flush", generation)

    def _have_all_shards(self, do: str, generation: int) -> None:
        names = f"{self.articles(generation)},{self.words(generation)}"
        answer = self.client.request("POST", f"/{names}/{do}", seconds=120)
        self.check_shards(answer)

    def check_shards(self, answer: Mapping[str, Any]) -> None:
        """Raise if something was not done in all shards.

        Raises:
            ClusterRefusedError: It was not.
        """
        if answer["_shards"]["failed"]:
            raise ClusterRefusedError(self.address, reason=INCOMPLETE)

    def search(self, index: str, body: object, **parameters: object) -> Any:
        """Return what a search of all shards finds.

        Raises:
            ClusterRefusedError: A shard is missing.
            NotFoundError: The index is.
        """
        answer = self.client.post(
            f"/{index}/_search", body, allow_partial_search_results=False, **parameters
        )
        return self.whole(answer)

    def searches(self, index: str, bodies: list[object]) -> list[Any]:
        """Return what several searches find, in one request.

        Raises:
            ClusterRefusedError: A shard is missing.
            NotFoundError: The index is.
        """
        if not bodies:
            return []
        head = {"index": index, "allow_partial_search_results": False}
        lines = [line for body in bodies for line in (head, body)]
        answers = self.client.post_lines("/_msearch", lines)
        try:
            return [self.whole(answer) for answer in answers["responses"]]
        except (LookupError, TypeError) as error:
            raise self.not_understood() from error

    def whole(self, answer: Any) -> Any:
        """Return an answer to a search if it is of all shards, and in time."""
        try:
            error = answer.get("error")
            if error is not None:
                if answer["status"] == 404:
                    raise NotFoundError
                reason = INCOMPLETE
                if "too_many_nested_clauses" in str(error):
                    reason = "the query has too many words and patterns for it"
                elif answer["status"] < 500:
                    reason = f"it cannot do that ({error['type']})"
                raise ClusterRefusedError(self.address, reason=reason, status=answer["status"])
            shards = answer["_shards"]
            if shards["failed"] or answer["timed_out"] or shards["total"] > shards["successful"]:
                raise ClusterRefusedError(self.address, reason=INCOMPLETE)
            answer["hits"]["hits"]
        except (LookupError, TypeError, AttributeError) as error:
            raise self.not_understood() from error
        return answer

    def not_understood(self) -> ClusterRefusedError:
        """Return an error that says that an answer is none."""
        return ClusterRefusedError(self.address, reason=NOT_UNDERSTOOD)

    def holder(self) -> LockHolder | None:
        """Return which process is writing; None: none is, as far as is known."""
        with suppress(NotFoundError, LookupError, TypeError, ValueError):
            found = self.client.get(f"/{self.state}/_doc/lease")["_source"]
            if found["owner"]:
                since = datetime.fromisoformat(str(found["since"]))
                return LockHolder(int(found["pid"]), str(found["host"])[:_LONGEST_NAME], since)
        return None

    @contextmanager
    def writing(
        self, *, wait: float = 0, waiting: Callable[[Progress], None] = lambda _: None
    ) -> Iterator[Lease]:
        """Hold the lease; it is renewed until the end.

        Args:
            wait: How long to wait for another process that holds it, in seconds.
            waiting: Called repeatedly meanwhile.

        Raises:
            IndexLockedError: Another process holds it.
        """
        lease = Lease(self)
        began = time.monotonic()
        while not lease.renew():
            holder = self.holder()
            if time.monotonic() - began >= wait:
                raise IndexLockedError(self.address, holder=holder)
            if holder:
                waiting(Progress(phase=Phase.WAITING, holder=holder))
            time.sleep(_POLL)
        with lease.kept():
            yield lease


def this_host() -> str:
    """Return what this machine is called."""
    return platform.node()[:_LONGEST_NAME]


_TAKE = """
def now = ctx._now;
if (ctx.op == 'create' || ctx._source.token == null) {
  ctx._source.token = params.least; ctx._source.owner = ''; ctx._source.until = 0L;
}
if (ctx._source.owner == params.owner) {
  ctx._source.until = now + params.length;
} else if (ctx._source.owner == '' || now > ctx._source.until) {
  ctx._source.unrecorded = ctx._source.owner != '' || ctx._source.unrecorded == true;
  long next = ctx._source.token + 1;
  ctx._source.token = next > params.least ? next : params.least;
  ctx._source.owner = params.owner; ctx._source.until = now + params.length;
  ctx._source.pid = params.pid; ctx._source.host = params.host; ctx._source.since = params.since;
} else { ctx.op = 'none'; }
"""
_GIVE_BACK = """
if (ctx._source.owner == params.owner) {
  ctx._source.owner = ''; ctx._source.unrecorded = params.unrecorded;
} else { ctx.op = 'none'; }
"""


class Lease:
    """The right to write to an index on a cluster.

    Args:
        store: The index.
        name: What the document of the lease is called.

    Attributes:
        token: Greater than that of any writer before; 0: the lease was never held.
        follows_unrecorded: Whether a writer before may have written what no commit tells of.
    """

    def __init__(self, store: ClusterStore, name: str = "lease") -> None:
        self._store = store
        self._name = name
        self._owner = uuid4().hex
        self._lost = False
        self._is_withdrawn = False
        self._since = datetime.now(UTC).isoformat(timespec="seconds")
        self.token = 0
        self.follows_unrecorded = False
        self._has_unrecorded = False

    def renew(self) -> bool:
        """Take the lease, or go on holding it, and return whether it is held."""
        least = 1
        if not self.token:
            commit = self._committed()
            least = commit + 1
        parameters = {
            "owner": self._owner,
            "length": 1000 * LEASE,
            "least": least,
            "pid": os.getpid(),
            "host": this_host(),
            "since": self._since,
        }
        source = self._update(_TAKE, parameters, {})
        if source.get("owner") != self._owner:
            return False
        if self.token and source["token"] != self.token:
            return False
        if not self.token:
            self.follows_unrecorded = self._has_unrecorded = bool(source.get("unrecorded"))
        self.token = int(source["token"])
        return True

    def _committed(self) -> int:
        """Return the token of the newest commit, should the lease have been lost with its index."""
        with suppress(IndexStateError):
            if commit := self._store.commit():
                return commit.token
        return 0

    def _update(
        self, script: str, parameters: Mapping[str, object], upsert: object = None
    ) -> dict[str, Any]:
        body: dict[str, object] = {"script": {"source": script, "params": parameters}}
        if upsert is not None:
            body |= {"scripted_upsert": True, "upsert": upsert}
        path = f"/{self._store.state}/_update/{self._name}"
        try:
            answer = self._store.client.request(
                "POST", path, body, parameters={"_source": True, "retry_on_conflict": 8}
            )
        except ConflictError:
            return {}
        source: dict[str, Any] = answer.get("get", {}).get("_source", {})
        return source

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renew the lease until the end, and give it back then."""
        ended = Event()
        keeper = Thread(target=self._keep, args=(ended,), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            ended.set()
            keeper.join()
            self._give_back()

    def _keep(self, ended: Event) -> None:
        """Renew the lease again and again, until something ends."""
        while not ended.wait(LEASE / 4):
            try:
                self._lost = not self.renew()
            except (IndexStateError, NotFoundError):
                continue  # as long as the lease runs it may be tried again
            if self._lost:
                return

    def check(self) -> None:
        """Raise if another process holds the lease now.

        Raises:
            IndexLockedError: One does.
        """
        if self._lost:
            raise IndexLockedError(self._store.address, holder=self._store.holder())

    def begin_writing(self) -> None:
        """Take in that something is going to be written.

        Raises:
            IndexLockedError: Another process holds the lease now.
        """
        self.check()
        self._has_unrecorded = True

    def withdraw(self) -> None:
        """Remove what the lease is kept in, where no index has come to be."""
        self._is_withdrawn = True
        self._store.remove_index(self._store.state)

    def _give_back(self) -> None:
        """Let others have it."""
        if self._is_withdrawn:  # to give it back would make what it is kept in again
            return
        with suppress(IndexStateError, NotFoundError):  # then it runs out
            self._update(_GIVE_BACK, {"owner": self._owner, "unrecorded": self._has_unrecorded})

    def commit(
        self,
        manifest: Manifest,
        generation: int,
        statistics: Statistics,
        files: FilesRead,
        *,
        host: str | None = None,
    ) -> Commit:
        """Replace the newest commit.

        Args:
            manifest: What is committed.
            generation: The number of the indices of articles and words.
            statistics: What searches need of the whole index.
            files: What is known of the files of the corpus.
            host: The machine on which these are; None: this one.

        Raises:
            IndexLockedError: Another process holds the lease now.
        """
        self.check()
        host = this_host() if host is None else host
        sealed = manifests.as_file(manifest)
        digest = manifests.digest_of(sealed)
        self._write_files(files, digest)
        content = {
            "number": manifest.generation,
            "generation": generation,
            "layout": LAYOUT,
            "sealed": _packed(sealed),
            "statistics": statistics.as_dict(),
            "host": host,
        }
        self._put("manifest", content)
        self._has_unrecorded = False
        self._remove_files_of_others(digest)
        self._point(generation)
        return Commit(manifest.replace(digest=digest), generation, statistics, self.token, host)

    def _write_files(self, files: FilesRead, digest: str) -> None:
        text = _packed(manifests.files_as_file(files, digest=digest))
        parts = [text[at : at + _PART] for at in range(0, len(text), _PART)]
        for number, part in enumerate(parts):
            content = {"part": part, "last": number == len(parts) - 1, "of": digest}
            self._put(f"files-{digest}-{number}", content)

    def _put(self, name: str, content: object) -> None:
        try:
            self._store.client.request(
                "PUT",
                f"/{self._store.state}/_doc/{name}",
                content,
                parameters={"version": self.token, "version_type": "external_gte"},
            )
        except ConflictError as error:
            holder = self._store.holder()
            raise IndexLockedError(self._store.address, holder=holder) from error

    def _remove_files_of_others(self, digest: str) -> None:
        query = {"query": {"bool": {"must_not": {"ids": {"values": self._kept_names(digest)}}}}}
        with suppress(IndexStateError, NotFoundError, ConflictError):
            state, client = self._store.state, self._store.client
            client.request("POST", f"/{state}/_refresh")
            found = client.post(f"/{state}/_search", query | {"size": 1000, "_source": False})
            names = [hit["_id"] for hit in found["hits"]["hits"]]
            for name in names:
                if name.startswith("files-") and not name.startswith(f"files-{digest}-"):
                    client.request("DELETE", f"/{state}/_doc/{name}")

    def _kept_names(self, digest: str) -> list[str]:
        return ["manifest", "lease", f"files-{digest}-0"]

    def _point(self, generation: int) -> None:
        """Have the alias lead to the articles of a generation, for other programs."""
        name, articles = self._store.name, self._store.articles(generation)
        try:
            held = list(self._store.client.get(f"/_alias/{name}"))
        except NotFoundError:
            held = []
        if held == [articles]:
            return
        actions: list[object] = [{"add": {"index": articles, "alias": name}}]
        actions += [{"remove": {"index": one, "alias": name}} for one in held if one != articles]
        self._store.client.request("POST", "/_aliases", {"actions": actions})


def _packed(data: bytes) -> str:
    return b64encode(zlib.compress(data, 6)).decode("ascii")


def _unpacked(text: str) -> bytes:
    """Return what was packed.

    Raises:
        ValueError: It is damaged, or larger than anything that is ever packed.
    """
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(b64decode(text, validate=True), _MOST_UNPACKED)
    except zlib.error as error:
        raise ValueError from error
    if not unpacking.eof:
        raise ValueError("more is packed than is ever written")
    return data
