from hypothesis import given
from hypothesis import strategies as st

from searchkit import analysis
from searchkit.local.writing.numbering import Numbering

# Chunks that share their first sixteen bytes, that fill them, and that are not ASCII.
TRICKY = (
    "counterrevolutionaries counterrevolutionary counterrevoluti counterrevolution",
    "12345678 123456789 1234567812345678 12345678123456789 12345678",
    "« Où est-il ? » L’été — l'été, ’tis well-known… O'Brien's AT&T’s U.S. 1,000s C++",
    "Съешь же ещё этих мягких французских булок 天気がいいから散歩しましょう",
    "",
    " \n\t",
    "... & 'tis",
    "The US, the U.S. and (US) troops’ «US» WHO's AT&T IT US. A IS I",
    "WHO SAYS SO in 20 US 30 TO 1 WHO",
    "US",
    "IT AM",
    "ПО и США, ПО ИЛИ НА ЧТО",
)

# What stands at the edges of words, so that chance finds what is wrongly left out.
edges = st.text("as1'.,&+#`“”—…’é\u0301\u200b\u2028 ", max_size=30) | st.text(
    "USus1 .'’éÉ\u00a0", max_size=30
)


def analysed(text: str) -> list[str]:
    return [token.word for token in analysis.with_acronyms(text)]


def words_of(numbering: Numbering, texts: list[str]) -> list[list[str]]:
    tokens, lengths = numbering.numbers(texts)
    each = iter(tokens.tolist())
    return [[numbering.words[next(each)] for _ in range(length)] for length in lengths.tolist()]


def test_the_words_of_tricky_chunks_are_those_of_analysis() -> None:
    assert words_of(Numbering(), list(TRICKY)) == list(map(analysed, TRICKY))


@given(
    st.lists(
        st.lists(edges | st.text(max_size=60) | st.sampled_from(TRICKY), max_size=5), max_size=4
    )
)
def test_numbers_are_the_words_of_analysis_block_after_block(blocks: list[list[str]]) -> None:
    numbering = Numbering()

    for texts in blocks:
        assert words_of(numbering, texts) == list(map(analysed, texts))
    assert len(set(numbering.words)) == len(numbering.words)


def test_a_hundred_thousand_different_words_keep_apart() -> None:
    words = [f"w{number:x}" for number in range(100_000)]
    text = " ".join(words)
    numbering = Numbering()

    for _ in range(2):
        assert words_of(numbering, [text]) == [words]
    assert numbering.chunk_count == len(words)
