"""What is a word, in tables and in laws."""

from __future__ import annotations

import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchkit.analysis import Token, fold, tokenise, words

# What the rules are about, so that chance finds their corners.
PIECES = [
    *"aAsSbz019.,&+#'-_/\"!?:@()",
    *"’‘ʼ´`ß\u00adæŒﬁſšéÉñÅœłøıİΣςйЙёЁїאابن한글あガｶﾞ中々〇ーไทยက្កहिन्",
    *"\u0301\u0307\u0323\u200b\u200d\u200f\ufeff\ufe0f\u20e3\u0640\u3099\u0345",
    *"ＡＺ０１．，＆＋＃＇²½①Ⅷ٣๓𝐀𝟗😀…—“”«»\u1161\u11a8ﾡ\ud800",
    "'s",
    "’S",
    ".s",
    ",000",
    "++",
    "U.S.",
]
texts = st.text(st.sampled_from([*"".join(PIECES), " ", "\n", "\u00a0"]), max_size=40) | st.lists(
    st.sampled_from([*PIECES, " "]), max_size=20
).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # abbreviations
        ("U.S. U.S U.S.A. u.s.", "u.s u.s u.s.a u.s"),
        ("9 a.m. or p.m., e.g. (i.e.)", "9 a.m or p.m e.g i.e"),
        ("U.S.-led U.S.’s, the U.S.'s; U.S.?", "u.s led u.s the u.s u.s"),
        ("give us US", "give us us"),
        ("J.R.R. Tolkien, J. R. R.", "j.r.r tolkien j r r"),
        ("at 5 p.m.The end.Then St.Louis", "at 5 p m the end then st louis"),
        ("...and so... on.", "and so on"),
        # signs
        ("AT&T R&D S&P PG&E's Q&A", "at&t r&d s&p pg&e q&a"),
        ("Johnson&Johnson salt&b b&salt A&B&C", "johnson johnson salt b b salt a&b&c"),
        ("& a & b a& &b", "a b a b"),
        ("C++ C# F# g++, C♯ (C++)", "c++ c# f# g++ c# c++"),
        ("C++17 Disney+ a++b C+++ #5 C##", "c++ 17 disney a b c 5 c"),
        # apostrophes
        ("O'Brien O’Brien Oʼbrien O´Brien O`Brien", "o'brien o'brien o'brien o'brien o'brien"),
        ("don't don’t rock'n'roll", "don't don't rock'n'roll"),
        ("city's city’s CITY’S boss' boss’ it's", "city city city boss boss it"),
        ("O'Brien's 1990's Coo's's", "o'brien 1990 coo"),
        ("'hello' ‘hello’ 'tis rock 'n' roll", "hello hello tis rock n roll"),
        ("l'eau d’été qu'il aujourd'hui", "l'eau d'été qu'il aujourd'hui"),
        ("'s '' ' a''b", "s a b"),
        # numbers
        ("1,000 1,000,000 12,345.67 $1,000", "1000 1000000 12345.67 1000"),
        ("3.14 1.5bn 2,000th 1990s v2.0 .5", "3.14 1.5bn 2000th 1990s v2.0 5"),
        ("1,2,3 1,0000 1,00 12345,678", "1 2 3 1 0000 1 00 12345 678"),
        ("14.03.2021 3.5. 10:30 2021-03-14 7/8", "14.03.2021 3.5 10 30 2021 03 14 7 8"),
        # what parts words
        ("well-known COVID-19 and/or snake_case", "well known covid 19 and or snake case"),
        ("dash—dash – a…b “curly” «c»", "dash dash a b curly c"),
        ("https://x.example.com/a_b?c=1", "https x example com a b c 1"),
        ("john.doe@example.com #tag @name", "john doe example com tag name"),
        ("😀 ❤️ 👩‍👩‍👧 !? -- ''", ""),
        ("good😀bye", "good bye"),
        # what cannot be seen
        ("co\u00adoperate \ufeffBOM\u200e zero\u200dwidth", "cooperate bom zerowidth"),
        ("two\u200bwords no\u00a0break", "two words no break"),
        # scripts
        ("東京タワー3階", "東 京 タ ワ ー 3 階"),
        ("iPhone手机 人々", "iphone 手 机 人 々"),
        ("ｶﾞ か\u3099", "ガ が"),
        ("สวัสดี ກາ ខ្មែរ မြန်မာ", "ส วั ส ดี ກ າ ខ្ មែ រ မြ န် မာ"),
        ("안녕하세요 세계", "안녕하세요 세계"),
        ("हिन्दी में", "हिन्दी में"),
        (
            "KBS의 2019년 BBCने iPad을 4G는 2.5만 3,000원 제7회",
            "kbs 의 2019 년 bbc ने ipad 을 4g 는 2.5 만 3000 원 제 7 회",
        ),
        ("ב2019 וBBC الـ4G ٢٠١٩م २०१९में 2019թ", "ב 2019 ו bbc ال 4g ٢٠١٩ م २०१९ में 2019 թ"),
        (
            "U.K.의 R&D를 C#은 O'Brien은 BBC’s의 ℃는 Ⅷ번",
            "u.k 의 r&d 를 c# 은 o'brien 은 bbc 의 는 viii 번",
        ),
        ("م.ع. צ'ק ق&ع 가나's 가.a.b 나", "م.ع צ'ק ق&ع 가나 가 a.b 나"),
        ("СOVID 2019г kΩ Qurʾān ǂKhomani", "сovid 2019г kω qurʾān ǂkhomani"),
        ("ｆｕｌｌ　１２３ Ｕ．Ｓ．", "full 123 u.s"),
        ("ﬁnance m² Congreſs", "finance m2 congress"),
        ("ΟΔΟΣ Ёлка ЙОД", "οδος ёлка йод"),
        ("İstanbul ısparta ISPARTA", "i\u0307stanbul ısparta isparta"),
        ("Naïve Café Cafe\u0301", "naïve café café"),
        ("", ""),
    ],
)
def test_a_text_has_these_words(text: str, expected: str) -> None:
    found = tokenise(text)

    assert " ".join(token.word for token in found) == expected
    assert " ".join(words(text)) == expected


