"""What is measured of copies, on a few articles."""

import json
import re
from pathlib import Path

from benchmarks.copies import KINDS, copies_lines

WORDS = [f"{a}{b}" for a in ("har", "mar", "til", "gor", "sel") for b in ("bour", "ram", "den")]


def test_labelled_and_made_copies_are_counted_and_what_they_cost(tmp_path: Path) -> None:
    texts = [
        " ".join(f"{word}{number} stands {place}." for place, word in enumerate(WORDS * 3))
        for number in range(60)
    ]
    articles = [
        {"id": f"a{number}", "title": text[:20], "source": "Post", "text": text}
        for number, text in enumerate([*texts, f"LONDON (Newswire) - {texts[0]}"])
    ]
    news = tmp_path / "news.jsonl"
    news.write_text("\n".join(map(json.dumps, articles)))
    for name in ("pairs.tsv", "pairs-reuters.tsv"):
        (tmp_path / name).write_text("id1\tid2\tlabel\na0\ta60\tcopy\na0\ta1\tother\n")

    lines = list(copies_lines(tmp_path, news, news, tmp_path / "work", rounds=2, seed=0))

    assert "| pairs.tsv | copy | 1 | 1 |" in lines
    assert "| pairs.tsv | other | 0 | 1 |" in lines
    assert [line[:50] for line in lines if line.startswith("- news")] == [
        "- news: 1 pairs, 1 of them of articles of 60 words"
    ]
    made = [line for line in lines if re.fullmatch(r"\| [a-z ]+ \| \d+ \| [01]\.\d{3} \|", line)]
    assert len(made) == len(KINDS)
    cost = next(line for line in lines if line.startswith("- of "))
    assert all(name in cost for name in ("word_hashes", "run_sketches", "find_copies"))
