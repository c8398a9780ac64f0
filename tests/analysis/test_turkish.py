"""Turkish names lose their endings, and nothing else behind an apostrophe is one."""

from __future__ import annotations

import pytest

from searchkit.analysis import Detected, detect, fold, stem, words


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("İstanbul'da", "istanbul"),
        ("Ankara’nın", "ankara"),
        ("Türkiye’ye", "turkiye"),
        ("Meclisi'ndekiler", "meclisi"),
        ("Atatürk'ünkü", "ataturk"),
        ("AB'li", "ab"),
        ("TBMM'den", "tbmm"),
        ("1990'larda", "1990"),
        ("5'inci", "5"),
        ("İzmir`e", "izmir"),
        ("Konya'ymış", "konya"),
        ("Ahmet'le", "ahmet"),
        ("Kur'an'da", "kur'an"),
    ],
)
def test_a_turkish_name_has_the_term_that_it_has_without_its_ending(
    written: str, name: str
) -> None:
    assert [stem(word, "tr") for word in words(written)] == [name]


@pytest.mark.parametrize(
    "written", ["Kur'an", "O'Brien", "san'at", "l'eau", "d'Arc", "rock'n'roll"]
)
def test_what_is_no_turkish_ending_stays(written: str) -> None:
    assert [stem(word, "tr") for word in words(written)] == [fold(written)]


@pytest.mark.parametrize("language", ["en", None])
@pytest.mark.parametrize("written", ["o'brien", "don't", "hawai'i", "sana'a", "shin'ya"])
def test_in_other_languages_an_apostrophe_begins_no_ending(
    written: str, language: str | None
) -> None:
    assert stem(written, language) == written


@pytest.mark.parametrize(
    "text",
    [
        "Dün İstanbul'da yangın çıktı.",
        "Ankara’nın nüfusu bu yıl da arttı.",
        "İzmir'den çıktık, TBMM’de durduk.",
        "Yeni bir bina için çok para gerek, ama kimse bunun nasıl olacağı konusunda konuşmadı.",
    ],
)
def test_a_short_turkish_text_is_turkish(text: str) -> None:
    assert detect(text) == Detected("tr")


@pytest.mark.parametrize(
    "text",
    [
        "Erdoğan, Kılıçdaroğlu hold talks",
        "The café İstanbul’da on Bağdat Avenue is where Mr Ağaoğlu met the others in May.",
        "Bakıda yağış yağır, hava isə çox soyuqdur və külək əsir",
        "O'Brien’s d'Arc",
    ],
)
def test_turkish_names_make_no_text_turkish(text: str) -> None:
    detected = detect(text)

    assert detected is None or detected.language != "tr"
