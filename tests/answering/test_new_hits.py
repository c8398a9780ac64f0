"""Which hits of a saved search somebody has not been shown: exact, and safe at any moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchkit
from searchkit.addresses import engine_at
from searchkit.article import Article
from searchkit.errors import ArgumentError, SavedSearchError, TurnTakenError
from searchkit.index import Index
from searchkit.results.saved_searches import NewHits
from tests.conftest import MakeCorpus
from tests.helpers import memory
from tests.helpers.memory_memos import MemoryMemos

numbers = count()


def note(key: str, text: str) -> Article:
    return Article(key=key, title=key, text=text, path=key)


def kept(texts: dict[str, str], name: str = "") -> str:
    """The address of an index of these texts, by their keys."""
    articles = [note(key, text) for key, text in texts.items()]
    return memory.keep(name or f"new-{next(numbers)}", articles)


def shown(index: Index, *names: str, **options: object) -> list[list[str]]:
    """The keys that each search has newly found."""
    with index.new_hits(*names, **options) as found:  # type: ignore[arg-type]
        return [sorted(hit.key for hit in one.hits) for one in found]


@pytest.fixture
def name(tmp_path: Path) -> str:
    return str(tmp_path)


def test_what_came_after_a_search_was_saved_is_new_once(name: str) -> None:
    with searchkit.open(kept({"a": "tide"}, name)) as index:
        index.save_search("tides", "tide")
        assert shown(index) == [[]]

        kept({"a": "tide", "b": "tide", "c": "moon"}, name)

        assert shown(index) == [["b"]]
        assert shown(index) == [[]]


def test_a_new_hit_is_quoted_as_any_other(name: str) -> None:
    with searchkit.open(kept({}, name)) as index:
        saved = index.save_search("tides", "tide")
        kept({"b": "The moon rose. The tide turned."}, name)

        with index.new_hits("TIDES") as (found,):
            (hit,) = found.hits

    assert (found.search, found.total, found.new, found.changed) == (saved, 1, 1, frozenset())
    assert (hit.rank, hit.key, hit.score) == (1, "b", None)
    assert [snippet.text for snippet in hit.snippets] == ["The tide turned."]


def test_an_article_that_has_changed_is_new_only_where_that_is_asked(name: str) -> None:
    with searchkit.open(kept({"a": "tide"}, name)) as index:
        index.save_search("tides", "tide")
        kept({"a": "ebb tide"}, name)

        assert shown(index, keep=True) == [[]]
        with index.new_hits(changed=True) as (found,):
            assert [hit.key for hit in found.hits] == ["a"]
            assert found.changed == {"a"}
        assert shown(index, changed=True) == [[]]


def test_an_article_that_has_gone_and_come_back_is_new(name: str) -> None:
    with searchkit.open(kept({"a": "tide"}, name)) as index:
        index.save_search("tides", "tide")
        kept({}, name)
        assert shown(index) == [[]]
        kept({"a": "tide"}, name)

        assert shown(index) == [["a"]]


def test_an_article_needs_all_words_even_where_none_has_them(name: str) -> None:
    with searchkit.open(kept({}, name)) as index:
        index.save_search("both", "tide moon")
        kept({"a": "tide", "b": "moon"}, name)
        assert shown(index) == [[]]

        kept({"a": "tide", "b": "moon", "c": "tide and moon"}, name)
        assert shown(index) == [["c"]]


def test_each_recipient_is_shown_everything_since_the_search_was_saved(name: str) -> None:
    with searchkit.open(kept({"a": "tide"}, name)) as index:
        index.save_search("tides", "tide")
        kept({"a": "tide", "b": "tide"}, name)
        assert shown(index) == [["b"]]
        kept({"a": "tide", "b": "tide", "c": "tide"}, name)

        assert shown(index, recipient="mail") == [["b", "c"]]
        assert shown(index, recipient="Mail") == [[]]
        assert shown(index) == [["c"]]


def test_what_is_kept_or_did_not_end_well_is_new_the_next_time(name: str) -> None:
    with searchkit.open(kept({}, name)) as index:
        index.save_search("tides", "tide")
        kept({"a": "tide"}, name)

        assert shown(index, keep=True) == [["a"]]
        with pytest.raises(ZeroDivisionError), index.new_hits() as found:
            1 / len(found[0].hits[1:])
        assert shown(index) == [["a"]]


def test_what_does_not_fit_into_the_limit_is_new_the_next_time(name: str) -> None:
    with searchkit.open(kept({}, name)) as index:
        index.save_search("tides", "tide")
        kept(dict.fromkeys("abcde", "tide"), name)

        with index.new_hits(limit=2) as (found,):
            assert (found.new, len(found.hits)) == (5, 2)
        rest = shown(index, limit=2) + shown(index, limit=2) + shown(index, limit=2)

    assert sorted(key for keys in rest for key in keys) == list("cde")
    assert rest[-1] == []


def test_all_hits_are_given_where_that_is_asked_and_count_as_shown(name: str) -> None:
    with searchkit.open(kept({"a": "tide"}, name)) as index:
        index.save_search("tides", "tide")
        kept({"a": "tide", "b": "tide"}, name)

        with index.new_hits(all_hits=True) as (found,):
            assert sorted(hit.key for hit in found.hits) == ["a", "b"]
            assert found.changed == frozenset()
        assert shown(index) == [[]]


def test_searches_are_asked_by_name_each_once_or_all(name: str) -> None:
    with searchkit.open(kept({}, name)) as index:
        index.save_search("tides", "tide")
        index.save_search("moon", "moon")
        index.save_search("both", "@tides @moon")
        kept({"a": "tide and moon"}, name)

        assert shown(index, "moon", "both", "MOON") == [["a"], ["a"]]
        assert shown(index) == [[], [], ["a"]]
        with pytest.raises(SavedSearchError):
            shown(index, "moan")


def test_a_search_that_is_saved_again_begins_again(name: str) -> None:
    with searchkit.open(kept({}, name)) as index:
        index.save_search("tides", "ebb")
        kept({"a": "tide", "b": "ebb"}, name)
        index.save_search("tides", "tide", replace=True)

        assert shown(index) == [[]]
        assert len(engine_at(index.address).memos.names()) == 3


def test_no_bookmark_of_a_search_is_left_that_was_forgotten(name: str) -> None:
    with searchkit.open(kept({}, name)) as index:
        index.save_search("tides", "tide")
        shown(index, recipient="mail")
        index.forget_search("tides")

        assert engine_at(index.address).memos.names() == ["searches.json"]


def test_a_search_that_was_carried_over_begins_with_what_is_there(name: str) -> None:
    with searchkit.open(kept({"a": "tide"}, name)) as index:
        index.import_searches('{"version": 1, "searches": [{"name": "t", "query": "tide"}]}')
        kept({"a": "tide", "b": "tide"}, name)

        assert shown(index) == [["b"]]


@pytest.mark.parametrize("damaged", [b"", b"searchkit seen 1\n", b"\0" * 200])
def test_a_bookmark_that_is_damaged_costs_no_hit_and_a_note_says_so(
    name: str, damaged: bytes
) -> None:
    with searchkit.open(kept({"a": "tide"}, name)) as index:
        saved = index.save_search("tides", "tide")
        kept({"a": "tide", "b": "tide"}, name)
        shown(index)
        memos = engine_at(index.address).memos
        own, first = f"{saved.id}.shown.seen", f"{saved.id}.saved.seen"
        memos.replace(own, damaged, instead_of=memos.read(own))

        with index.new_hits(keep=True) as (found,):
            assert [hit.key for hit in found.hits] == ["b"]
            assert [note.message for note in found.notes] == [
                (
                    "What was shown of tides before is not known, so everything since it was "
                    "saved is new."
                )
            ]
        memos.replace(first, damaged, instead_of=memos.read(first))
        with index.new_hits() as (found,):
            assert sorted(hit.key for hit in found.hits) == ["a", "b"]
            assert [note.message for note in found.notes] == [
                "What was shown of tides before is not known, so everything that it finds is new."
            ]
        assert shown(index) == [[]]


def test_wrong_arguments_are_errors(name: str) -> None:
    with searchkit.open(kept({}, name)) as index:
        for wrong in ({"recipient": "a b"}, {"limit": -1}, {"wait": -1}, {"changed": 1}):
            with pytest.raises(ArgumentError):
                shown(index, **wrong)
        with pytest.raises(ArgumentError):
            shown(index, 3)  # type: ignore[arg-type]


def test_only_one_at_a_time_shows_a_recipient_what_is_new(name: str) -> None:
    with searchkit.open(kept({}, name)) as index:
        index.save_search("tides", "tide")
        with index.new_hits():
            assert shown(index, recipient="mail") == [[]]
            with pytest.raises(TurnTakenError):
                shown(index, wait=0)


def test_two_at_once_share_what_is_new(name: str) -> None:
    found: list[str] = []

    def show() -> None:
        with searchkit.open(address) as opened:
            found.extend(key for keys in shown(opened, limit=3) for key in keys)

    with searchkit.open(address := kept({}, name)) as index:
        index.save_search("tides", "tide")
    kept(dict.fromkeys("abcdefghijkl", "tide"), name)
    threads = [threading.Thread(target=show) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == list("abcdefghijkl")


def test_where_an_engine_lets_two_in_both_count_as_having_shown(name: str) -> None:
    class Open(MemoryMemos):
        @contextmanager
        def turn(self, name: str, *, wait: float) -> Iterator[None]:
            del name, wait
            yield

    address = kept({}, name)
    memory._memos[address] = Open(address)
    with searchkit.open(address) as one, searchkit.open(address) as other:
        one.save_search("tides", "tide")
        kept({"a": "tide", "b": "tide", "c": "tide"}, name)
        with one.new_hits(limit=1) as first, other.new_hits(limit=2) as second:
            both = {hit.key for found in (*first, *second) for hit in found.hits}
        rest = {key for keys in shown(one) for key in keys}

    assert both | rest == {"a", "b", "c"}
    assert not both & rest


texts = st.sampled_from(["tide", "ebb tide", "high tide", "moon"])
keys = st.sampled_from("abcd")
asked = st.fixed_dictionaries(
    {
        "recipient": st.sampled_from([None, "mail"]),
        "changed": st.booleans(),
        "all_hits": st.sampled_from([False, False, True]),
        "keep": st.sampled_from([False, False, True]),
    }
)
steps = st.lists(
    st.tuples(st.just("put"), keys, texts)
    | st.tuples(st.just("remove"), keys)
    | st.tuples(st.just("ask"), asked),
    max_size=14,
)


@settings(max_examples=60)
@given(st.dictionaries(keys, texts), steps)
def test_what_is_new_is_what_two_sets_say(
    held: dict[str, str], steps: list[tuple[object, ...]]
) -> None:
    """Whatever comes, changes, goes and comes back between the runs, and whoever asks."""
    name = f"sets-{next(numbers)}"

    def found_now() -> dict[str, str]:
        return {key: text for key, text in held.items() if "tide" in text}

    with searchkit.open(kept(held, name)) as index:
        index.save_search("tides", "tide")
        before = {None: found_now(), "mail": found_now()}
        for step in steps:
            match step:
                case ("put", str(key), str(text)):
                    held[key] = text
                case ("remove", key):
                    held.pop(str(key), None)
                case ("ask", dict(options)):
                    kept(held, name)
                    now, seen = found_now(), before[options["recipient"]]
                    expected = {
                        key
                        for key, text in now.items()
                        if options["all_hits"]
                        or key not in seen
                        or (options["changed"] and seen[key] != text)
                    }
                    assert shown(index, **options) == [sorted(expected)]
                    if not options["keep"]:
                        before[options["recipient"]] = now


class Killed(BaseException):
    """The process ends here."""


class Dying(MemoryMemos):
    """Memos of a process that is killed at a write, before or after that is done."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.left = -1  # half steps until it is killed; below 0: never

    def _step(self) -> None:
        if self.left == 0:
            raise Killed
        self.left -= 1

    def replace(self, name: str, content: bytes | None, *, instead_of: bytes | None) -> bool:
        self._step()
        done = super().replace(name, content, instead_of=instead_of)
        self._step()
        return done


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 8), st.booleans(), st.integers(1, 2)), max_size=8))
def test_killed_at_any_moment_nothing_is_lost_and_only_what_was_cut_off_comes_again(
    runs: list[tuple[int, bool, int]],
) -> None:
    name = f"killed-{next(numbers)}"
    memos = memory._memos[f"memory://{name}"] = Dying(f"memory://{name}")
    held = {"first": "tide"}
    told: list[str] = []
    n_cut = 0
    with searchkit.open(kept(held, name)) as index:
        index.save_search("tides", "tide")
        for number, (left, is_saving, n_new) in enumerate(runs):
            held |= {f"{number}-{one}": "tide" for one in range(n_new)}
            kept(held, name)
            memos.left = left
            with suppress(Killed):
                if is_saving:
                    index.save_search(f"other{number}", "moon")
                with index.new_hits("tides") as (found,):
                    told += [hit.key for hit in found.hits]
                memos.left = -1
            n_cut += memos.left == 0
            memos.left = -1
        told += shown(index, "tides")[0]

    assert set(told) == set(held) - {"first"}
    assert max(map(told.count, told), default=1) <= n_cut + 1


