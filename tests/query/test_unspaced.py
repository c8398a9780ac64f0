"""Words that are typed without spaces between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit.query import parse
from searchkit.query.nodes import AllOrSome, Not, Phrase, Word, leaves
from searchkit.query.unparsing import to_text
from searchkit.query.unspaced import joined
from tests.conftest import write_files

ARTICLES = {
    "exact.txt": "社会主义国家的历史很长。",
    "parted.txt": "这个国家的社会在变化，主义很多。",
    "other.txt": "渡轮清晨抵达码头，海面很平静。",
    "kyoto.txt": "京都の東は山です。",
    "tokyo.txt": "東京都のタワーは高い。フェリーは朝早く到着した。",
    "thai.txt": "เรือข้ามฟากมาถึงแต่เช้าตรู่และมีคนเพียงไม่กี่คน",
    "thai-too.txt": "ทะเลสงบและเรือข้ามฟากจอดที่ท่าเรือ",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> searchkit.Index:
    folder = tmp_path_factory.mktemp("unspaced")
    write_files(folder / "corpus", ARTICLES)
    index = searchkit.open(folder / "index", create=True)
    index.update(folder / "corpus")
    return index


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("社会", '"社会"'),
        ("東京都", '"東京都"'),
        ("社会主义", '"社会" "会主" "主义"'),
        ("東京タワーの歴史", '"東京" "タワー" "の歴史"'),
        ("ビールの瓶", '"ビール" "の瓶"'),
        ("コーヒーと紅茶と", '"コーヒー" "と紅" "紅茶" "茶と"'),
        ("コーヒーとミルク", '"コーヒー" "ミルク"'),
        ("การเมือง", '"การเมือง"'),
        ("เรือข้ามฟาก", '"เรือข้" "รือข้า" "อข้าม" "ข้ามฟ" "ามฟา" "มฟาก"'),
        ("กรอกIPv6ใ", '"กรอก" ipv6'),
        ("2020年东京奥运会", '2020 "年东" "东京" "京奥" "奥运" "运会"'),
        ("2011年3月11日", '"2011 年 3 月 11 日"'),
        ("中国·俄罗斯关系", '"中国" "俄罗" "罗斯" "斯关" "关系"'),
        ('"社会主义国家"', '"社会主义国家"'),
        ("=社会主义国家", '="社会主义国家"'),
        ("党 -社会主义国家", '党 AND NOT "社会主义国家"'),
        ("党 NOT title:社会主义国家", '党 AND NOT title:"社会主义国家"'),
        ("+社会主义国家 党", '+"社会主义国家" 党'),
        ("title:社会主义^2", 'title:("社会"^2 "会主"^2 "主义"^2)'),
    ],
)
def test_a_long_run_of_characters_is_looked_for_by_its_grams(typed: str, looked_for: str) -> None:
    read = parse(typed)

    assert to_text(read.node) == looked_for
    assert parse(looked_for).node == read.node
    assert not read.notes


def test_grams_are_phrases_of_which_an_article_may_have_some() -> None:
    read = parse("社会主义")

    assert isinstance(read.node, AllOrSome)
    assert [type(part) for part in read.node.parts] == [Phrase] * 3
    assert not isinstance(read.node, Not)


def test_who_has_the_whole_run_comes_first_and_others_after(index: searchkit.Index) -> None:
    results = index.search("社会主义国家")

    assert results.total == 1
    assert [(hit.key, hit.lacks) for hit in results] == [
        ("exact.txt", ()),
        ("parted.txt", ('"会主"', '"义国"')),
    ]


def test_a_run_in_quotation_marks_is_found_as_it_is(index: searchkit.Index) -> None:
    assert [hit.key for hit in index.search('"社会主义国家"')] == ["exact.txt"]
    assert [hit.key for hit in index.search('"国家的社会"')] == ["parted.txt"]


def test_a_word_of_three_characters_is_no_two_words_of_two(index: searchkit.Index) -> None:
    assert [hit.key for hit in index.search("東京都")] == ["tokyo.txt"]


def test_a_question_in_japanese_finds_its_words(index: searchkit.Index) -> None:
    (first, *_) = index.search("フェリーの到着は朝早く")

    assert first.key == "tokyo.txt"


def test_thai_without_spaces_finds_what_has_it(index: searchkit.Index) -> None:
    assert {hit.key for hit in index.search("เรือข้ามฟาก")} == {"thai.txt", "thai-too.txt"}
    (first, *_) = index.search("เรือข้ามฟากมาถึงตอนเย็น")
    assert first.key == "thai.txt"


def test_matches_that_overlap_are_marked_as_one(index: searchkit.Index) -> None:
    (hit, *_) = index.search("社会主义国家")
    snippet = hit.snippets[0]

    assert [snippet.text[start:end] for start, end in snippet.spans] == ["社会主义国家"]


def test_a_run_of_which_nothing_is_anywhere_is_told_of_as_one(index: searchkit.Index) -> None:
    results = index.search("渡社轮会清主")

    assert [note.message for note in results.notes if "side by side" in note.message] == [
        'No article has "渡社轮会清主" side by side.'
    ]


def test_grams_across_words_are_not_told_of(index: searchkit.Index) -> None:
    assert [note.message for note in index.search("渡轮到码头").notes] == [
        'No article has all of: "渡轮到码头". These have some.'
    ]


@given(st.text("社会主义国家東京タワーのเรือ2a ", min_size=1, max_size=12))
def test_shown_as_one_they_are_what_was_typed(typed: str) -> None:
    found = joined(leaves(parse(typed).node))
    shown = "".join(to_text(node) for node in found).replace('"', "").replace(" ", "")

    assert set(shown) <= set(typed)
    assert all(isinstance(node, Phrase | Word) for node in found)
