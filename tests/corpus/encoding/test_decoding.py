"""Bytes are read in the encoding that they are in, and what is not certain is told."""

import codecs
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import UTF_8, Encoding, Known
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.encoding.cleaning import clean
from searchkit.corpus.encoding.decoding import decode, decode_lines

NOTES = (
    "Lähtö\n\nYölautta lähtee kello kymmenen, jos jää kestää.",
    "Mökki\n\nÄiti löysi sieniä, isä ei mitään.",
    "Tåke\n\nTåka lå over øya til over ni, og ferja kom ikke.",
    "Merknad\n\nSå gikk vi.",
    "Årets första snö\n\nSnön låg kvar på åsen när vi gick ner.",
    "Ö\n\nPå ön.",
    "Færgen\n\nFærgen fra Ærø sejlede på slaget otte.",
    "La niña\n\nEl señor de la lonja cerró a mediodía; mañana abre.",
    "¿Cuándo?\n\n¿Cuándo llega el barco de Cádiz? Nadie lo sabe aún.",
    "Marée\n\nÀ marée basse, la grève était déserte et le café fermé.",
    "Noël\n\nLe garçon a reçu une flûte, sa sœur un vélo.",
    "Perché\n\nPerché il traghetto è già partito? Così è la città.",
    "Caffè\n\nIl caffè costa più caro qui.",
    "Brücke\n\nDie Brücke bleibt bis Samstag für Fußgänger gesperrt.",
    "Notiz\n\nEs war schön.",
    "Maré\n\nA maré não baixou até às três da manhã.",
    "Zeeën\n\nDe vloot voer over zeven zeeën en één rivier.",
    "Þorp\n\nÞað var ekkert ljós í þorpinu í nótt.",
    "Tír\n\nTá an bád imithe ón gcé.",
    "Sortida\n\nLa barca surt a les onze; l'àvia espera a la platja amb la Núria.",
    "“Never again”\n\n“Never again,” said the harbour master — and that was that…",
    "The warden left\n\nShe left the spit—and nobody asked why—but it’s her birds’ now.",
    "Cafés\n\nNo cafés.",
    "Price\n\nThe ticket is £3 or €4, the cat’s fare half.",
)
TEXTS = {
    "polish": "Latarnik zgasił światło o świcie, a łodzie odpłynęły w stronę Gdańska. Żałował.",
    "czech": "Přívoz přes řeku zůstal dnes zavřený, protože hladina stoupla. Děti měly radost.",
    "russian": "Паром вышел из гавани в шесть часов утра, и чайки долго летели за ним над водой.",
    "greek": "Το καράβι έφυγε από το λιμάνι στις έξι το πρωί και οι γλάροι το ακολούθησαν.",
    "hebrew": "המעבורת יצאה מהנמל בשש בבוקר והשחפים ליוו אותה שעה ארוכה מעל המים.",
    "arabic": "غادرت العبارة الميناء في السادسة صباحا وتبعتها النوارس فوق الماء وقتا طويلا.",
    "thai": "เรือข้ามฟากออกจากท่าเรือเวลาหกโมงเช้า และนกนางนวลบินตามไปนาน",
    "turkish": "Vapur sabah altıda limandan ayrıldı; martılar peşinden uçtu, çocuklar güldü.",
    "japanese": "連絡船は朝六時に港を出た。カモメが長いあいだ水の上をついてきた。",
    "korean": "연락선은 아침 여섯 시에 항구를 떠났고, 갈매기들이 오랫동안 물 위를 따라왔다.",
    "chinese": "渡船早上六点离开了港口，海鸥在水面上跟着它飞了很久。孩子们都很高兴。",
    "taiwanese": "渡船早上六點離開了港口，海鷗在水面上跟著它飛了很久。孩子們都很高興。",
}
WRITTEN = [
    ("polish", "cp1250"),
    ("polish", "iso8859-2"),
    ("czech", "cp1250"),
    ("czech", "iso8859-2"),
    ("russian", "cp1251"),
    ("russian", "koi8-r"),
    ("russian", "cp866"),
    ("greek", "cp1253"),
    ("greek", "iso8859-7"),
    ("hebrew", "cp1255"),
    ("arabic", "cp1256"),
    ("thai", "tis-620"),
    ("turkish", "cp1254"),
    ("japanese", "cp932"),
    ("japanese", "euc_jp"),
    ("japanese", "iso2022_jp"),
    ("korean", "cp949"),
    ("korean", "iso2022_kr"),
    ("chinese", "gb18030"),
    ("chinese", "hz"),
    ("taiwanese", "big5"),
    *((language, codec) for language in TEXTS for codec in ("utf-16-le", "utf-16-be", "utf-32-be")),
]


