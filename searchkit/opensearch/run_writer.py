"""Runs -> the indices of a generation: their words, and their articles with their copies.

What is sent of one run is under way while the next one is made ready. No article is sent before the
cluster has its words: one that is there is not looked at again, whatever became of its writer.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import compress
from typing import TYPE_CHECKING

from searchkit.opensearch.article_documents import WordsSent, article_documents, word_documents
from searchkit.opensearch.bulks import Bulks
from searchkit.opensearch.copies_written import CopiesWritten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.local.writing.runs import Run
    from searchkit.opensearch.article_documents import RunCopies
    from searchkit.opensearch.cluster_state import ClusterStore, Lease


class RunWriter:
    """Writes runs, while :meth:`writing` is gone through.

    Args:
        store: The cluster.
        lease: The right to write.
        generation: The generation that is written to.
    """

    def __init__(self, store: ClusterStore, lease: Lease, generation: int) -> None:
        self._store = store
        self._lease = lease
        self._generation = generation
        self._copies = CopiesWritten(store, generation)
        self._words_sent = WordsSent()
        self._words: Bulks
        self._articles: Bulks

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let runs be written; at the end all of them are acknowledged."""
        words, articles = self._store.words, self._store.articles
        with (
            Bulks(self._store, self._lease, words(self._generation)) as self._words,
            Bulks(self._store, self._lease, articles(self._generation)) as self._articles,
        ):
            yield

    def write(self, run: Run) -> None:
        """Write a run, without what is furniture by evidence."""
        self._words.make(word_documents(run, self._words_sent))
        copies = self._copies_of(run)
        self._words.finish()
        self._articles.write(article_documents(run, copies))

    def write_again(self, run: Run, is_other: Sequence[bool]) -> None:
        """Write some of the articles of a run that was written, in place of what they were."""
        copies = self._copies_of(run, is_other)
        self._articles.write(compress(article_documents(run, copies), is_other))

    def _copies_of(self, run: Run, again: Sequence[bool] | None = None) -> RunCopies:
        if self._copies.holds_too_many:
            self._articles.finish()
            self._copies.let_go()
        return self._copies.of_run(run, again)
