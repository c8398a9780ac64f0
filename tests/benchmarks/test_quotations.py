"""What is measured of quotations, on a few articles."""

import json
from pathlib import Path

import searchkit
from benchmarks.quotations import Collection, Judged, labels_met, quotations, read_judged

SAID = "nobody on this coast has seen the water stand so low in a hundred years"
OTHER = "we are going to build a wall that the sea will never climb again"


def made(folder: Path) -> str:
    """The address of an index of four articles."""
    texts = {"a": SAID, "b": f"well, {SAID}", "c": OTHER, "d": f"{SAID[:39]} boats {OTHER}"}
    articles = [
        {"id": name, "title": name, "source": f"{name} Post", "text": f"He said “{text}.”"}
        for name, text in texts.items()
    ]
    (folder / "news").mkdir()
    (folder / "news" / "news.jsonl").write_text("\n".join(map(json.dumps, articles)))
    searchkit.update(folder / "index", folder / "news")
    return str(folder / "index")


def test_judged_pairs_are_counted_by_their_labels(tmp_path: Path) -> None:
    labels = tmp_path / "quotes.tsv"
    labels.write_text(
        "words\tid1\tid2\tlabel\tshared4\tcontainment\n"
        "nobody on this coast has seen\ta\tb\tsame\t12\t1.0\n"
        "nobody on this coast has seen\ta\td\tdifferent\t4\t0.3\n"
        "we are going to build\tc\td\tsame\t4\t1.0\n"
        "we are going\tc\tmissing\tsame\t4\t1.0\n"
    )
    judged = read_judged(labels)

    assert judged[0] == Judged("nobody on this coast has seen", "a", "b", "same", 12)
    assert labels_met(Collection(made(tmp_path)), judged) == {
        "different": (1, 0, 0),
        "same, 5 or more in common": (1, 1, 1),
        "same, fewer": (1, 1, 1),
    }


def test_all_that_every_shingle_finds_is_found_by_the_index(tmp_path: Path) -> None:
    lines = quotations(made(tmp_path), [], asked=4, seed=0)

    assert lines[0] == "4 articles; 4 of their quotations have 8 words or more."
    assert lines[5:10] == [
        "| 4 random quotations in articles of other outlets | |",
        "|---|---:|",
        "| by every shingle | 4 |",
        "| of these by the index | 4 (1.000) |",
        "| others by the index | 0 |",
    ]
