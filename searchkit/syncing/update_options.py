"""What is asked of an update, and whether that can be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypedDict

from searchkit.arguments import check_flags, check_functions, check_kind, check_seconds
from searchkit.errors import ArgumentError
from searchkit.limits import DEFAULT_READING_LIMITS, ReadingLimits
from searchkit.progress import Progress
from searchkit.records import Record

_MOST_SHARDS, _MOST_REPLICAS = 1024, 16
_MOST_JOBS = 256  # processes, for more are a slip of the keyboard


class UpdateKeywords(TypedDict, total=False):
    """The options of an update by name; :class:`UpdateOptions` describes them."""

    rebuild: bool
    dry_run: bool
    optimize: bool
    wait: float
    limits: ReadingLimits
    source: str | None
    encoding: str | None
    as_is: bool
    replace_corpus: bool
    allow_removals: bool
    jobs: int | None
    shards: int | None
    replicas: int | None
    progress: Callable[[Progress], None] | None
    stop: Callable[[], bool] | None


class UpdateOptions(Record, kw_only=True):
    """What is asked of an update, beside the folders.

    Attributes:
        rebuild: Write every article again, whatever the index holds, and commit only
            the whole of it: until then, and if it is stopped, the index is unchanged.
        dry_run: Write nothing; only report what would be done.
        optimize: Make the index as fast to search as it can be, however long that takes.
        wait: How long to wait for another process that is writing the index, in seconds.
        limits: How much of the corpus is read at most.
        source: The outlet of all articles, whatever they say themselves; ``""`` clears
            it; None: the one remembered for each folder.
        encoding: The encoding of all files, unless a byte order mark says otherwise;
            ``""`` clears it; None: the one remembered for each folder.
        as_is: Read all texts as they are stored, whatever is set: titles are not taken off them,
            and nothing is furniture. It is not remembered.
        replace_corpus: Remove the articles of folders that are not named.
        allow_removals: Remove articles that are gone, however many they are.
        jobs: How many processes may read, 1 or more; None: as many as are useful.
        shards: In how many shards the articles of an index on a cluster are, from when it is
            built or rebuilt; None: as before, or 1.
        replicas: How many copies of each shard there are; None: as before, or one where there is
            a node for it.
        progress: Called repeatedly with how far the update has come.
        stop: Called repeatedly, to ask whether to stop.

    Raises:
        ArgumentError: An option has the wrong type, or is outside its range.
    """

    rebuild: bool = False
    dry_run: bool = False
    optimize: bool = False
    wait: float = 0
    limits: ReadingLimits = DEFAULT_READING_LIMITS
    source: str | None = None
    encoding: str | None = None
    as_is: bool = False
    replace_corpus: bool = False
    allow_removals: bool = False
    jobs: int | None = None
    shards: int | None = None
    replicas: int | None = None
    progress: Callable[[Progress], None] | None = None
    stop: Callable[[], bool] | None = None

    if not TYPE_CHECKING:  # type checkers know its arguments from the fields

        def __init__(self, **options: object) -> None:
            super().__init__(**options)
            self._check()

    def _check(self) -> None:
        check_flags(
            rebuild=self.rebuild,
            dry_run=self.dry_run,
            optimize=self.optimize,
            as_is=self.as_is,
            replace_corpus=self.replace_corpus,
            allow_removals=self.allow_removals,
        )
        check_functions(progress=self.progress, stop=self.stop)
        check_seconds("wait", self.wait)
        check_kind("limits", self.limits, ReadingLimits, "searchkit.ReadingLimits")
        check_kind("source", self.source, str, "text", optional=True)
        check_kind("encoding", self.encoding, str, "text", optional=True)
        check_kind("jobs", self.jobs, int, "a whole number", optional=True)
        for name, value, least, most in (
            ("shards", self.shards, 1, _MOST_SHARDS),
            ("replicas", self.replicas, 0, _MOST_REPLICAS),
        ):
            check_kind(name, value, int, "a whole number", optional=True)
            if value is not None and not least <= value <= most:
                message = f"{name} is {value}. It must be from {least} to {most}."
                raise ArgumentError(message, name=name, value=value)
        if self.jobs is not None and not 1 <= self.jobs <= _MOST_JOBS:
            message = f"jobs is {self.jobs}. It must be from 1 to {_MOST_JOBS}."
            raise ArgumentError(message, name="jobs", value=self.jobs)
