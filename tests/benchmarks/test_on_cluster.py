from __future__ import annotations

from benchmarks.on_cluster import our_text, plain_body
from benchmarks.queries import Kind, Query


def test_a_query_means_the_same_for_both() -> None:
    both = Query(Kind.AND, ("rail", "strike"))
    either = Query(Kind.FILTERED, ("rail",), "Tide", "2018-01-01", "2018-12-31")

    assert our_text(both) == "rail AND strike"
    assert our_text(Query(Kind.PHRASE, both.words)) == '"rail strike"'
    assert plain_body(both, snippets=False)["query"] == {
        "bool": {
            "must": [
                {
                    "multi_match": {
                        "query": "rail strike",
                        "fields": ["title", "text"],
                        "operator": "and",
                        "type": "cross_fields",
                    }
                }
            ],
            "filter": [],
        }
    }
    assert plain_body(either, snippets=True)["query"] == {
        "bool": {
            "must": [{"multi_match": {"query": "rail", "fields": ["title", "text"]}}],
            "filter": [
                {"term": {"source": "Tide"}},
                {"range": {"date": {"gte": "2018-01-01", "lte": "2018-12-31"}}},
            ],
        }
    }
