from __future__ import annotations

import pytest

from searchkit.output import Style
from searchkit.output.text_of_copies import copies_as_text
from searchkit.results import Copy
from searchkit.results.found_copies import Copies, CopyCluster

PAIR = CopyCluster((Copy("a", "Post", None, "A"), Copy("b", "Weekly", None, "A")), 2)


@pytest.mark.parametrize(
    ("shown", "offset", "said"),
    [
        (12, 0, "12 clusters of 24 articles"),
        (2, 0, "2 of 12 clusters of 24 articles"),
        (2, 4, "5-6 of 12 clusters of 24 articles"),
        (0, 0, "12 clusters of 24 articles"),
        (0, 12, "0 of 12 clusters of 24 articles"),
    ],
)
def test_the_last_line_says_which_clusters_are_shown(shown: int, offset: int, said: str) -> None:
    clusters = (PAIR,) * shown
    copies = Copies(clusters=clusters, total=12, articles=24, took=0.001, offset=offset)

    assert copies_as_text(copies, Style()).splitlines()[-1] == f"{said} (1 ms)"


def test_the_last_line_breaks_between_words() -> None:
    copies = Copies(clusters=(), total=12, articles=24, took=0.001)

    assert copies_as_text(copies, Style(width=24)) == "12 clusters of 24\n  articles (1 ms)\n"
