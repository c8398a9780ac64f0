"""What an update has found so far: in all files, and in one that is not done with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.results import UpdateReport

if TYPE_CHECKING:
    import numpy.typing as npt

    from searchkit.errors import UnreadableFileError
    from searchkit.local.writing.batching import FileRead
    from searchkit.notes import Remark
    from searchkit.syncing.target import Target

    Array = npt.NDArray[Any]


@dataclass(slots=True)
class Tally:
    """What an update has found and done, for its report.

    Attributes:
        added: Articles that the index did not have.
        replaced: Articles that the index had otherwise.
        removed: Articles that the corpus no longer has.
        rewritten: Articles of the index that were written again.
        problems: What could not be read.
        remarks: What was ignored in files that were read.
        doubtful: The files of which the encoding is in doubt, and what it was taken for.
    """

    added: int = 0
    replaced: int = 0
    removed: int = 0
    rewritten: int = 0
    problems: list[UnreadableFileError] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    doubtful: dict[str, str] = field(default_factory=dict)

    def with_second_reading(self, second: Tally) -> Tally:
        """Return what was found by an update that read some of its files a second time.

        What the second reading removes, the first one had added twice; what was wrong in
        the files, both have met.
        """
        return Tally(
            added=self.added + second.added - second.removed,
            replaced=self.replaced + second.replaced,
            removed=self.removed,
            rewritten=self.rewritten,
            problems=self.problems,
            remarks=self.remarks,
            doubtful=second.doubtful | self.doubtful,
        )

    def report(self, target: Target, *, articles: int, dry_run: bool, took: float) -> UpdateReport:
        """Return the report of an update.

        Args:
            target: What the index was to become.
            articles: How many articles it had before.
            dry_run: Whether nothing was written.
            took: How long it took, in seconds.
        """
        return UpdateReport(
            added=self.added,
            replaced=self.replaced,
            removed=self.removed,
            unchanged=articles - self.rewritten - self.removed,
            files=len(target.listing.files),
            skipped=target.listing.skipped,
            problems=(*target.listing.problems, *self.problems),
            remarks=tuple(self.remarks),
            doubtful=dict(sorted(self.doubtful.items())),
            took=took,
            dry_run=dry_run,
            notes=target.notes,
            passed_over=target.listing.passed_over,
            missing=target.listing.missing,
        )


@dataclass(slots=True)
class FileTally:
    """What was found in a file, in this update and in those before that were stopped.

    Attributes:
        unseen: Articles that the index has of it and that were not met: by segment,
            their numbers, int64.
        keys: Hashes of the keys of the articles that were met, arrays of uint64.
        problems: What was wrong, in words, in order.
        remarks: What was ignored.
        doubtful: The encoding in which articles of it were read, where that is in doubt.
        done: The blocks that were read.
        n_ended: How many of its stripes were read to the end.
    """

    unseen: dict[int, Array]
    keys: list[Array] = field(default_factory=list)
    problems: dict[str, None] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    doubtful: str | None = None
    done: set[int] = field(default_factory=set)
    n_ended: int = 0

    def add(self, part: FileRead) -> None:
        """Take in what was read of it."""
        for segment, numbers in part.kept.items():
            self.unseen[segment] = np.setdiff1d(self.unseen[segment], numbers, assume_unique=True)
        if part.keys:
            self.keys.append(np.frombuffer(part.keys, np.uint64))
        self.problems |= dict.fromkeys(part.problems)
        self.remarks += part.remarks
        self.doubtful = self.doubtful or part.doubtful
        self.done |= part.done
        self.n_ended += part.is_last

    @property
    def has_repeated_keys(self) -> bool:
        """Whether two articles have one key, since no process has read all of the file."""
        if not self.keys:
            return False
        keys = np.concatenate(self.keys)
        return len(np.unique(keys)) < len(keys)
