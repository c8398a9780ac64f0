"""What is measured among very many articles, on a few."""

import json
from pathlib import Path

from benchmarks.many_articles import draw, many_lines

WORDS = (
    "tide moon harbour ferry pier gull wave rope sail mast keel reef dune marsh creek quay".split()
)


def corpus(folder: Path) -> Path:
    file = folder / "news.jsonl"
    texts = [f"{one}er {two} {one}ing." for one in WORDS for two in WORDS]
    file.write_text(
        "\n".join(json.dumps({"id": text, "title": "t", "text": text}) for text in texts)
    )
    return file


def test_as_many_are_drawn_as_were_asked_for_and_the_same_again(tmp_path: Path) -> None:
    for name in ("one", "other"):
        draw(corpus(tmp_path), tmp_path / name, articles=50, seed=1)
    one, other = (next((tmp_path / name).iterdir()).read_text() for name in ("one", "other"))

    assert one == other
    records = [json.loads(line) for line in one.splitlines()]
    assert [record["id"] for record in records] == list(map(str, range(50)))
    assert all("“" in record["text"] for record in records)
    assert 0 < sum(record["text"].startswith("LONDON") for record in records) < 25


def test_what_it_costs_stands_in_a_table(tmp_path: Path) -> None:
    draw(corpus(tmp_path), tmp_path / "drawn", articles=40, seed=1)
    lines = many_lines(tmp_path / "drawn", tmp_path / "index", updates=2, seed=0)

    assert lines[:3] == ["| measure, ms of the processor | |", "|---|---:|", "| articles | 40 |"]
    assert [line.split(" | ")[0] for line in lines[5:9]] == [
        "| of these clusters and single articles",
        "| finding them folded, beside not folded, p50",
        "| articles that may have a quotation, p50",
        "| the same, p95",
    ]
    assert lines[-1].startswith("- one more article: ")
