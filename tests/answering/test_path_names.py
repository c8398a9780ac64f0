"""Articles by the names of their files, however the accents in these are encoded."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import searchkit
from tests.conftest import MakeCorpus, keys


def test_a_file_is_found_by_its_name_however_the_accents_are_encoded(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    parted = normalize("NFD", "Été/ñandú.txt")
    corpus = make_corpus({parted: "Rhea\n\nThe rhea ran.\n"})
    with searchkit.create(tmp_path / "index") as index:
        index.update(corpus)

        for name in ("Été/ñandú.txt", parted, normalize("NFD", "Été") + "/ñandú.txt"):
            assert index.article(name).title == "Rhea"
            assert keys(index.search(f"key:{name}")) == [parted]
        assert index.key_of("ñandú.txt") == parted
        assert index.search("key:Été/ñandu.txt").total == 0


def test_files_whose_names_differ_by_the_encoding_alone_stay_two(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    composed, parted = "café.txt", normalize("NFD", "café.txt")
    corpus = make_corpus({composed: "Heron\n\nIt ran.\n", parted: "Egret\n\nIt ran.\n"})
    with searchkit.create(tmp_path / "index") as index:
        index.update(corpus)

        assert [index.article(name).title for name in (composed, parted)] == ["Heron", "Egret"]
        assert [index.search(f"key:{name}").total for name in (composed, parted)] == [1, 1]
