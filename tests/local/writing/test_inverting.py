from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchkit import analysis
from searchkit.article import Article, ArticleDate, Origin, Span
from searchkit.local.segment import stored_fields
from searchkit.local.segment.segment_reader import ArraySegment, open_segment
from searchkit.local.segment.segment_writer import save_segment
from searchkit.local.writing import inverting, lexicon, runs, token_pieces
from searchkit.local.writing.interning import Vocabulary
from searchkit.local.writing.inverting import inverted
from searchkit.local.writing.runs import Batch, Run
from searchkit.schema import DEFAULT_LANGUAGE, from_record, period, source_term
from searchkit.syncing.fingerprints import fingerprint

SENTENCES = {
    "en": "When the tide went out, they walked to the island and were back by noon.",
    "fr": "Les marées de printemps montent plus haut que les autres dans le port d’été.",
    "de": "Die Straße war naß, und die Bäcker gingen nach Hause, als es Tag wurde.",
    "nl": "De openbare relaties van de organisaties waren een relatie in een organisatie.",
    "ru": "Съешь же ещё этих мягких французских булок, да выпей чаю в доме.",
    "zh": "天気がいいから散歩しましょう",
    "xx": "The relations of organizations are relational, the relation an organization.",
    None: "walked walking walks Naïve naive NAÏVE O’Brien’s AT&T's U.S. 1,000 \ud800x",
}
WORDS = [f"word{n * n}" for n in range(2000)]
texts = st.lists(st.sampled_from(list(SENTENCES.values())) | st.text(max_size=20), max_size=6).map(
    " ".join
)


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        text = draw(texts.filter(str.strip))
        cut = draw(st.integers(0, len(text)))
        found.append(
            Article(
                key=f"{draw(st.sampled_from('ab'))}/{number}",
                path=draw(st.sampled_from(["a", "b", "ü"])),
                title=draw(texts),
                text=text,
                language=draw(st.sampled_from([None, None, "en", "fr", "ru", "xx"])),
                source=draw(st.sampled_from([None, "Us Weekly", "Été"])),
                date=draw(st.none() | st.dates().map(ArticleDate.of_day)),
                furniture=(Span(0, cut),) if cut else (),
            )
        )
    return found


def words_of(text: str) -> list[str]:
    """The words of a text, and behind them those that are broken in it."""
    found = [*analysis.with_acronyms(text), *analysis.more_words(text)]
    return [token.word for token in found]


def naive(found: list[Article], field: str) -> dict[bytes, dict[int, list[tuple[int, bytes]]]]:
    """The inverted field, word by word: position and form by term and article."""
    inverted: dict[bytes, dict[int, list[tuple[int, bytes]]]] = defaultdict(dict)
    for number, article in enumerate(found):
        language = language_of(article) or DEFAULT_LANGUAGE
        text = article.prose if field == "text" else article.title
        for position, word in enumerate(words_of(text)):
            term = analysis.inflection(word, language).encode("utf-8", "surrogatepass")
            form = analysis.fold(word).encode("utf-8", "surrogatepass")
            inverted[term].setdefault(number, []).append((position, form))
    return inverted


def stems_of(found: list[Article], field: str) -> dict[tuple[bytes, str], bytes]:
    """The stem of each term in each language, where it is not the term."""
    stems = {}
    for article in found:
        language = language_of(article) or DEFAULT_LANGUAGE
        for word in words_of(article.prose if field == "text" else article.title):
            term, stem = analysis.inflection(word, language), analysis.stem(word, language)
            if term != stem:
                stems[term.encode(), language] = stem.encode()
    return stems


def read_back(segment: ArraySegment, field: str) -> dict[bytes, dict[int, list[tuple[int, bytes]]]]:
    reader = segment.field(field)
    assert reader
    inverted: dict[bytes, dict[int, list[tuple[int, bytes]]]] = {}
    for term, name in enumerate(reader.terms):
        postings = reader.postings(term)
        found = postings.occurrences()
        forms: Any = reader.forms
        stood = zip(found.positions.tolist(), forms.take(found.forms), strict=True)
        inverted[name] = {
            article: [next(stood) for _ in range(count)]
            for article, count in zip(
                postings.articles.tolist(), postings.frequencies.tolist(), strict=True
            )
        }
    return inverted


def run_of(found: list[Article], vocabulary: Vocabulary, path: Path) -> Run:
    batch = Batch(vocabulary, lambda: path)
    for article in found:
        batch.add(article, fingerprint=fingerprint(article))
    entry = batch.finish()
    assert entry
    assert entry.n_articles == len(found)
    return entry.open()


def written(batches: list[list[Article]], folder: Path, *, vocabularies: int = 1) -> ArraySegment:
    """One segment of some batches, whose words several vocabularies numbered in turn."""
    known = [Vocabulary() for _ in range(vocabularies)]
    runs = [
        run_of(found, known[number % vocabularies], folder / f"{number}.arrays")
        for number, found in enumerate(batches)
    ]
    save_segment(folder / "MAIN_a.arrays", inverted(runs, scratch=folder))
    return open_segment(folder / "MAIN_a.arrays")


def language_of(article: Article) -> str | None:
    detected = analysis.detect(article.prose)
    return article.language or (detected and detected.language)


def told_its_language(article: Article) -> Article:
    detected = analysis.detect(article.prose)
    if article.language or detected is None:
        return article
    return article.replace(
        language=detected.language,
        origins=article.origins.replace(
            language=Origin.DOUBTFUL if detected.is_doubtful else Origin.DETECTED
        ),
    )


