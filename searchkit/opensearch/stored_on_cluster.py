"""Articles of an index on a cluster as they were read, fetched with their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from searchkit.opensearch.kept_records import article_of, asked_for
from searchkit.records import NamedTuple
from searchkit.schema import RECURRING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.article import Article
    from searchkit.opensearch.cluster_state import ClusterStore

_PAGE = 200  # articles that are fetched at a time


class StoredArticle(NamedTuple):
    """An article that the cluster has.

    Attributes:
        name: What its document is called.
        article: The article, as it was read.
        fingerprint: Of its content, 16 bytes.
        recurring: What is furniture of its outlet in it, as the document has it.
    """

    name: str
    article: Article
    fingerprint: bytes
    recurring: str


def stored_articles(store: ClusterStore, index: str) -> Iterator[StoredArticle]:
    """Yield all articles of an index, by their keys.

    Raises:
        ClusterRefusedError: What the cluster keeps is none.
    """
    body: dict[str, object] = {
        "size": _PAGE,
        "query": {"match_all": {}},
        "sort": [{"key": "asc"}],
        **asked_for("fingerprint", has_texts=True),
    }
    while True:
        hits: list[Any] = store.search(index, body)["hits"]["hits"]
        for hit in hits:
            try:
                fields = hit["fields"]
                (recurring,) = fields.get(RECURRING, [""])
                fingerprint = bytes.fromhex(fields["fingerprint"][0])
                stored = StoredArticle(
                    hit["_id"], article_of(hit, is_as_read=True), fingerprint, recurring
                )
            except (LookupError, TypeError, ValueError) as error:
                raise store.not_understood() from error
            yield stored
        if len(hits) < _PAGE:
            return
        body["search_after"] = hits[-1]["sort"]
