from __future__ import annotations

import pytest

from searchkit.errors import ArticleAmbiguousError
from searchkit.evaluation.judged_articles import keys_of

KEYS = ["a.jsonl#1", "a.jsonl#x#2", "b.jsonl#3", "c.jsonl#3", "c#.txt", "1.txt"]


def test_an_article_is_named_by_its_key_or_by_what_follows_a_sign() -> None:
    names = ["a.jsonl#1", "1", "x#2", "2", "1.txt", "txt", "9"]

    assert keys_of(names, KEYS) == {
        "a.jsonl#1": "a.jsonl#1",
        "1": "a.jsonl#1",
        "x#2": "a.jsonl#x#2",
        "2": "a.jsonl#x#2",
        "1.txt": "1.txt",
    }


def test_a_name_of_several_articles_is_an_error_unless_it_is_a_key() -> None:
    with pytest.raises(ArticleAmbiguousError) as caught:
        keys_of(["3"], KEYS)

    assert caught.value.keys == ("b.jsonl#3", "c.jsonl#3")
    assert keys_of(["3"], [*KEYS, "3"]) == {"3": "3"}
    assert keys_of(["b.jsonl#3"], KEYS) == {"b.jsonl#3": "b.jsonl#3"}