@settings(max_examples=60)
@example(
    batches=[[Article(key="a/0", path="a", title="A¬ A", text="Broken words.")]],
    vocabularies=1,
    tokens=1,
    block=1,
    in_memory=False,
)
@given(
    batches=st.lists(articles(), min_size=1, max_size=3),
    vocabularies=st.integers(1, 2),
    tokens=st.sampled_from([1, 5, 50, 1 << 19]),
    block=st.sampled_from([1, 100, 1 << 19]),
    in_memory=st.booleans(),
)
def test_a_segment_holds_what_inverting_word_by_word_gives(
    batches: list[list[Article]], vocabularies: int, tokens: int, block: int, in_memory: bool
) -> None:
    found = [article for batch in batches for article in batch]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "_BLOCK", block)
        patch.setattr(token_pieces, "_AT_ONCE", tokens)
        patch.setattr(lexicon, "_STRETCH", tokens)
        patch.setattr(inverting, "_IN_MEMORY", 1 << 19 if in_memory else 0)
        segment = written(batches, Path(folder), vocabularies=vocabularies)

        for field in ("text", "title"):
            assert read_back(segment, field) == naive(found, field)
            stems = stems_of(found, field)
            reader: Any = segment.field(field)
            assert reader.has_stems == bool(stems)
            for number, term in enumerate(reader.terms):
                for language in ("en", "fr", "de", "ru"):
                    stem = stems.get((term, language), term)
                    assert reader.stem_of_term(number, language) == stem
            lengths: Any = segment.lengths(field)
            text = [a.prose if field == "text" else a.title for a in found]
            assert lengths.tolist() == [len(words_of(t)) for t in text]
        stored = [from_record(segment.record(n)) for n in range(len(found))]
        assert stored == list(map(told_its_language, found))
        assert list(map(fingerprint, stored)) == list(map(fingerprint, found))
        segment.close()


@given(st.lists(articles(), min_size=1, max_size=1))
def test_names_and_columns_are_those_of_the_articles(batches: list[list[Article]]) -> None:
    (found,) = batches
    with tempfile.TemporaryDirectory() as folder:
        segment = written([found[:2], found[2:]] if len(found) > 2 else [found], Path(folder))
        values = {
            "key": [a.key for a in found],
            "path": [a.path for a in found],
            "source": [source_term(a.source) for a in found],
            "language": [language_of(a) or "unknown" for a in found],
        }

        for name, expected in values.items():
            column: Any = segment.column(name)
            reader: Any = segment.field(name)
            assert [column.values[n].decode() for n in column.numbers.tolist()] == expected
            assert {
                term.decode(): reader.postings(number).articles.tolist()
                for number, term in enumerate(reader.terms)
            } == {v: [n for n, e in enumerate(expected) if e == v] for v in expected}
        rows: Any = segment.column("fingerprint")
        assert [row.tobytes() for row in rows.rows] == list(map(fingerprint, found))
        dates: list[Any] = [segment.column("date_from"), segment.column("date_to")]
        assert list(zip(*(d.numbers.tolist() for d in dates), strict=True)) == [
            period(article.date) for article in found
        ]
        segment.close()


def test_a_batch_without_articles_is_no_run() -> None:
    def new_path() -> Path:
        raise AssertionError

    assert Batch(Vocabulary(), new_path).finish() is None


def test_a_later_run_is_compressed_with_the_dictionary_of_an_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_fields, "_HELD_BACK", 1 << 20)
    random = np.random.default_rng(3)
    many, few = (
        [
            Article(
                key=f"{n}", path="a", title="t", text=" ".join(random.choice(WORDS, 300).tolist())
            )
            for n in range(count)
        ]
        for count in (1500, 3)
    )
    batch = Batch(Vocabulary(), lambda: tmp_path / "0.arrays")
    for article in many:
        batch.add(article, fingerprint=bytes(16))
    first = batch.finish()
    assert first
    batch = Batch(Vocabulary(), lambda: tmp_path / "1.arrays", dictionary=batch.dictionary)
    for article in few:
        batch.add(article, fingerprint=bytes(16))
    second = batch.finish()
    assert second
    runs = [first.open(), second.open()]
    save_segment(tmp_path / "MAIN_a.arrays", inverted(runs, scratch=tmp_path))
    segment = open_segment(tmp_path / "MAIN_a.arrays")

    assert segment.stored
    assert len(segment.stored.dictionaries) == 1
    numbers = (0, 1499, 1500, 1502)
    read = [from_record(segment.record(number)) for number in numbers]
    assert read == [told_its_language((many + few)[number]) for number in numbers]


def test_languages_are_told_for_many_texts_as_for_one() -> None:
    long = " ".join(SENTENCES.values())
    mixed = 20 * SENTENCES["fr"] + 20 * SENTENCES["en"]
    found = [*SENTENCES.values(), mixed, long, "Breaking: AT&T", "", "12 34", "“Ça va ?”"]
    articles = [Article(key="a", path="a", title="t", text=text) for text in found]

    counts = np.zeros(len(articles), np.int64)
    analysed = Vocabulary().analyse(articles, np.zeros((0, 2), np.int64), counts)

    detected = [analysis.detect(text) for text in found]
    assert analysed.languages == [one and one.language for one in detected]
    assert analysed.doubtful == [one is not None and one.is_doubtful for one in detected]
