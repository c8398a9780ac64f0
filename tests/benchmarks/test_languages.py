"""How the benchmark makes texts of known languages, and counts."""

from __future__ import annotations

from pathlib import Path

from benchmarks.languages import Text, languages, messages, texts
from tests.conftest import write_files

CATALOGUE = """\
# Somebody wrote this.
msgid ""
msgstr "Language: de\\n"

msgid "The %(name)s is late."
msgstr ""
"Die Fähre %(name)s kommt heute "
"leider erst gegen Abend an."

#, fuzzy
msgid "Old"
msgstr "Nicht geprüft"

msgid "Same"
msgstr "Same"

msgid "%d boat"
msgid_plural "%d boats"
msgstr[0] "<b>%d</b> Boot im Hafen"
msgstr[1] "%d Boote"

msgid "Missing"
msgstr ""
"""


def test_messages_are_translations_without_what_stands_for_values() -> None:
    assert list(messages(CATALOGUE)) == [
        "Die Fähre kommt heute leider erst gegen Abend an.",
        "Boot im Hafen",
    ]


def test_nine_messages_are_a_long_text_and_one_is_a_short_text(tmp_path: Path) -> None:
    said = [f"Die {number}. Fähre kommt heute erst gegen Abend an." for number in range(10)]
    entries = [f'msgid "{n}"\nmsgstr "{text}"\n' for n, text in enumerate(said)]
    files = {"app/locale/de/LC_MESSAGES/app.po": "\n".join(entries)}
    write_files(tmp_path, files | {"app/locale/de_CH/LC_MESSAGES/app.po": "\n".join(entries)})

    assert list(texts(tmp_path)) == [
        Text("de", " ".join(said[:9]), is_long=True),
        *(Text("de", text, is_long=False) for text in said),
    ]
    lines = languages(tmp_path, ["The ferry was late, and they waited for it on the quay."])
    assert lines[0].startswith("long, 26 languages: 1 texts, 1.0000 right (0.0000 doubtful)")
    assert lines[4].startswith("articles in English: 1 texts, 1.0000 right")