@given(st.integers(0, 12))
def test_a_search_that_is_killed_while_it_is_saved_is_there_whole_or_not_at_all(left: int) -> None:
    name = f"saving-{next(numbers)}"
    memos = memory._memos[f"memory://{name}"] = Dying(f"memory://{name}")
    with searchkit.open(kept({"a": "tide"}, name)) as index:
        memos.left = left
        with suppress(Killed):
            index.save_search("tides", "tide")
            index.save_search("tides", "tide moon", replace=True)
        memos.left = -1
        kept({"a": "tide", "b": "tide and moon"}, name)

        for search in index.saved:
            with index.new_hits(search.name) as (found,):
                assert [hit.key for hit in found.hits] == ["b"]
                assert found.notes == ()
        index.save_search("other", "moon")
        ids = {one.id for one in index.saved}
        assert {n.partition(".")[0] for n in memos.names() if n.endswith("seen")} == ids


def test_in_an_index_of_files_commits_merges_and_rebuilds_make_nothing_new(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus({f"{number}.txt": f"A tide, number {number}." for number in range(8)})
    searchkit.update(tmp_path / "index", corpus)
    found: list[NewHits] = []
    with searchkit.open(tmp_path / "index") as index:
        index.save_search("tides", "tide", timezone="UTC")
        for number in (9, 10, 11):
            (corpus / f"{number}.txt").write_text(f"A tide, number {number}.")
            searchkit.update(tmp_path / "index")
        (corpus / "3.txt").unlink()
        (corpus / "4.txt").write_text("A tide of another kind.")
        searchkit.update(tmp_path / "index", optimize=True)

        assert shown(index, keep=True) == [["10.txt", "11.txt", "9.txt"]]
        assert shown(index, changed=True) == [["10.txt", "11.txt", "4.txt", "9.txt"]]
        searchkit.update(tmp_path / "index", rebuild=True)
        with index.new_hits(changed=True) as found_then:
            found += found_then

    assert (found[0].total, found[0].hits) == (10, ())
