"""Text without traces of its encoding."""

from __future__ import annotations

import json
from unicodedata import normalize

from tests.corpus.conftest import ReadFile, only


def test_of_hundreds_of_accents_upon_one_letter_thirty_are_kept(read_file: ReadFile) -> None:
    accents = "\u0301\u0316"
    record = {
        "title": f"Ti{accents * 10_000}de",
        "text": f"The ti{accents * 10_000}de. {f'A{accents} ' * 200}end",
    }

    article = only(read_file("a.json", json.dumps(record)))

    assert article.title == normalize("NFC", f"Ti{accents * 15}de")
    assert article.text == normalize("NFC", f"The ti{accents * 15}de. {f'A{accents} ' * 200}end")


def test_line_ends_and_composed_letters_are_made_one(read_file: ReadFile) -> None:
    content = "naïve caf\u0065\u0301.\r\nTwo.\rThree.\u2028Four.\ufeff\n"

    assert only(read_file("a.txt", content)).text == "naïve café.\nTwo.\nThree.\nFour."


def test_escapes_in_json_that_are_no_characters_do_no_harm(read_file: ReadFile) -> None:
    article = only(
        read_file("a.json", '{"text": "A\\ud800B\\u0000C. Dé\\ud83d\\ude00", "title": "\\udc80"}')
    )

    assert article.text.encode().decode() == "A\ufffd\ufffd\ufffdBC. Dé\U0001f600"
    assert article.title.encode().decode() == "\ufffd\ufffd\ufffd"