def test_a_span_takes_in_the_possessive_and_the_last_dot() -> None:
    text = "The city’s U.S.’s “boss'” in the U.S."

    assert tokenise(text) == [
        Token(0, 3, "the"),
        Token(4, 10, "city"),
        Token(11, 17, "u.s"),
        Token(19, 23, "boss"),
        Token(26, 28, "in"),
        Token(29, 32, "the"),
        Token(33, 37, "u.s"),
    ]


def test_a_span_leaves_out_what_cannot_be_seen_around_the_word() -> None:
    assert tokenise("\u200eca\u00adfe\u0301\u200e.") == [Token(1, 7, "café")]


def test_a_word_too_long_for_an_index_is_cut_but_its_span_is_not() -> None:
    assert tokenise("a" * 255 + " " + "b" * 256) == [
        Token(0, 255, "a" * 255),
        Token(256, 512, "b" * 127),
    ]


@pytest.mark.parametrize("repeated", ["a", "é", "ß", "a.", "a'", "a&", "1.", "é'", "ß&", "ag's"])
@pytest.mark.parametrize("shift", ["", "x", "xy", "xyz"])
def test_a_cut_word_is_a_word_again(repeated: str, shift: str) -> None:
    for word in words(shift + repeated * 300):
        assert len(fold(word)) <= 255
        assert words(word) == [word]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "é\u00ad" * 100_000,
        "\u0301" * 100_000,
        "a." * 100_000 + "com",
        "'s" * 100_000,
        "a'" * 300_000 + "&",
        "1.1'" * 200_000 + "b",
        "1,000," * 50_000,
        "." * 100_000 + "x",
        "a&" * 100_000 + "long",
        "ق." * 100_000 + "قق",
        "ق'" * 300_000 + "&",
        "ق&" * 100_000 + "قققق",
        "aق" * 300_000,
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_hostile_text_is_read_in_one_pass(text: str) -> None:
    assert max((len(token.word) for token in tokenise(text)), default=0) <= 255


def test_vowel_signs_of_kirat_rai_are_no_words_by_themselves() -> None:
    vowels = "\U00016d67\U00016d67 \U00016d68 \U00016d63\U00016d67 \U00016d69"

    assert words(vowels) == []


def test_composed_and_decomposed_letters_give_the_same_words() -> None:
    different = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.decomposition(char)[:1] not in ("", "<")
        for text in (char, f"a{char}b", f"x'{char}", f"x.{char}", f"x&{char}")
        if words(text) != words(unicodedata.normalize("NFD", text))
        or words(text) != words(unicodedata.normalize("NFC", text))
    ]

    assert different == []


def test_every_character_that_folding_changes_stays_one_word_in_each_place() -> None:
    different = [
        text
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.decomposition(char) or char.lower() != char or char in "ßæœþðđħıłøς"
        for text in (char, f"中{char}", f"x'{char}", f"x.{char}", f"x&{char}", f"1,00{char}")
        for word in words(text)
        if list(map(fold, words(fold(word)))) != [fold(word)]
    ]

    assert different == []


@given(texts)
def test_spans_are_in_order_apart_and_within_one_stretch_without_space(text: str) -> None:
    found = tokenise(text)

    assert all(token.start < token.end <= len(text) for token in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(len(text[token.start : token.end].split()) == 1 for token in found)


@given(texts)
def test_the_text_of_a_span_is_that_word(text: str) -> None:
    for start, end, word in tokenise(text):
        assert words(text[start:end]) == [word]


@given(texts)
def test_words_are_the_words_of_tokens(text: str) -> None:
    assert words(text) == [token.word for token in tokenise(text)]


@given(texts, texts)
def test_white_space_parts_texts_that_do_not_know_of_each_other(left: str, right: str) -> None:
    shifted = [
        Token(start + len(left) + 1, end + len(left) + 1, word)
        for start, end, word in tokenise(right)
    ]

    assert tokenise(f"{left} {right}") == tokenise(left) + shifted


@given(st.from_regex("[A-Za-z0-9éßωж]{1,8}", fullmatch=True), st.text("의년नقבთあ東", max_size=3))
def test_a_word_is_the_same_whatever_other_script_it_touches(word: str, other: str) -> None:
    assert words(word + other) == words(f"{word} {other}")
    assert words(other + word) == words(f"{other} {word}")


@given(texts)
def test_normal_forms_give_the_same_words(text: str) -> None:
    expected = words(text)

    assert words(unicodedata.normalize("NFC", text)) == expected
    assert words(unicodedata.normalize("NFD", text)) == expected


@given(texts | st.text(max_size=20))
@example("ſﾞ\u0307")
def test_a_word_is_itself_again_and_so_is_its_fold(text: str) -> None:
    for word in words(text):
        assert words(word) == [word]
        assert list(map(fold, words(fold(word)))) == [fold(word)]


@given(texts | st.text(max_size=20))
def test_a_word_is_lower_case_and_composed(text: str) -> None:
    for word in words(text):
        assert word == unicodedata.normalize("NFC", word)
        assert word == word.lower()