def known(content: bytes) -> tuple[str, str]:
    """The name of the encoding of bytes, and how it is known."""
    encoding = decode(content).encoding
    return encoding.name, encoding.known.value


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.partition("\n")[0])
def test_a_short_western_note_is_windows_1252(note: str) -> None:
    assert decode(note.encode("cp1252")).text == note


@pytest.mark.parametrize(("language", "codec"), WRITTEN)
def test_a_text_is_read_in_what_it_was_written_in(language: str, codec: str) -> None:
    found = decode(TEXTS[language].encode(codec))

    assert found.text == TEXTS[language]
    assert found.encoding.known in (Known.GUESSED, Known.DOUBTFUL)


def test_a_file_is_judged_by_all_of_it() -> None:
    dull = b"The wind was calm and the sea was flat all day.\n" * 20_000

    assert decode(dull + "At dusk the café closed.".encode("cp1252")).text.endswith(
        "the café closed."
    )
    assert decode(dull + TEXTS["russian"].encode("koi8-r")).text.endswith(TEXTS["russian"])


def test_the_end_of_a_file_counts_as_its_beginning_does() -> None:
    quoted = "“Calm,” she said, “and flat.”\n".encode("cp1250") * 20_000

    found = decode(quoted + f"{TEXTS['czech']}\n".encode("cp1250") * 5_000)

    assert found.text.endswith(f"{TEXTS['czech']}\n")


def test_simplified_chinese_in_iso_2022_cn_is_read() -> None:
    runs = "渡船早上".encode("gb2312").translate(bytes(code & 0x7F for code in range(256)))

    found = decode(b"Ferry: \x1b$)A\x0e" + runs + b"\x0f.\n\x1b$)A\x0e" + runs + b"\x0f!\n")

    assert (found.text, str(found.encoding)) == (
        "Ferry: 渡船早上.\n渡船早上!\n",
        "iso-2022-cn (guessed)",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Write ~{NAME~} and ~{PLACE~}.",
        "Some ~{ lines ~} are of Lisp: ~{~a~}",
        "\x1b[31mred\x1b[0m tide",
        "About ~5 km from ~{here",
    ],
)
def test_ascii_with_the_like_of_escapes_is_utf_8(text: str) -> None:
    assert decode(text.encode()).encoding == UTF_8


def test_ascii_and_valid_utf_8_are_utf_8() -> None:
    assert known(b"Low tide.") == ("utf-8", "valid UTF-8")
    assert known("Ebbe über Föhr".encode()) == ("utf-8", "valid UTF-8")


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_tells_the_encoding(codec: str) -> None:
    found = decode("\ufeffEbbe\r\nüber \ufeffFöhr\rund\u2028Amrum".encode(codec))

    assert found.text == "Ebbe\nüber Föhr\nund\nAmrum"
    assert found.encoding == Encoding(codec, Known.MARK)


def test_what_a_person_says_counts_before_all_but_a_mark() -> None:
    assert decode("Ñandú".encode("cp850"), encoding="cp850").text == "Ñandú"
    assert str(decode("café".encode(), encoding="latin-1").encoding) == "windows-1252 (declared)"
    assert decode(codecs.BOM_UTF8 + "café".encode(), encoding="cp850").text == "café"
    assert str(decode(b"caf\xe9 noir", encoding="utf-8").encoding) == "utf-8 (doubtful)"


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0" encoding="ISO-8859-5"?>\n',
        "<html><head><meta charset=iso-8859-5>\n",
        '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-5">\n',
        "Subject: tide\nContent-Type: text/plain; charset=iso-8859-5\n\n",
        "-*- coding: iso-8859-5 -*-\n",
    ],
)
def test_a_head_declares_the_encoding_of_what_is_not_utf_8(head: str) -> None:
    short = f"{head}Да"

    assert known(short.encode("iso8859-5")) == ("iso-8859-5", "declared")
    assert decode(short.encode("iso8859-5")).text.endswith("Да")
    assert known(short.encode()) == ("utf-8", "valid UTF-8")


