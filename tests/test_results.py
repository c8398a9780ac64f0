from searchkit.article import Article
from searchkit.results import Hit, Results

HITS = tuple(
    Hit(
        rank=number,
        article=Article(key=f"{number}.txt", title="Tide", text="", path=f"{number}.txt"),
        score=1 / number,
        snippets=(),
    )
    for number in (1, 2, 3)
)


def test_results_are_a_sequence_of_their_hits() -> None:
    results = Results(query="tide", total=27, took=0.004, hits=HITS)

    assert len(results) == 3
    assert list(results) == list(HITS)
    assert results[0] == HITS[0]
    assert results[-2:] == HITS[1:]
    assert list(reversed(results)) == [HITS[2], HITS[1], HITS[0]]
    assert HITS[1] in results
    assert results.index(HITS[2]) == 2


def test_results_without_hits_are_false() -> None:
    assert not Results(query="tide", total=27, took=0.004, hits=(), offset=30)


def test_equal_searches_have_equal_results() -> None:
    one, other = (Results(query="tide", total=3, took=0.1, hits=HITS) for _ in range(2))

    assert one == other
    assert hash(one) == hash(other)
