"""Articles that are sent to a cluster have edges to those that are there, or were sent before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from searchkit.article import Article
from searchkit.local.writing.furnishing import furnished
from searchkit.local.writing.interning import Vocabulary
from searchkit.local.writing.runs import Batch, Run
from searchkit.opensearch.article_documents import RunCopies, article_documents
from searchkit.opensearch.copies_written import CopiesWritten
from searchkit.syncing.evidence import NO_EVIDENCE
from searchkit.syncing.fingerprints import fingerprint

WORDS = [f"w{'abcdefghij'[at // 10]}{'abcdefghij'[at % 10]}" for at in range(100)]


def run_of(**texts: str) -> Run:
    """Articles by their keys as a run."""
    batch = Batch(Vocabulary(), lambda: Path("never"))
    for key, text in texts.items():
        article = Article(key=key, path="a.jsonl", title="", text=text)
        batch.add(article, fingerprint=fingerprint(article))
    saved = batch.finish()
    assert saved is not None
    return furnished(saved.open(), NO_EVIDENCE)


def story(first: int, last: int) -> str:
    return " ".join(WORDS[first:last])


class FakeStore:
    """What a cluster would answer of articles that were written, shown or not."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        self.shown: dict[str, dict[str, Any]] = {}

    def articles(self, generation: int) -> str:
        return f"articles-{generation}"

    def write(self, run: Run, copies: RunCopies) -> None:
        self.kept |= {one.name: dict(one.content) for one in article_documents(run, copies)}

    def refresh(self, _: int) -> None:
        self.shown = dict(self.kept)

    def search(self, _: str, body: Any) -> object:
        if "ids" in body["query"]:
            names = body["query"]["ids"]["values"]
            fields = ("record", "texts")
            found = [
                {"_id": n, "fields": {f: [self.shown[n][f]] for f in fields if f in self.shown[n]}}
                for n in names
            ]
            return {"hits": {"hits": found}}
        ((names,),) = (one["terms"].values() for one in body["query"]["bool"]["filter"])
        fields = body["docvalue_fields"]
        found = [
            {"_id": name, "fields": {f: as_list(one[f]) for f in fields if f in one}}
            for name, one in self.shown.items()
            if {*names} & {*one["sketch"]}
        ]
        return {"hits": {"hits": found}}


def as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def edges(run: Run, copies: RunCopies) -> list[tuple[str, int]]:
    """The keys of articles with edges, and how many each has."""
    found = [one.content for one in article_documents(run, copies)]
    return [(one["key"], len(one["copies"])) for one in found if "copies" in one]


def written(store: FakeStore) -> CopiesWritten:
    return CopiesWritten(store, 1)  # type: ignore[arg-type] # as much of a store as it asks


def test_the_later_articles_of_a_run_name_the_earlier_ones() -> None:
    run = run_of(a=story(0, 100), b=story(0, 90), c=story(5, 9), d=story(0, 100))

    # What is the same as another article is a copy of it, and of what that is a copy of.
    assert edges(run, written(FakeStore()).of_run(run)) == [("b", 1), ("d", 1)]


def test_articles_name_those_of_runs_before_that_do_not_show_yet() -> None:
    store = FakeStore()
    copies = written(store)
    first, second = run_of(a=story(0, 100)), run_of(b=story(0, 90))
    store.write(first, copies.of_run(first))

    found = copies.of_run(second)

    assert found.edges == [[store.kept[next(iter(store.kept))]["content"]]]


def test_articles_name_those_that_show_but_for_what_they_replace() -> None:
    store = FakeStore()
    first = run_of(a=story(0, 100), b=story(0, 90))
    store.write(first, written(store).of_run(first))
    store.refresh(1)
    second = run_of(b=story(0, 95))

    found = written(store).of_run(second)

    assert list(map(len, found.edges)) == [1]


def test_an_article_that_is_sent_again_names_the_others_of_its_run() -> None:
    store = FakeStore()
    copies = written(store)
    run = run_of(a=story(0, 100), b=story(0, 90))
    store.write(run, copies.of_run(run))

    again = copies.of_run(run, [True, False])

    assert edges(run, again) == [("a", 1)]