def test_a_declaration_that_does_not_fit_is_not_believed() -> None:
    text = '<meta charset="euc-kr">\nLe garçon a reçu une flûte.'

    assert decode(text.encode("cp1252")).text == text


GERMAN = "Die Möwen über dem Hafen zählten die Kähne. Später hörte man die Glöckner."


@pytest.mark.parametrize("stray", [b"\x92", b"\xff", b"\xc3", b"\xe4"])
def test_utf_8_with_a_stray_byte_is_utf_8(stray: bytes) -> None:
    head, tail = (part.encode() for part in GERMAN.split(". "))

    found = decode(head + b". " + stray + b" " + tail)

    assert found.text == GERMAN.replace(". ", ". \ufffd ")
    assert str(found.encoding) == "utf-8 (doubtful)"


@given(st.text(alphabet="Möwe über ’—€日本語😀", min_size=1, max_size=40), st.data())
def test_utf_8_that_is_cut_loses_its_last_character_at_most(text: str, data: st.DataObject) -> None:
    content = f"{GERMAN} {text}".encode()
    cut = content[: data.draw(st.integers(len(GERMAN.encode()), len(content)))]

    found = decode(cut)

    assert found.encoding.name == "utf-8"
    assert found.text.count("\ufffd") <= 1
    assert found.text.rstrip("\ufffd") == cut.decode("utf-8", "ignore")


def test_the_first_accent_of_a_text_may_be_cut() -> None:
    assert decode("At dusk the cafés".encode()[:-2]).text == "At dusk the caf\ufffd"
    assert decode(b"At dusk we left the caf\xe9").text == "At dusk we left the café"


def test_surrogates_that_were_written_as_utf_8_are_the_characters_that_they_mean() -> None:
    cesu = "\ud83d\ude00".encode("utf-8", "surrogatepass")

    assert decode(b"A smile: " + cesu + b"\xc0\x80.").text == "A smile: 😀."
    assert decode(b"Half: " + cesu[:3] + "öäü".encode()).text.endswith("öäü")


@pytest.mark.parametrize("codec", ["ascii", "utf-8", "cp1252"])
def test_a_short_text_with_a_few_nuls_is_text(codec: str) -> None:
    accent = "ø" if codec != "ascii" else "o"
    note = f"Low tide at noon{{0}} by the {accent}y, and{{0}} a boat went out.{{0}} It came back."

    assert decode(note.format("\0").encode(codec)).text == note.format("")


def test_words_between_nuls_are_no_utf_16() -> None:
    assert decode(b"Low\0water\0mark").text == "Lowwatermark"


def test_nuls_that_fill_a_text_up_mean_nothing() -> None:
    assert decode(b"Low tide." + b"\0" * 500).text == "Low tide."
    assert decode("Ebbe über Föhr".encode("cp1252") + b"\0" * 500).text == "Ebbe über Föhr"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n1 0 obj",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"PK\x03\x04\x14\0\0\0\x08\0",
        bytes(range(256)) * 40,
        b"\x00\x01\x02\x03" * 20,
        b"\x7fELF" + bytes(200) + b"\x01\x02\x03" * 40,
    ],
)
def test_what_is_no_text_is_named(content: bytes) -> None:
    with pytest.raises(ContentError, match=r"^is binary, not text$"):
        decode(content)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_named(content: bytes) -> None:
    try:
        text = decode(content).text
    except ContentError as error:
        text = str(error)

    assert text == clean(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_valid_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    # But for what has controls, or the escapes of East Asia.
    if re.search("[\0-\x08\x0e-\x1f]|~{|%PDF|PK", text) or not clean(text).strip():
        return

    assert decode(f"x{text}".encode()).text == clean(f"x{text}")


def test_lines_that_are_no_utf_8_are_judged_together() -> None:
    lines = [
        f"Zeile {number}: {word}".encode("cp1252")
        for number, word in enumerate(
            ["Möwe", "Ufer", "Fähre", "Gezeiten über Föhr", "Größe", "Käse", "schön"]
        )
    ]

    found = list(decode_lines([*lines, "Ebbe über Sylt".encode()], encoding=None))

    assert [read and read.text for read in found] == [
        *(line.decode("cp1252") for line in lines),
        "Ebbe über Sylt",
    ]
